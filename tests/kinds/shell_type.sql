-- Types that are only a name so far: CREATE TYPE name, https://www.postgresql.org/docs/current/sql-createtype.html
SELECT current_setting('server_version_num')::int >= 180000 AS has_privileges \gset
CREATE SCHEMA later;

CREATE TYPE nothing_yet;
CREATE TYPE later.nothing_yet;
CREATE TYPE "Nothing; yet";
COMMENT ON TYPE nothing_yet IS 'to be defined';
\if :has_privileges
REVOKE USAGE ON TYPE later.nothing_yet FROM PUBLIC;
\endif

-- A function may name a type that is not there: the server makes the shell.
SET client_min_messages = warning;
CREATE FUNCTION from_text(cstring) RETURNS promised LANGUAGE internal STRICT IMMUTABLE AS 'int4in';
CREATE FUNCTION to_text(later.nothing_yet) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int4out';

-- Shells that have been filled in since, each used by functions in another schema.
CREATE TYPE filled;
CREATE FUNCTION later.filled_in(cstring) RETURNS filled LANGUAGE internal STRICT IMMUTABLE AS 'int4in';
CREATE FUNCTION later.filled_out(filled) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int4out';
CREATE TYPE filled (INPUT = later.filled_in, OUTPUT = later.filled_out, LIKE = int4);
ALTER TYPE filled OWNER TO pg_monitor;

CREATE TYPE later."Filled range";
CREATE FUNCTION later.canonical(later."Filled range") RETURNS later."Filled range"
  LANGUAGE internal STRICT IMMUTABLE AS 'int4range_canonical';
CREATE TYPE later."Filled range" AS RANGE (SUBTYPE = int4, CANONICAL = later.canonical);
