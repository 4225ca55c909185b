-- Row types of tables and views, and their array types: those that something refers to, and those that nothing does.
CREATE SCHEMA rows;
CREATE TABLE unused (id integer PRIMARY KEY);
CREATE TABLE alone (id integer, note text);
CREATE TABLE in_array (id integer, note text);
CREATE TABLE rows."Both" (id integer);
CREATE VIEW seen AS SELECT id, note FROM alone;
CREATE VIEW unseen AS SELECT id FROM unused;
CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;

CREATE FUNCTION of_row(alone) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.id';
CREATE FUNCTION of_array(in_array[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1[1].id';
CREATE FUNCTION of_view(seen) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1.note';
CREATE FUNCTION of_kept(VARIADIC kept[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION makes_rows() RETURNS SETOF rows."Both" LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION of_array(in_array[]) IS 'takes an array of rows';

-- The names of the types decide about the order of functions that have one name.
CREATE FUNCTION named(in_array) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION named(rows."Both"[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION named(rows."Both") RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 3';
CREATE FUNCTION named(alone) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 4';
CREATE FUNCTION named(alone, seen) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 5';

CREATE AGGREGATE collected(alone) (sfunc = array_append, stype = alone[], initcond = '{}');
CREATE FUNCTION differs(alone, in_array) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.id <> $2.id';
CREATE OPERATOR <%> (leftarg = alone, rightarg = in_array, function = differs);
CREATE CAST (alone AS integer) WITH FUNCTION of_row(alone);
CREATE DOMAIN some_rows AS in_array[] CHECK (cardinality(VALUE) > 0);
CREATE TYPE wrapped AS (one alone, many rows."Both"[]);
CREATE TABLE nested (id integer, one alone, many in_array[], viewed seen DEFAULT NULL);

-- Loops through a table's own row type.
CREATE TABLE own (id integer, note text);
CREATE FUNCTION is_good(own) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.id > 0';
CREATE FUNCTION default_for(own[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'x'$$;
ALTER TABLE own ADD CONSTRAINT good CHECK (is_good(own));
ALTER TABLE own ALTER COLUMN note SET DEFAULT default_for('{}');
CREATE TABLE cast_to_own (id integer, CONSTRAINT whole CHECK (ROW(1)::cast_to_own IS NOT NULL));
CREATE TABLE default_own (id integer DEFAULT (ROW(NULL)::default_own IS NULL)::integer);
CREATE INDEX own_expression ON own ((is_good(own)));
