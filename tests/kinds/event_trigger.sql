-- CREATE EVENT TRIGGER and ALTER EVENT TRIGGER, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 170000 AS v17 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump_super']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE pgdump_super SUPERUSER;

CREATE SCHEMA shop;
CREATE FUNCTION shop.note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE FUNCTION shop."no ""te"() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';

CREATE EVENT TRIGGER at_start ON ddl_command_start EXECUTE FUNCTION shop.note();
CREATE EVENT TRIGGER at_end ON ddl_command_end EXECUTE PROCEDURE shop."no ""te"();
CREATE EVENT TRIGGER at_drop ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION shop.note();
CREATE EVENT TRIGGER at_rewrite ON table_rewrite EXECUTE FUNCTION shop.note();
CREATE EVENT TRIGGER a_first_by_name ON ddl_command_start
  WHEN TAG IN ('DROP VIEW', 'CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION shop.note();
CREATE EVENT TRIGGER "na;me ""--" ON ddl_command_end EXECUTE FUNCTION shop.note();
\if :v17
CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION shop.note();
ALTER EVENT TRIGGER at_login DISABLE;
\endif
ALTER EVENT TRIGGER at_end DISABLE;
ALTER EVENT TRIGGER at_drop ENABLE ALWAYS;
ALTER EVENT TRIGGER at_rewrite ENABLE REPLICA;
ALTER EVENT TRIGGER at_start OWNER TO pgdump_super;
ALTER EVENT TRIGGER a_first_by_name RENAME TO "order";
COMMENT ON EVENT TRIGGER "na;me ""--" IS 'it''s
two lines';
COMMENT ON EVENT TRIGGER at_end IS 'end';

-- Refreshes come after event triggers.
CREATE TABLE shop.t AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW shop.m AS SELECT * FROM shop.t;

ALTER EVENT TRIGGER at_start DISABLE;
ALTER EVENT TRIGGER at_start ENABLE;
ALTER EVENT TRIGGER at_end OWNER TO CURRENT_USER;
