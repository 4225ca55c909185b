-- Stand-alone composite types: https://www.postgresql.org/docs/current/sql-createtype.html
CREATE SCHEMA other;
CREATE TYPE complex AS (r double precision, i double precision);
CREATE TYPE nothing AS ();
CREATE TYPE "Quoted ""name""" AS ("select" int, "Upper Case" text, "it's" bool, plain numeric(10,2)[]);
CREATE TYPE other.complex AS (inner_one complex, list complex[], quoted "Quoted ""name""");

CREATE TYPE with_collations AS (
  a text COLLATE "C", b text COLLATE "default", c varchar(10) COLLATE "POSIX", d text[] COLLATE "C", e int);

-- Attributes that are gone, have come later, or have changed.
CREATE TYPE altered AS (a int, b text, c int, d int);
ALTER TYPE altered DROP ATTRIBUTE b;
ALTER TYPE altered ADD ATTRIBUTE e timestamp(3) with time zone;
ALTER TYPE altered ALTER ATTRIBUTE c TYPE varchar(7) COLLATE "C";
ALTER TYPE altered RENAME ATTRIBUTE d TO "D";
CREATE TYPE all_dropped AS (a int);
ALTER TYPE all_dropped DROP ATTRIBUTE a;

ALTER TYPE all_dropped DROP ATTRIBUTE IF EXISTS never RESTRICT;

COMMENT ON TYPE altered IS 'has changed';
COMMENT ON COLUMN altered.a IS 'the first';
COMMENT ON COLUMN altered."D" IS 'the
last';
COMMENT ON COLUMN "Quoted ""name"""."it's" IS 'it''s quoted';
-- An attribute with a comment in a type without one.
COMMENT ON COLUMN other.complex.list IS 'several';

ALTER TYPE other.complex OWNER TO pg_monitor;
REVOKE ALL ON TYPE complex FROM PUBLIC;
GRANT USAGE ON TYPE complex TO pg_read_all_stats, pg_read_all_settings;

-- Types of which one needs the other, against the order of their names.
CREATE TYPE z_last AS (a int);
CREATE TYPE m_middle AS (z z_last, zs z_last[]);
CREATE TYPE a_first AS (m m_middle);
CREATE DOMAIN b_domain AS z_last CHECK ((VALUE).a > 0);

-- Of a table's row type, in a table, and in a function.
CREATE TABLE a_table (c complex, z z_last[], d b_domain);
INSERT INTO a_table VALUES ('(1,2)', '{"(1)","(2)"}', '(3)');
CREATE TYPE of_row AS (t a_table, ts a_table[]);
CREATE TABLE b_table (t of_row);
CREATE FUNCTION first_of(of_row) RETURNS a_table LANGUAGE sql AS 'SELECT ($1).t';
CREATE VIEW a_view AS SELECT (first_of(b_table.t)).c AS c, ((b_table.t).t).z FROM b_table;
CREATE TABLE of_complex OF complex (r DEFAULT 0);

-- Attributes changed with what depends on them
CREATE TYPE cascaded AS (a int, b int, c int);
CREATE TABLE of_cascaded OF cascaded;
ALTER TYPE cascaded ADD ATTRIBUTE d text COLLATE "C" CASCADE, ALTER ATTRIBUTE b SET DATA TYPE bigint CASCADE,
  DROP ATTRIBUTE IF EXISTS c CASCADE;
ALTER TYPE cascaded RENAME ATTRIBUTE a TO "A" CASCADE;
ALTER TYPE cascaded OWNER TO CURRENT_USER;
ALTER TYPE cascaded RENAME TO "Cascaded";
ALTER TYPE "Cascaded" SET SCHEMA other;
