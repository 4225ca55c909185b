-- CREATE TRANSFORM and COMMENT ON TRANSFORM, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd ""schema";
CREATE TYPE shop.money2 AS (amount numeric, currency text);
CREATE TYPE "Odd ""schema"."type; -- x" AS (a integer);
-- Any functions of the right signature serve: nobody calls them here.
CREATE FUNCTION shop.from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'numeric_serialize';
CREATE FUNCTION "Odd ""schema"."to ""sql"(internal) RETURNS shop.money2 LANGUAGE internal IMMUTABLE STRICT
  AS 'numeric_serialize';
CREATE FUNCTION shop.to_odd(internal) RETURNS "Odd ""schema"."type; -- x" LANGUAGE internal IMMUTABLE STRICT
  AS 'numeric_serialize';
CREATE FUNCTION shop.to_integer(internal) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'numeric_serialize';

-- Both directions, one, the other; for a type of ours and a built-in one; for two languages
CREATE TRANSFORM FOR shop.money2 LANGUAGE plpgsql
  (FROM SQL WITH FUNCTION shop.from_sql(internal), TO SQL WITH FUNCTION "Odd ""schema"."to ""sql"(internal));
CREATE TRANSFORM FOR "Odd ""schema"."type; -- x" LANGUAGE plpgsql (TO SQL WITH FUNCTION shop.to_odd(internal));
CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION shop.from_sql(internal));
CREATE TRANSFORM FOR shop.money2 LANGUAGE sql (FROM SQL WITH FUNCTION shop.from_sql(internal));
CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE plpgsql
  (FROM SQL WITH FUNCTION shop.from_sql(internal), TO SQL WITH FUNCTION shop.to_integer(internal));
-- Functions that use them
CREATE FUNCTION shop.with_transform(shop.money2) RETURNS integer LANGUAGE plpgsql TRANSFORM FOR TYPE shop.money2
  AS 'BEGIN RETURN 1; END';
CREATE FUNCTION shop.with_two(shop.money2, integer) RETURNS integer LANGUAGE plpgsql
  TRANSFORM FOR TYPE shop.money2, FOR TYPE integer AS 'BEGIN RETURN 1; END';

COMMENT ON TRANSFORM FOR shop.money2 LANGUAGE plpgsql IS E'it''s a comment\n-- with \\ backslash and newline';
COMMENT ON TRANSFORM FOR "Odd ""schema"."type; -- x" LANGUAGE plpgsql IS 'of an odd one';
