-- Range types: https://www.postgresql.org/docs/current/sql-createtype.html
SELECT current_setting('server_version_num')::int >= 140000 AS has_multirange \gset
SET client_min_messages = warning;
CREATE SCHEMA other;

CREATE TYPE float_range AS RANGE (SUBTYPE = float8);
CREATE TYPE float_range_diff AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE other."Text Range" AS RANGE (SUBTYPE = text);
CREATE TYPE c_range AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE TYPE pattern_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "POSIX");
CREATE TYPE "default" AS RANGE (SUBTYPE = varchar, SUBTYPE_OPCLASS = varchar_ops);

-- Of types of our own.
CREATE TYPE z_enum AS ENUM ('a', 'b');
CREATE TYPE a_enum_range AS RANGE (SUBTYPE = z_enum);
CREATE DOMAIN z_domain AS int CHECK (VALUE > 0);
CREATE TYPE a_domain_range AS RANGE (SUBTYPE = z_domain);
CREATE TYPE z_composite AS (a int);
CREATE TYPE a_composite_range AS RANGE (SUBTYPE = z_composite);
CREATE TYPE range_of_ranges AS RANGE (SUBTYPE = float_range);

-- With functions of our own. The canonical one needs the type before it is made.
CREATE TYPE other.canonical_range;
CREATE FUNCTION other."Canonical"(other.canonical_range) RETURNS other.canonical_range
  LANGUAGE internal STRICT IMMUTABLE AS 'int4range_canonical';
CREATE FUNCTION other.difference(int4, int4) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::float8';
CREATE TYPE other.canonical_range AS RANGE (
  SUBTYPE = int4, CANONICAL = other."Canonical", SUBTYPE_DIFF = other.difference);

\if :has_multirange
CREATE TYPE named_range AS RANGE (SUBTYPE = timetz, MULTIRANGE_TYPE_NAME = other."Many of them");
CREATE TYPE plain AS RANGE (SUBTYPE = int8);
CREATE FUNCTION of_multirange(plain_multirange, other."Many of them"[]) RETURNS float_multirange
  LANGUAGE sql AS 'SELECT NULL::public.float_multirange';
CREATE TABLE a_multirange (m float_multirange);
INSERT INTO a_multirange VALUES ('{[1,2),[3,4)}');
\endif

COMMENT ON TYPE float_range IS 'a range';
ALTER TYPE c_range OWNER TO pg_monitor;
REVOKE ALL ON TYPE other."Text Range" FROM PUBLIC;
GRANT USAGE ON TYPE other."Text Range" TO pg_read_all_stats;

CREATE TABLE a_table (f float_range, fs float_range[], c other.canonical_range);
INSERT INTO a_table VALUES ('[1.5,2.5)', '{"[1,2)"}', '[1,10]');
CREATE FUNCTION lowest(float_range) RETURNS float8 LANGUAGE sql AS 'SELECT lower($1)';
