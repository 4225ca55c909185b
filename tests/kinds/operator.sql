-- CREATE OPERATOR and ALTER OPERATOR, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 170000 AS v17 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd (schema)";
CREATE TYPE shop.money2 AS (amount numeric, currency text);
CREATE FUNCTION shop.same(shop.money2, shop.money2) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.amount OPERATOR(pg_catalog.=) $2.amount';
CREATE FUNCTION shop.other(shop.money2, shop.money2) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.amount OPERATOR(pg_catalog.<>) $2.amount';
CREATE FUNCTION "Odd (schema)"."odd "" (name)"(shop.money2, integer) RETURNS shop.money2 LANGUAGE sql IMMUTABLE
  AS 'SELECT $1';
CREATE FUNCTION shop.turned(shop.money2) RETURNS shop.money2 LANGUAGE sql IMMUTABLE AS 'SELECT $1';

-- All clauses
CREATE OPERATOR shop.= (FUNCTION = shop.same, LEFTARG = shop.money2, RIGHTARG = shop.money2,
  COMMUTATOR = OPERATOR(shop.=), NEGATOR = OPERATOR(shop.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR shop.<> (FUNCTION = shop.other, LEFTARG = shop.money2, RIGHTARG = shop.money2,
  COMMUTATOR = OPERATOR(shop.<>), NEGATOR = OPERATOR(shop.=), RESTRICT = neqsel, JOIN = neqjoinsel);
-- Only what is needed, a quoted function, built-in functions that are overloaded or not
CREATE OPERATOR "Odd (schema)".@#@ (FUNCTION = "Odd (schema)"."odd "" (name)", LEFTARG = shop.money2,
  RIGHTARG = integer);
CREATE OPERATOR shop.|+| (PROCEDURE = int4pl, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR shop.&& (FUNCTION = pg_catalog.int8pl, LEFTARG = bigint, RIGHTARG = bigint);
-- Prefix operators, and binary ones of the same name, with types that have modifiers, quotes, or arrays
CREATE OPERATOR shop.@- (FUNCTION = shop.turned, RIGHTARG = shop.money2);
CREATE FUNCTION shop.both(character varying, integer[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION shop.both(text, integer[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION shop.both(integer[], text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR shop.@- (FUNCTION = shop.both, LEFTARG = text, RIGHTARG = integer[], COMMUTATOR = OPERATOR(shop.-@));
CREATE OPERATOR shop.@- (FUNCTION = shop.both, LEFTARG = character varying, RIGHTARG = integer[]);
-- Its commutator was made as a shell above and is defined here; the negator stays a shell.
CREATE OPERATOR shop.-@ (FUNCTION = shop.both, LEFTARG = integer[], RIGHTARG = text, COMMUTATOR = OPERATOR(shop.@-),
  NEGATOR = OPERATOR(shop.!-@));
\if :v14
\else
CREATE OPERATOR shop.@- (FUNCTION = shop.turned, LEFTARG = shop.money2);
CREATE OPERATOR shop.!! (FUNCTION = numeric_fac, LEFTARG = bigint);
\endif
-- A commutator in another schema
CREATE FUNCTION shop.reach(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION shop.reach(text, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR shop.~> (FUNCTION = shop.reach, LEFTARG = integer, RIGHTARG = text,
  COMMUTATOR = OPERATOR("Odd (schema)".<~));
CREATE OPERATOR "Odd (schema)".<~ (FUNCTION = shop.reach, LEFTARG = text, RIGHTARG = integer,
  COMMUTATOR = OPERATOR(shop.~>));

ALTER OPERATOR shop.<> (shop.money2, shop.money2) SET (RESTRICT = NONE, JOIN = NONE);
ALTER OPERATOR shop.~> (integer, text) SET (RESTRICT = scalarltsel);
ALTER OPERATOR shop.~> (integer, text) SET (JOIN = scalarltjoinsel);
\if :v17
CREATE OPERATOR shop.=== (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR shop.!== (FUNCTION = int4ne, LEFTARG = integer, RIGHTARG = integer);
ALTER OPERATOR shop.=== (integer, integer) SET (COMMUTATOR = OPERATOR(shop.===), NEGATOR = OPERATOR(shop.!==), MERGES, HASHES);
\endif
ALTER OPERATOR shop.@- (NONE, shop.money2) OWNER TO "pgdump kinds owner";
ALTER OPERATOR shop.&& (bigint, bigint) SET SCHEMA "Odd (schema)";
COMMENT ON OPERATOR shop.= (shop.money2, shop.money2) IS 'it''s
two lines';
COMMENT ON OPERATOR shop.@- (NONE, shop.money2) IS 'prefix';

-- What needs an operator comes after it.
CREATE TABLE shop.price (a integer, b integer, CHECK ((a OPERATOR(shop.|+|) b) > 0));
CREATE VIEW shop.sums AS SELECT a OPERATOR(shop.|+|) b AS sum FROM shop.price;
