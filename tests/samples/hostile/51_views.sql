-- Views over all that.
CREATE VIEW "select"."view's ""name"" \ %s" ("select", "a""b", "new
line", "  ", "\") WITH (security_barrier = true) AS
    SELECT "select", "user" || E'it''s\\', E'\n\t' AS x, ' '::text, E'\\'::character varying FROM "select"."table" AS "t'""\"
    WHERE "t'""\"."user" <> 'x''y"z\';
CREATE VIEW "Select"."Case_View" AS SELECT column_a, "Column_A", "COLUMN_A" AS "column A" FROM "Select".case_only;
CREATE VIEW "Select".case_view AS SELECT "Case_View"."column A" AS "Column a" FROM "Select"."Case_View" WITH LOCAL CHECK OPTION;
CREATE VIEW "Select"."long view" AS
    SELECT "long alias".*, '日本'::text AS "sixty_three_bytes_of_view_column_0123456789012345678901234567é"
    FROM "Ünïcödé 😀 日本語"."表" AS "long alias" WHERE "😀" ~ E'^\\d+''$' OR "Ω" = U&'\03A9';
ALTER VIEW "Select".case_view ALTER COLUMN "Column a" SET DEFAULT 7;
CREATE MATERIALIZED VIEW " blanks around "."mat'view ""x"" \" AS
    SELECT id AS "i d", t AS "t;", E'it''s\n'::text AS "--" FROM public."values" WHERE id < 31;
CREATE UNIQUE INDEX "mat;index" ON " blanks around "."mat'view ""x"" \" ("i d");
CREATE MATERIALIZED VIEW U&"line\000Aend".U&"m\000A\\q" AS SELECT U&"column\000A1" FROM U&"line\000Aend".U&"table\000Awith lines\000A" WITH NO DATA;
CREATE VIEW U&"x\000A\\! false\000A\\q".U&"v\000A\\! false\000A\\q" AS SELECT E'\n\\! false\n\\q'::text AS U&"c\000A\\q";
-- A loop through odd names.
CREATE VIEW """"."loop ""1""" AS SELECT 1 AS "x""", ''::text AS "y;";
CREATE VIEW "'"."loop '2'" AS SELECT "x""", "y;" FROM """"."loop ""1""";
CREATE OR REPLACE VIEW """"."loop ""1""" AS SELECT "x""", "y;" FROM "'"."loop '2'";
CREATE VIEW "select"."group's key" AS SELECT "select", "user", count(*) AS "count(*)" FROM "select"."table" GROUP BY "select";
