-- CREATE OPERATOR FAMILY and ALTER OPERATOR FAMILY, every clause of their pages, and members without a class.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE OPERATOR FAMILY shop.nothing USING btree;
CREATE OPERATOR FAMILY shop.nothing USING hash;
CREATE OPERATOR FAMILY shop.nothing USING gist;
CREATE OPERATOR FAMILY "Odd schema"."odd ""family" USING btree;
CREATE OPERATOR FAMILY shop.moved USING gin;
CREATE OPERATOR FAMILY shop.owned USING brin;

-- Many members whose strategies are equal: integer types against each other
CREATE OPERATOR FAMILY shop.integers USING btree;
ALTER OPERATOR FAMILY shop.integers USING btree ADD
  OPERATOR 1 < (int2, int2), OPERATOR 2 <= (int2, int2), OPERATOR 3 = (int2, int2), OPERATOR 4 >= (int2, int2),
  OPERATOR 5 > (int2, int2), FUNCTION 1 btint2cmp(int2, int2),
  OPERATOR 1 < (int4, int4), OPERATOR 2 <= (int4, int4), OPERATOR 3 = (int4, int4), OPERATOR 4 >= (int4, int4),
  OPERATOR 5 > (int4, int4), FUNCTION 1 btint4cmp(int4, int4),
  OPERATOR 1 < (int8, int8), OPERATOR 2 <= (int8, int8), OPERATOR 3 = (int8, int8), OPERATOR 4 >= (int8, int8),
  OPERATOR 5 > (int8, int8), FUNCTION 1 btint8cmp(int8, int8);
ALTER OPERATOR FAMILY shop.integers USING btree ADD
  OPERATOR 5 > (int8, int4), OPERATOR 4 >= (int8, int4), OPERATOR 3 = (int8, int4), OPERATOR 2 <= (int8, int4),
  OPERATOR 1 < (int8, int4), FUNCTION 1 (int8, int4) btint84cmp(int8, int4),
  OPERATOR 1 < (int4, int8), OPERATOR 2 <= (int4, int8), OPERATOR 3 = (int4, int8), OPERATOR 4 >= (int4, int8),
  OPERATOR 5 > (int4, int8), FUNCTION 1 (int4, int8) btint48cmp(int4, int8),
  OPERATOR 1 < (int2, int8), OPERATOR 2 <= (int2, int8), OPERATOR 3 = (int2, int8), OPERATOR 4 >= (int2, int8),
  OPERATOR 5 > (int2, int8), FUNCTION 1 (int2, int8) btint28cmp(int2, int8),
  FUNCTION 2 (int8, int8) btint8sortsupport(internal),
  FUNCTION 3 (int4, int4) in_range(int4, int4, int4, boolean, boolean),
  FUNCTION 3 (int8, int8) in_range(int8, int8, int8, boolean, boolean),
  FUNCTION 4 (int8, int8) btequalimage(oid);
ALTER OPERATOR FAMILY shop.integers USING btree DROP OPERATOR 3 (int2, int8), OPERATOR 1 (int2, int8);

-- Members of the user's own, of which the family then depends: operators, functions, types, another family
CREATE TYPE shop.money2 AS (amount numeric);
CREATE FUNCTION shop.money2_hash(shop.money2) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION shop.money2_hash_extended(shop.money2, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
CREATE FUNCTION shop.money2_same(shop.money2, shop.money2) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR shop.=#= (FUNCTION = shop.money2_same, LEFTARG = shop.money2, RIGHTARG = shop.money2, COMMUTATOR = OPERATOR(shop.=#=));
CREATE OPERATOR FAMILY shop.a_family_first_by_name USING hash;
ALTER OPERATOR FAMILY shop.a_family_first_by_name USING hash ADD
  OPERATOR 1 shop.=#= (shop.money2, shop.money2) FOR SEARCH,
  FUNCTION 1 shop.money2_hash(shop.money2),
  FUNCTION 2 (shop.money2, shop.money2) shop.money2_hash_extended(shop.money2, bigint);
CREATE FUNCTION shop.distance(point, shop.money2) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 1::float8';
CREATE OPERATOR shop.<-#-> (FUNCTION = shop.distance, LEFTARG = point, RIGHTARG = shop.money2);
ALTER OPERATOR FAMILY shop.nothing USING gist ADD
  OPERATOR 15 <-> (point, point) FOR ORDER BY pg_catalog.float_ops,
  OPERATOR 6 ~= (point, point);
CREATE OPERATOR FAMILY "Odd schema"."sort ""family" USING btree;
ALTER OPERATOR FAMILY "Odd schema"."sort ""family" USING btree ADD
  OPERATOR 1 < (float8, float8), OPERATOR 2 <= (float8, float8), OPERATOR 3 = (float8, float8),
  OPERATOR 4 >= (float8, float8), OPERATOR 5 > (float8, float8), FUNCTION 1 btfloat8cmp(float8, float8);
CREATE OPERATOR FAMILY shop.nearest USING gist;
ALTER OPERATOR FAMILY shop.nearest USING gist ADD
  OPERATOR 15 shop.<-#-> (point, shop.money2) FOR ORDER BY "Odd schema"."sort ""family";

ALTER OPERATOR FAMILY "Odd schema"."odd ""family" USING btree RENAME TO "select";
ALTER OPERATOR FAMILY shop.moved USING gin SET SCHEMA "Odd schema";
ALTER OPERATOR FAMILY shop.owned USING brin OWNER TO "pgdump kinds owner";
COMMENT ON OPERATOR FAMILY "Odd schema"."select" USING btree IS 'it''s
two lines';
COMMENT ON OPERATOR FAMILY shop.owned USING brin IS 'owned';

ALTER OPERATOR FAMILY shop.nothing USING hash OWNER TO SESSION_USER;
ALTER OPERATOR FAMILY shop.nothing USING hash OWNER TO CURRENT_USER;
