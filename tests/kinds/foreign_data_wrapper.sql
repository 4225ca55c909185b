-- CREATE FOREIGN DATA WRAPPER and ALTER FOREIGN DATA WRAPPER, every clause of their pages.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 190000 AS v19,
       current_setting('server_version_num')::int >= 140000 AS v14 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump_super', 'pgdump_reader', 'pgdump "writer"']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE pgdump_super SUPERUSER;

CREATE EXTENSION postgres_fdw;
CREATE SCHEMA "Odd schema";
CREATE FOREIGN DATA WRAPPER nothing;
CREATE FOREIGN DATA WRAPPER "odd "";wrapper" NO HANDLER NO VALIDATOR;
CREATE FUNCTION "Odd schema"."va""lidate"(text[], oid) RETURNS void LANGUAGE internal AS 'postgresql_fdw_validator';
CREATE FOREIGN DATA WRAPPER validated VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER validated_oddly VALIDATOR "Odd schema"."va""lidate";
CREATE FOREIGN DATA WRAPPER handled HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator;
CREATE FOREIGN DATA WRAPPER with_options OPTIONS (
  zebra 'z', "Odd ""option" 'it''s', apple 'back\slash', "select" 'two
lines', empty '');
ALTER FOREIGN DATA WRAPPER with_options OPTIONS (DROP zebra, SET apple 'C:\', ADD beta '"quoted"');
\if :v19
CREATE FOREIGN DATA WRAPPER connecting CONNECTION postgres_fdw_connection OPTIONS (a 'b');
\endif

ALTER FOREIGN DATA WRAPPER nothing OWNER TO pgdump_super;
ALTER FOREIGN DATA WRAPPER validated RENAME TO "order";
GRANT USAGE ON FOREIGN DATA WRAPPER nothing TO pgdump_reader WITH GRANT OPTION;
GRANT USAGE ON FOREIGN DATA WRAPPER "odd "";wrapper" TO PUBLIC, "pgdump ""writer""";
REVOKE ALL ON FOREIGN DATA WRAPPER with_options FROM CURRENT_USER;
COMMENT ON FOREIGN DATA WRAPPER "odd "";wrapper" IS 'it''s
two lines';

-- Members of extensions: what was granted since
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO pgdump_reader;

-- Functions changed and taken away
CREATE FOREIGN DATA WRAPPER revalidated OPTIONS (a 'b');
ALTER FOREIGN DATA WRAPPER revalidated VALIDATOR "Odd schema"."va""lidate" OPTIONS (DROP a);
ALTER FOREIGN DATA WRAPPER validated_oddly NO VALIDATOR;
ALTER FOREIGN DATA WRAPPER handled NO HANDLER VALIDATOR postgresql_fdw_validator;
ALTER FOREIGN DATA WRAPPER validated_oddly HANDLER postgres_fdw_handler;
ALTER FOREIGN DATA WRAPPER handled OWNER TO SESSION_USER;
\if :v14
ALTER FOREIGN DATA WRAPPER handled OWNER TO CURRENT_ROLE;
\endif
\if :v19
CREATE FOREIGN DATA WRAPPER disconnected CONNECTION postgres_fdw_connection;
ALTER FOREIGN DATA WRAPPER disconnected NO CONNECTION;
CREATE FOREIGN DATA WRAPPER connected NO CONNECTION;
ALTER FOREIGN DATA WRAPPER connected CONNECTION postgres_fdw_connection;
\endif
