-- CREATE SCHEMA and ALTER SCHEMA, and what may have happened to the schema "public". Runs in an empty database, as a
-- superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 140000 AS v14 \gset
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader', 'pgdump "writer"']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA AUTHORIZATION pgdump_reader;
CREATE SCHEMA owned AUTHORIZATION "pgdump owner";
CREATE SCHEMA with_table CREATE TABLE inside (id integer) CREATE VIEW view_inside AS SELECT id FROM inside;
CREATE SCHEMA renamed_later;
ALTER SCHEMA renamed_later RENAME TO renamed;
ALTER SCHEMA renamed OWNER TO "pgdump ""writer""";

-- Names that need quotes
CREATE SCHEMA "Quoted";
CREATE SCHEMA "select";
CREATE SCHEMA "with ""quotes"", a \ and $$";
CREATE SCHEMA "with
newline";
CREATE SCHEMA "Ünïcode";
CREATE SCHEMA "0";
CREATE SCHEMA a23456789012345678901234567890123456789012345678901234567890123;

COMMENT ON SCHEMA shop IS 'a shop';
COMMENT ON SCHEMA "with ""quotes"", a \ and $$" IS 'it''s \ a
comment';
GRANT USAGE ON SCHEMA shop TO PUBLIC;
GRANT ALL ON SCHEMA owned TO pgdump_reader WITH GRANT OPTION;
GRANT CREATE ON SCHEMA "Quoted" TO "pgdump ""writer""";
REVOKE ALL ON SCHEMA renamed FROM "pgdump ""writer""";

-- Objects of initdb's schemas are left out but for their privileges.
CREATE TABLE information_schema.left_out (id integer);
GRANT CREATE ON SCHEMA pg_catalog TO pgdump_reader;

COMMENT ON SCHEMA public IS 'not the standard comment';
-- Until 14 the owner of "public" is not dumped.
\if :v15
ALTER SCHEMA public OWNER TO "pgdump owner";
\endif
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pgdump_reader;
CREATE TABLE public.inside (id integer);

-- Named after roles of the session
CREATE SCHEMA AUTHORIZATION CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS AUTHORIZATION SESSION_USER;
CREATE SCHEMA IF NOT EXISTS of_session AUTHORIZATION SESSION_USER;
ALTER SCHEMA owned OWNER TO CURRENT_USER;
ALTER SCHEMA shop OWNER TO SESSION_USER;
\if :v14
CREATE SCHEMA of_current_role AUTHORIZATION CURRENT_ROLE;
\endif
CREATE SCHEMA with_everything
  CREATE SEQUENCE numbers
  CREATE TABLE inside (id integer DEFAULT 1 PRIMARY KEY, note text)
  CREATE VIEW view_inside AS SELECT id FROM with_everything.inside
  CREATE INDEX inside_note ON inside (note)
  GRANT SELECT ON inside TO pgdump_reader;
