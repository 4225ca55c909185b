-- Comments that end, start or contain what SQL and psql would take as their own.
COMMENT ON SCHEMA "select" IS E'it''s "quoted" \\ $$ %s -- /* */ ;';
COMMENT ON SCHEMA U&"line\000Aend" IS E'\n\\connect postgres\n\\!\n';
COMMENT ON SCHEMA "Ünïcödé 😀 日本語" IS '日本語 😀';
COMMENT ON TABLE "select"."table" IS E'\\.';
COMMENT ON COLUMN "select"."table"."select" IS '';
COMMENT ON COLUMN "select"."table"."user" IS E'\r\n\t\b\x01';
COMMENT ON COLUMN "select"."table"."References" IS 'it''s';
COMMENT ON TABLE U&"line\000Aend".U&"table\000Awith lines\000A" IS E'line 1\nline 2\n-- line 3';
COMMENT ON COLUMN U&"line\000Aend".U&"table\000Awith lines\000A".U&"column\000A1" IS E'\n';
COMMENT ON CONSTRAINT U&"key\000A\\q" ON U&"line\000Aend".U&"table\000Awith lines\000A" IS E'\\q';
COMMENT ON CONSTRAINT "fk's ""name"" \ %s; --" ON "it's ""quoted"""."it's ""a"" table" IS 'fk''s \';
COMMENT ON INDEX public." index " IS E' padded \n';
COMMENT ON TYPE "select"."Enum; DROP" IS E'\\';
COMMENT ON COLUMN "select"."select"."a""b" IS 'a"b';
COMMENT ON DOMAIN "a.b"."c.d" IS 'c.d';
COMMENT ON CONSTRAINT "it's a ""check""" ON DOMAIN "a.b"."c.d" IS 'it''s';
COMMENT ON FUNCTION "select"."from"(text, integer) IS E'$_$ \\ ''';
COMMENT ON AGGREGATE "it's ""quoted"""."it's ""an"" aggregate"(text) IS 'agg''s';
COMMENT ON PROCEDURE "*/; $$ %s"."*/; $$ %s"(text) IS '%s';
COMMENT ON TRIGGER "it's a ""trigger"" \ %s" ON "select"."table" IS 't''s';
COMMENT ON RULE "it's a ""rule"" \ %s;" ON "Select".case_only IS 'r''s';
COMMENT ON POLICY "it's a ""policy"" \ %s; --" ON "select"."table" IS 'p''s';
COMMENT ON VIEW "select"."view's ""name"" \ %s" IS 'v''s';
COMMENT ON COLUMN "select"."view's ""name"" \ %s"."new
line" IS E'a\nb';
COMMENT ON MATERIALIZED VIEW " blanks around "."mat'view ""x"" \" IS 'm''s';
COMMENT ON SEQUENCE hostile." sequence's ""own"" " IS 's''s';
COMMENT ON COLUMN hostile."table'"."'" IS '''';
