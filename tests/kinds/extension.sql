-- CREATE EXTENSION, and what may be done to its members. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA tools;
CREATE SCHEMA "Odd tools";
CREATE EXTENSION hstore WITH SCHEMA tools;
CREATE EXTENSION citext WITH SCHEMA "Odd tools";
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance CASCADE;
CREATE EXTENSION pg_stat_statements;
CREATE EXTENSION "uuid-ossp";
COMMENT ON EXTENSION hstore IS 'it''s ours \ now';

-- Members are left out, what uses them is not.
CREATE TABLE tools.things (id integer, attributes tools.hstore DEFAULT 'a=>1', name "Odd tools".citext);
CREATE FUNCTION tools.mine(tools.hstore) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
CREATE INDEX ON tools.things USING gin (attributes);

-- Privileges on members: only what was changed since CREATE EXTENSION.
GRANT EXECUTE ON FUNCTION tools.akeys(tools.hstore) TO pgdump_reader;
REVOKE EXECUTE ON FUNCTION tools.avals(tools.hstore) FROM PUBLIC;
REVOKE USAGE ON TYPE tools.hstore FROM PUBLIC;
GRANT USAGE ON TYPE tools.hstore TO pgdump_reader;
GRANT SELECT ON pg_stat_statements TO pgdump_reader WITH GRANT OPTION;
REVOKE SELECT ON pg_stat_statements FROM PUBLIC;
GRANT SELECT (query) ON pg_stat_statements TO "pgdump owner";
SELECT format('GRANT ALL ON FUNCTION %s TO pgdump_reader', oid::regprocedure)
  FROM pg_proc WHERE proname = 'pg_stat_statements_reset' \gexec
