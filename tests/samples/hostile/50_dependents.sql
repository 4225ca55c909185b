-- Constraints, indexes, triggers, rules and policies with odd names and texts.
ALTER TABLE "it's ""quoted"""."it's ""a"" table" ADD CONSTRAINT "fk's ""name"" \ %s; --" FOREIGN KEY ("it's") REFERENCES "select"."table" ("select")
    DEFERRABLE;
ALTER TABLE "a.b"."t.d" ADD CONSTRAINT "select" FOREIGN KEY ("e.f") REFERENCES "select"."table" ("order") NOT VALID;
ALTER TABLE "Select".case_only ADD CONSTRAINT "unique" UNIQUE (column_a), ADD CONSTRAINT "Unique" UNIQUE ("Column_A", "COLUMN_A");
ALTER TABLE " blanks around "." blanks around " ADD CONSTRAINT " ex " EXCLUDE USING gist (r WITH &&) WHERE (" blanks around " <> E'it''s\\');
ALTER TABLE U&"line\000Aend".U&"table\000Awith lines\000A" ADD CONSTRAINT U&"u\000A;" UNIQUE (U&"\000A");

CREATE INDEX " index " ON public."values" (t, lower(v), (c || E'it''s\n\\'), (a[1]) DESC) WHERE (t <> E'\\.' OR v = '"' OR t LIKE '%\%%');
ALTER INDEX public." index " ALTER COLUMN 3 SET STATISTICS 33;
CREATE INDEX "; DROP INDEX" ON "back\slash"."back\slash" ("back\slash" text_pattern_ops, "\\") INCLUDE ("\n") WITH (fillfactor = 70);
CREATE INDEX "sixty_three_bytes_of_index_name_01234567890123456789012345678é" ON
    "sixty_three_bytes_of_schema_name_0123456789012345678901234567é"."sixty_three_bytes_of_table_name_01234567890123456789012345678é"
    ("sixty_three_bytes_of_serial_name_0123456789012345678901234567é");
CREATE UNIQUE INDEX "Values_T_idx" ON public.pairs (pair COLLATE "C");
ALTER TABLE public.pairs CLUSTER ON "Values_T_idx";
CREATE INDEX "values_T_idx" ON public.pairs USING hash (pair);
CREATE INDEX "列の索引" ON "Ünïcödé 😀 日本語"."表" ("😀", (("列")."列"));
CREATE UNIQUE INDEX U&"i\000Ai" ON "Select"."Case_Only" (column_a);
ALTER TABLE "Select"."Case_Only" ALTER COLUMN column_a SET NOT NULL;
ALTER TABLE "Select"."Case_Only" REPLICA IDENTITY USING INDEX U&"i\000Ai";

CREATE TRIGGER "it's a ""trigger"" \ %s" BEFORE UPDATE OF "select", "user" ON "select"."table"
    FOR EACH ROW WHEN (new."user" <> E'it''s\\ "x"\n' AND old."select" IS DISTINCT FROM 1)
    EXECUTE FUNCTION "'; DROP DATABASE postgres; --"."'; DROP DATABASE postgres; --"('', 'it''s', E'back\\slash', E'new\nline', '%s', '😀', E'tr\\000ail', '");');
CREATE TRIGGER "select" AFTER DELETE ON "select"."table" REFERENCING OLD TABLE AS "old ""rows""" FOR EACH STATEMENT
    EXECUTE FUNCTION "'; DROP DATABASE postgres; --"."'; DROP DATABASE postgres; --"();
CREATE TRIGGER U&"t\000A\\q" AFTER INSERT ON U&"line\000Aend".U&"table\000Awith lines\000A" FOR EACH ROW
    EXECUTE FUNCTION "'; DROP DATABASE postgres; --"."'; DROP DATABASE postgres; --"();
ALTER TABLE "select"."table" DISABLE TRIGGER "select";
ALTER TABLE U&"line\000Aend".U&"table\000Awith lines\000A" ENABLE ALWAYS TRIGGER U&"t\000A\\q";

CREATE RULE "it's a ""rule"" \ %s;" AS ON INSERT TO "Select".case_only WHERE new."Column_A" > 1
    DO ALSO (INSERT INTO public.single_column VALUES (E'it''s\\ \n; "x"'); DELETE FROM public.single_column WHERE t = ';');
CREATE RULE ";" AS ON INSERT TO "Select"."Case_Only" DO ALSO NOTIFY "chan'nel ""x""", 'pay''load\';
CREATE RULE "_RETURN " AS ON DELETE TO "Select".case_only DO INSTEAD NOTHING;
ALTER TABLE "Select".case_only DISABLE RULE "_RETURN ";

ALTER TABLE "select"."table" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "it's a ""policy"" \ %s; --" ON "select"."table" AS RESTRICTIVE FOR UPDATE
    TO "hostile ""quoted"" 'role'", " hostile padded "
    USING ("user" = E'it''s\\ "x"\n') WITH CHECK ("default" <> '$$ %s' AND "check" > 0);
CREATE POLICY "select" ON "select"."table" TO "hostile;drop role x--", hostile, "Hostile" USING (CURRENT_USER = "user");
CREATE POLICY U&"p\000A\\q" ON U&"line\000Aend".U&"table\000Awith lines\000A" FOR INSERT WITH CHECK (true);
\if :v18
    ALTER TABLE "Select".case_only ADD CONSTRAINT "not null; ""x""" NOT NULL "Column_A" NOT VALID;
    CREATE TABLE hostile."virtual """ (a text, "b;" text GENERATED ALWAYS AS (a || E'it''s\n\\') VIRTUAL, CONSTRAINT "no 'force'" CHECK (a <> ';') NOT ENFORCED);
\endif
