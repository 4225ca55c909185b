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

-- Versions, moved and updated; objects that an extension has taken in are its own, those that it gave away are not.
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION ltree WITH SCHEMA public VERSION '1.1';
ALTER EXTENSION ltree UPDATE TO '1.2';
ALTER EXTENSION ltree UPDATE;
ALTER EXTENSION ltree SET SCHEMA "Odd tools";
CREATE SCHEMA taken;
CREATE TYPE taken.type AS (a integer);
CREATE DOMAIN taken.domain AS integer;
CREATE TABLE taken."table" (a integer PRIMARY KEY, b text);
CREATE FUNCTION taken.trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER on_taken BEFORE INSERT ON taken."table" FOR EACH ROW EXECUTE FUNCTION taken.trigger_function();
CREATE SEQUENCE taken.sequence;
CREATE VIEW taken.view AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW taken.matview AS SELECT 1 AS a;
CREATE FUNCTION taken.function(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE PROCEDURE taken.procedure() LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION taken.routine() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION taken.event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE AGGREGATE taken.aggregate(integer) (SFUNC = taken.function, STYPE = integer);
CREATE OPERATOR taken.+#+ (FUNCTION = taken.function, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR FAMILY taken.family USING btree;
CREATE OPERATOR CLASS taken.class FOR TYPE integer USING btree FAMILY taken.family AS
  OPERATOR 3 =(integer, integer), FUNCTION 1 btint4cmp(integer, integer);
CREATE COLLATION taken.collation FROM "C";
CREATE CONVERSION taken.conversion FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CAST (taken.type AS text) WITH INOUT;
CREATE TEXT SEARCH PARSER taken.parser (
  START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE taken.template (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH DICTIONARY taken.dictionary (TEMPLATE = taken.template);
CREATE TEXT SEARCH CONFIGURATION taken.configuration (PARSER = taken.parser);
CREATE FOREIGN DATA WRAPPER taken_wrapper;
CREATE SERVER taken_server FOREIGN DATA WRAPPER taken_wrapper;
CREATE FOREIGN TABLE taken.foreign_table (a integer) SERVER taken_server;
CREATE ACCESS METHOD taken_method TYPE TABLE HANDLER heap_tableam_handler;
CREATE FUNCTION taken.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE taken_language HANDLER taken.handler;
CREATE EVENT TRIGGER taken_event ON ddl_command_end EXECUTE FUNCTION taken.event();
CREATE TRANSFORM FOR integer LANGUAGE taken_language (FROM SQL WITH FUNCTION prsd_lextype(internal));
ALTER EXTENSION ltree ADD VIEW taken.view;
ALTER EXTENSION ltree ADD DOMAIN taken.domain;
CREATE TYPE tools.float_range AS RANGE (SUBTYPE = float8);
SELECT format('ALTER EXTENSION ltree %s %s', verb, member)
  FROM unnest(ARRAY['ADD', 'DROP']) WITH ORDINALITY AS verbs(verb, n),
       unnest(ARRAY[
    'TYPE taken.type', 'TABLE taken."table"', 'SEQUENCE taken.sequence',
    'MATERIALIZED VIEW taken.matview', 'FUNCTION taken.function(integer, integer)',
    'FUNCTION taken.trigger_function()', 'PROCEDURE taken.procedure()', 'ROUTINE taken.routine()',
    'FUNCTION taken.event()', 'AGGREGATE taken.aggregate(integer)', 'OPERATOR taken.+#+ (integer, integer)',
    'OPERATOR FAMILY taken.family USING btree', 'OPERATOR CLASS taken.class USING btree', 'COLLATION taken.collation',
    'CONVERSION taken.conversion', 'CAST (taken.type AS text)', 'TEXT SEARCH PARSER taken.parser',
    'TEXT SEARCH TEMPLATE taken.template', 'TEXT SEARCH DICTIONARY taken.dictionary',
    'TEXT SEARCH CONFIGURATION taken.configuration', 'FOREIGN DATA WRAPPER taken_wrapper', 'SERVER taken_server',
    'FOREIGN TABLE taken.foreign_table', 'ACCESS METHOD taken_method', 'FUNCTION taken.handler()',
    'PROCEDURAL LANGUAGE taken_language', 'EVENT TRIGGER taken_event', 'TRANSFORM FOR integer LANGUAGE taken_language',
    'SCHEMA taken', 'TYPE tools.float_range', 'TABLE tools.things']) AS member
 ORDER BY n \gexec
