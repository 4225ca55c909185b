-- CREATE PROCEDURE and ALTER PROCEDURE, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14 \gset
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA "Odd";
CREATE TABLE item (id integer PRIMARY KEY, name text);

CREATE PROCEDURE nothing() LANGUAGE sql AS '';
CREATE PROCEDURE add_item(i integer, n text DEFAULT 'it''s') LANGUAGE sql AS 'INSERT INTO item VALUES ($1, $2)';
CREATE PROCEDURE counted(INOUT n integer, VARIADIC more text[]) LANGUAGE plpgsql AS $$
BEGIN
  n := cardinality(more);
  COMMIT;
END $$;
CREATE PROCEDURE "Odd"."Procedure ""name"""("Arg" integer) LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE secure() LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1';
CREATE PROCEDURE twin(integer) LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE twin(text) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION twin(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
\if :v14
CREATE PROCEDURE with_out(a integer, OUT b integer, OUT c text) LANGUAGE plpgsql AS 'BEGIN b := a; END';
CREATE PROCEDURE atomic(i integer) LANGUAGE sql
BEGIN ATOMIC
  DELETE FROM item WHERE id = i;
  UPDATE item SET name = upper(name) WHERE id > i;
END;
COMMENT ON PROCEDURE with_out(integer, OUT integer, OUT text) IS 'has OUT arguments';
\endif
ALTER PROCEDURE add_item(integer, text) RENAME TO put_item;
ALTER PROCEDURE put_item(integer, text) SET lock_timeout = '1s';
ALTER PROCEDURE "Odd"."Procedure ""name"""(integer) OWNER TO "pgdump owner";
CREATE EXTENSION citext;
ALTER PROCEDURE nothing() DEPENDS ON EXTENSION citext;

COMMENT ON PROCEDURE put_item(integer, text) IS 'puts an item';
REVOKE ALL ON PROCEDURE put_item(integer, text) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE put_item(integer, text) TO pgdump_reader WITH GRANT OPTION;
GRANT ALL ON PROCEDURE "Odd"."Procedure ""name"""(integer) TO pgdump_reader;

-- Other ways to say it, and what is taken back
CREATE OR REPLACE PROCEDURE nothing() LANGUAGE sql EXTERNAL SECURITY INVOKER SET DateStyle FROM CURRENT AS 'SELECT 2';
ALTER PROCEDURE nothing() NO DEPENDS ON EXTENSION citext;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE PROCEDURE transformed(integer) LANGUAGE sql TRANSFORM FOR TYPE integer AS 'SELECT 1';
CREATE PROCEDURE reset(integer) LANGUAGE sql SET work_mem = '1MB' SET lock_timeout = 5 AS 'SELECT 1';
ALTER PROCEDURE reset(integer) RESET work_mem EXTERNAL SECURITY DEFINER RESTRICT;
ALTER PROCEDURE reset(integer) SET extra_float_digits FROM CURRENT;
ALTER PROCEDURE reset(integer) SET SCHEMA "Odd";
ALTER PROCEDURE transformed(integer) OWNER TO CURRENT_USER;
ALTER ROUTINE transformed(integer) SET statement_timeout = 0;
