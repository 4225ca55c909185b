-- Owners and privileges of roles with odd names; role names inside ACLs have a syntax of their own.
ALTER TABLE "select"."table" OWNER TO "hostile ""quoted"" 'role'";
ALTER TABLE "Select".case_only OWNER TO "Hostile";
ALTER TABLE "Select"."Case_Only" OWNER TO hostile;
ALTER TABLE "back\slash"."back\slash" OWNER TO "hostile\back\slash";
ALTER TABLE " blanks around "." blanks around " OWNER TO " hostile padded ";
ALTER TABLE "'; DROP DATABASE postgres; --"."'; DROP DATABASE postgres; --" OWNER TO "hostile;drop role x--";
ALTER TABLE "*/; $$ %s"."*/; $$ %s" OWNER TO "hostile %s $1 $$";
ALTER TYPE "select"."Enum; DROP" OWNER TO "hostile=r*w/x";
ALTER FUNCTION "select"."from"(text, integer) OWNER TO "hostile_ünï_😀";
ALTER VIEW "Select"."Case_View" OWNER TO "Hostile";
ALTER SCHEMA "it's ""quoted""" OWNER TO "hostile ""quoted"" 'role'";
ALTER SCHEMA "*/; $$ %s" OWNER TO "hostile %s $1 $$";
SELECT format('ALTER SCHEMA "/* comment" OWNER TO %I', rolname) FROM pg_catalog.pg_roles WHERE rolname LIKE 'hostile\_rrr%'
\gexec
SELECT format('ALTER TABLE "/* comment"."/* comment" OWNER TO %I; GRANT SELECT ("x */") ON "/* comment"."/* comment" TO %I WITH GRANT OPTION', rolname, 'hostile')
FROM pg_catalog.pg_roles WHERE rolname LIKE E'hostile\nline%'
\gexec
SELECT format('GRANT ALL ON "/* comment"."/* comment" TO %I', rolname) FROM pg_catalog.pg_roles WHERE rolname LIKE E'hostile\nline%'
\gexec

GRANT SELECT, UPDATE ON "select"."table" TO "hostile=r*w/x" WITH GRANT OPTION;
GRANT ALL ON "select"."table" TO "hostile\back\slash", " hostile padded ", "hostile;drop role x--";
GRANT SELECT ("select", "user"), INSERT ("default") ON "select"."table" TO "hostile %s $1 $$", hostile, "Hostile";
GRANT UPDATE ("Column_A", "COLUMN_A", "Column_a", column_a) ON "Select".case_only TO "hostile_ünï_😀", PUBLIC;
GRANT USAGE ON SCHEMA "select", "it's ""quoted""", "back\slash" TO "hostile ""quoted"" 'role'", "hostile=r*w/x";
GRANT ALL ON SCHEMA "Ünïcödé 😀 日本語" TO "Hostile" WITH GRANT OPTION;
REVOKE ALL ON FUNCTION "select"."from"(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "select"."from"(text, integer) TO "hostile role", "hostile=r*w/x";
GRANT EXECUTE ON FUNCTION "it's ""quoted"""."it's ""an"" aggregate"(text) TO "hostile role";
REVOKE USAGE ON TYPE "select"."Enum; DROP" FROM PUBLIC;
GRANT USAGE ON TYPE "select"."Enum; DROP", "a.b"."integer" TO "hostile ""quoted"" 'role'" WITH GRANT OPTION;
GRANT USAGE ON SEQUENCE hostile."nextval('x')" TO "hostile\back\slash";
SET ROLE "hostile=r*w/x";
GRANT SELECT ON "select"."table" TO "hostile role";
RESET ROLE;
