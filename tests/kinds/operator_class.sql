-- CREATE OPERATOR CLASS and ALTER OPERATOR CLASS, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE TYPE shop.version AS (major integer, minor integer);
CREATE FUNCTION shop.less(shop.version, shop.version) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.major OPERATOR(pg_catalog.<) $2.major';
CREATE FUNCTION shop.not_more(shop.version, shop.version) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.major OPERATOR(pg_catalog.<=) $2.major';
CREATE FUNCTION shop.same(shop.version, shop.version) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.major OPERATOR(pg_catalog.=) $2.major';
CREATE FUNCTION shop.not_less(shop.version, shop.version) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.major OPERATOR(pg_catalog.>=) $2.major';
CREATE FUNCTION shop.more(shop.version, shop.version) RETURNS boolean LANGUAGE sql IMMUTABLE
  AS 'SELECT $1.major OPERATOR(pg_catalog.>) $2.major';
CREATE FUNCTION shop."com ""pare"(shop.version, shop.version) RETURNS integer LANGUAGE sql IMMUTABLE
  AS 'SELECT pg_catalog.btint4cmp($1.major, $2.major)';
CREATE OPERATOR shop.<# (FUNCTION = shop.less, LEFTARG = shop.version, RIGHTARG = shop.version);
CREATE OPERATOR shop.<=# (FUNCTION = shop.not_more, LEFTARG = shop.version, RIGHTARG = shop.version);
CREATE OPERATOR shop.=# (FUNCTION = shop.same, LEFTARG = shop.version, RIGHTARG = shop.version, MERGES);
CREATE OPERATOR shop.>=# (FUNCTION = shop.not_less, LEFTARG = shop.version, RIGHTARG = shop.version);
CREATE OPERATOR shop.># (FUNCTION = shop.more, LEFTARG = shop.version, RIGHTARG = shop.version);

-- Default, with a family that it makes itself
CREATE OPERATOR CLASS shop.version_order DEFAULT FOR TYPE shop.version USING btree AS
  OPERATOR 1 shop.<#, OPERATOR 2 shop.<=#, OPERATOR 3 shop.=#, OPERATOR 4 shop.>=#, OPERATOR 5 shop.>#,
  FUNCTION 1 shop."com ""pare"(shop.version, shop.version);
-- In a family that exists, whose name is another, with members that only the family has
CREATE OPERATOR FAMILY "Odd schema"."int ""family" USING btree;
CREATE OPERATOR CLASS shop.backwards FOR TYPE integer USING btree FAMILY "Odd schema"."int ""family" AS
  OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 = (integer, integer), OPERATOR 4 <=, OPERATOR 5 < (integer, integer) FOR SEARCH,
  FUNCTION 1 btint4cmp(integer, integer), FUNCTION 2 (int4, int4) btint4sortsupport(internal),
  FUNCTION 4 (int4, int4) btequalimage(oid);
ALTER OPERATOR FAMILY "Odd schema"."int ""family" USING btree ADD
  OPERATOR 1 > (integer, bigint), OPERATOR 3 = (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR CLASS shop.backwards_too FOR TYPE bigint USING btree FAMILY "Odd schema"."int ""family" AS
  OPERATOR 1 >, OPERATOR 3 =, OPERATOR 5 <, FUNCTION 1 btint8cmp(bigint, bigint);
-- A storage type, more than one operator for an order
CREATE OPERATOR CLASS shop.points FOR TYPE point USING gist AS
  OPERATOR 1 <<, OPERATOR 5 >>, OPERATOR 6 ~=, OPERATOR 15 <-> (point, point) FOR ORDER BY float_ops,
  FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
  FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
  FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
  FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal),
  STORAGE box;
CREATE OPERATOR CLASS shop.words FOR TYPE text[] USING gin AS
  OPERATOR 1 && (anyarray, anyarray), OPERATOR 2 @> (anyarray, anyarray), OPERATOR 4 = (anyarray, anyarray),
  FUNCTION 1 bttextcmp(text, text), FUNCTION 2 ginarrayextract(anyarray, internal, internal),
  FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal),
  FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal, internal, internal),
  STORAGE text;
-- The same names for another access method; nothing in it
CREATE OPERATOR CLASS shop.version_order FOR TYPE integer USING hash AS
  OPERATOR 1 =, FUNCTION 1 hashint4(integer);
CREATE OPERATOR CLASS shop.nothing FOR TYPE integer USING hash AS STORAGE integer;
CREATE OPERATOR CLASS "Odd schema"."an odd ""class" FOR TYPE text USING hash AS OPERATOR 1 =, FUNCTION 1 hashtext(text);

ALTER OPERATOR CLASS "Odd schema"."an odd ""class" USING hash RENAME TO "order";
ALTER OPERATOR CLASS shop.nothing USING hash SET SCHEMA "Odd schema";
ALTER OPERATOR CLASS "Odd schema".nothing USING hash OWNER TO "pgdump kinds owner";
COMMENT ON OPERATOR CLASS shop.version_order USING btree IS 'it''s
two lines';
COMMENT ON OPERATOR CLASS "Odd schema"."order" USING hash IS 'odd';

-- What needs a class comes after it.
CREATE TABLE shop.release (id integer, of shop.version, PRIMARY KEY (of));
CREATE INDEX ON shop.release (id shop.backwards);
CREATE TABLE shop.parted (of shop.version) PARTITION BY RANGE (of shop.version_order);
CREATE TYPE shop.versions AS RANGE (SUBTYPE = shop.version, SUBTYPE_OPCLASS = shop.version_order);
