-- CREATE FUNCTION and ALTER FUNCTION, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd";
CREATE TYPE shop.pair AS (a integer, b text);
CREATE DOMAIN "Odd"."select" AS integer CHECK (VALUE > 0);
CREATE TABLE shop.item (id integer PRIMARY KEY, name text, price numeric);

-- Arguments and results
CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION named(a integer, "B" text, INOUT c numeric, OUT d text) LANGUAGE sql AS 'SELECT $3, $2';
CREATE FUNCTION defaults(a integer, b text DEFAULT 'it''s', c timestamptz DEFAULT now(), d integer[] DEFAULT '{1,2}')
  RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION variadics(a integer, VARIADIC more text[] DEFAULT ARRAY['x']) RETURNS bigint
  LANGUAGE sql AS 'SELECT cardinality($2)::bigint';
CREATE FUNCTION variadic_any(VARIADIC "any") RETURNS integer LANGUAGE internal AS 'pg_num_nulls' IMMUTABLE;
CREATE FUNCTION polymorphic(anyelement, anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION "Odd"."Function ""name"""("In" "Odd"."select", shop.pair[]) RETURNS shop.pair
  LANGUAGE sql AS 'SELECT $2[1]';
CREATE FUNCTION many() RETURNS SETOF shop.item LANGUAGE sql AS 'SELECT * FROM shop.item';
CREATE FUNCTION as_table(price numeric) RETURNS TABLE (id integer, name text, "Upper" varchar)
  LANGUAGE sql AS 'SELECT id, name, name::varchar FROM shop.item i WHERE i.price = $1';
CREATE FUNCTION record_result() RETURNS record LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION typed_by_column(shop.item.price%TYPE) RETURNS shop.item.name%TYPE LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION of_table(shop.item) RETURNS text LANGUAGE sql AS 'SELECT ($1).name';
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION fire_event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';

-- Names that only their arguments tell apart
CREATE FUNCTION twin() RETURNS integer LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION twin(text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION twin(integer) RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION twin(shop.pair) RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE FUNCTION twin("Odd"."select") RETURNS integer LANGUAGE sql AS 'SELECT 4';
CREATE FUNCTION twin(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 5';
CREATE FUNCTION twin(integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 6';

-- Attributes
CREATE FUNCTION immutable_strict(integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE FUNCTION stable_definer(integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT $1';
CREATE FUNCTION called(integer) RETURNS integer LANGUAGE sql VOLATILE CALLED ON NULL INPUT SECURITY INVOKER AS 'SELECT $1';
CREATE FUNCTION leakproof(integer) RETURNS integer LANGUAGE sql LEAKPROOF AS 'SELECT $1';
CREATE FUNCTION safe(integer) RETURNS integer LANGUAGE sql PARALLEL SAFE AS 'SELECT $1';
CREATE FUNCTION restricted(integer) RETURNS integer LANGUAGE sql PARALLEL RESTRICTED AS 'SELECT $1';
CREATE FUNCTION costly(integer) RETURNS integer LANGUAGE sql COST 0.0025 AS 'SELECT $1';
CREATE FUNCTION cost_one(integer) RETURNS integer LANGUAGE sql COST 1 AS 'SELECT $1';
CREATE FUNCTION rows_few() RETURNS SETOF integer LANGUAGE sql COST 1e9 ROWS 3 AS 'SELECT 1';
CREATE FUNCTION rows_default() RETURNS SETOF integer LANGUAGE sql ROWS 1000 AS 'SELECT 1';
CREATE FUNCTION internal_cost(float8) RETURNS float8 LANGUAGE internal COST 100 AS 'dsqrt';
CREATE FUNCTION internal_default(float8) RETURNS float8 LANGUAGE internal AS 'dsqrt';
CREATE FUNCTION windowed() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION supported(anyarray) RETURNS SETOF anyelement LANGUAGE internal IMMUTABLE STRICT
  SUPPORT array_unnest_support AS 'array_unnest';
CREATE FUNCTION altered(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
ALTER FUNCTION altered(integer) IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 7;
ALTER FUNCTION altered(integer) RENAME TO altered_later;
ALTER FUNCTION altered_later(integer) SET SCHEMA shop;

-- Settings
CREATE FUNCTION with_settings() RETURNS integer LANGUAGE sql
  SET search_path = pg_catalog, "Odd", "$user", pg_temp
  SET work_mem = '4MB' SET "odd.setting" = 'a, "b" ''c'' \ d' SET enable_seqscan TO off
  SET DateStyle = 'ISO, DMY' SET temp_tablespaces = '' SET timezone TO DEFAULT
  AS 'SELECT 1';
CREATE FUNCTION with_empty_path() RETURNS integer LANGUAGE sql SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION with_list_in_one() RETURNS integer LANGUAGE sql SET search_path = 'shop, public', "a""b" AS 'SELECT 1';
CREATE FUNCTION from_current() RETURNS integer LANGUAGE sql SET DateStyle FROM CURRENT AS 'SELECT 1';
ALTER FUNCTION from_current() SET extra_float_digits = 2;
\if :v19
CREATE FUNCTION with_no_path() RETURNS integer LANGUAGE sql SET search_path TO NULL AS 'SELECT 1';
\endif

-- Bodies
CREATE FUNCTION dollars() RETURNS text LANGUAGE sql AS $body$SELECT '$$ and $_$ and $_X$ and \ '::text$body$;
CREATE FUNCTION dollar_at_end() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN 1; END -- $';
CREATE FUNCTION lines() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  "x y" text := E'tab\tand\\backslash';
BEGIN
  -- a comment; with a semicolon

  RETURN "x y";
END
$$;
CREATE FUNCTION c_library() RETURNS trigger LANGUAGE c AS '$libdir/tcn', 'triggered_change_notification';
CREATE FUNCTION triggered_change_notification() RETURNS trigger LANGUAGE c AS '$libdir/tcn';
\if :v14
CREATE FUNCTION returned(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql RETURN a + b;
CREATE FUNCTION atomic(i integer) RETURNS SETOF shop.item LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT * FROM shop.item WHERE id = i;
  SELECT id, name, price FROM shop.item WHERE name <> 'it''s \ ;';
END;
CREATE FUNCTION atomic_writes(i integer, n text) RETURNS void
BEGIN ATOMIC
  INSERT INTO shop.item (id, name) VALUES (i, n) ON CONFLICT (id) DO UPDATE SET name = excluded.name;
  DELETE FROM shop.item WHERE price < 0;
END;
CREATE FUNCTION atomic_empty() RETURNS void BEGIN ATOMIC END;
-- One that needs the primary key, which comes after the data.
CREATE FUNCTION grouped() RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
  SELECT name FROM shop.item GROUP BY id;
END;
CREATE VIEW shop.view_of_grouped AS SELECT grouped() AS name;
\endif

-- Transforms
CREATE TRANSFORM FOR integer LANGUAGE sql (
  FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR shop.pair LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE FUNCTION transformed(integer, text) RETURNS integer LANGUAGE sql
  TRANSFORM FOR TYPE integer, FOR TYPE shop.pair STABLE AS 'SELECT 1';

-- Depending on extensions
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE FUNCTION depending() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION depending() DEPENDS ON EXTENSION hstore;
ALTER FUNCTION depending() DEPENDS ON EXTENSION citext;

-- Owner, comment, privileges
ALTER FUNCTION "Odd"."Function ""name"""("Odd"."select", shop.pair[]) OWNER TO "pgdump owner";
COMMENT ON FUNCTION "Odd"."Function ""name"""("Odd"."select", shop.pair[]) IS 'an odd one';
COMMENT ON FUNCTION named(integer, text, numeric) IS 'it''s named';
COMMENT ON FUNCTION variadics IS 'variadic';
REVOKE ALL ON FUNCTION twin(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION twin(text) TO pgdump_reader WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION "Odd"."Function ""name"""("Odd"."select", shop.pair[]) TO pgdump_reader;
REVOKE ALL ON FUNCTION variadics FROM PUBLIC, CURRENT_USER;
GRANT EXECUTE ON FUNCTION named(integer, text, numeric) TO "pgdump owner";

-- A built-in function
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO pgdump_reader;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO pgdump_reader;
REVOKE EXECUTE ON FUNCTION pg_catalog.count("any") FROM PUBLIC;

-- Constructors of range types come with the type.
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi);

-- Other ways to say it, and what is taken back
CREATE OR REPLACE FUNCTION nothing() RETURNS void LANGUAGE sql EXTERNAL SECURITY DEFINER PARALLEL UNSAFE AS 'SELECT 1';
CREATE FUNCTION reset_all() RETURNS integer LANGUAGE sql SET work_mem = '1MB' SET DateStyle = 'ISO' AS 'SELECT 1';
ALTER FUNCTION reset_all() RESET ALL;
CREATE FUNCTION reset_one() RETURNS integer LANGUAGE sql SET work_mem = '1MB' SET DateStyle = 'ISO' AS 'SELECT 1';
ALTER FUNCTION reset_one() RESET work_mem RESTRICT;
CREATE FUNCTION altered_back(integer) RETURNS SETOF integer LANGUAGE sql STRICT IMMUTABLE LEAKPROOF AS 'SELECT $1';
ALTER FUNCTION altered_back(integer) CALLED ON NULL INPUT STABLE NOT LEAKPROOF EXTERNAL SECURITY DEFINER ROWS 7;
ALTER FUNCTION altered_back RETURNS NULL ON NULL INPUT VOLATILE EXTERNAL SECURITY INVOKER PARALLEL RESTRICTED;
ALTER FUNCTION internal_default(float8) SUPPORT array_unnest_support;
ALTER FUNCTION depending() NO DEPENDS ON EXTENSION citext;
ALTER ROUTINE safe(integer) COST 3 PARALLEL UNSAFE;
ALTER ROUTINE safe(integer) RENAME TO "Safe";
ALTER ROUTINE "Safe"(integer) SET SCHEMA shop;
ALTER ROUTINE shop."Safe"(integer) DEPENDS ON EXTENSION citext;
ALTER ROUTINE costly(integer) OWNER TO SESSION_USER;
ALTER FUNCTION restricted(integer) OWNER TO CURRENT_USER;
