-- CREATE CAST and COMMENT ON CAST, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd ""schema";
CREATE TYPE shop.money2 AS (amount numeric, currency text);
CREATE TYPE "Odd ""schema"."type; -- x" AS ENUM ('a', 'b');
CREATE TYPE shop.stars AS ENUM ('*', '**');

-- With a function, of one, two and three arguments; in each context
CREATE FUNCTION shop.to_numeric(shop.money2) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1.amount';
CREATE CAST (shop.money2 AS numeric) WITH FUNCTION shop.to_numeric(shop.money2);
CREATE FUNCTION shop.to_money2(numeric, integer) RETURNS shop.money2 LANGUAGE sql IMMUTABLE
  AS 'SELECT ROW($1, $2)::shop.money2';
CREATE CAST (numeric AS shop.money2) WITH FUNCTION shop.to_money2(numeric, integer) AS ASSIGNMENT;
CREATE FUNCTION shop.to_stars(integer, integer, boolean) RETURNS shop.stars LANGUAGE sql IMMUTABLE
  AS $$ SELECT '*'::shop.stars $$;
CREATE CAST (integer AS shop.stars) WITH FUNCTION shop.to_stars(integer, integer, boolean) AS IMPLICIT;
CREATE FUNCTION "Odd ""schema"."f ""(x)"(shop.stars) RETURNS "Odd ""schema"."type; -- x" LANGUAGE sql IMMUTABLE
  AS $$ SELECT 'a'::"Odd ""schema"."type; -- x" $$;
CREATE CAST (shop.stars AS "Odd ""schema"."type; -- x") WITH FUNCTION "Odd ""schema"."f ""(x)"(shop.stars);
-- Without a function, and through the types' text forms
CREATE CAST (date AS integer) WITHOUT FUNCTION;
CREATE CAST (text AS bytea) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (text AS shop.stars) WITH INOUT AS ASSIGNMENT;
CREATE CAST (shop.stars AS text) WITH INOUT AS IMPLICIT;
CREATE CAST ("Odd ""schema"."type; -- x" AS text) WITH INOUT;
-- Of arrays, types with modifiers, row types of tables, and from and to one type (a length coercion)
CREATE TABLE shop.orders (id integer, total numeric);
CREATE FUNCTION shop.id_of(shop.orders) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1.id::bigint';
CREATE CAST (shop.orders AS bigint) WITH FUNCTION shop.id_of(shop.orders);
CREATE FUNCTION shop.joined(shop.stars[]) RETURNS character varying LANGUAGE sql IMMUTABLE AS $$ SELECT '*' $$;
CREATE CAST (shop.stars[] AS character varying) WITH FUNCTION shop.joined(shop.stars[]);
CREATE FUNCTION shop.cut(shop.money2, integer) RETURNS shop.money2 LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE CAST (shop.money2 AS shop.money2) WITH FUNCTION shop.cut(shop.money2, integer) AS IMPLICIT;
-- Between built-in types, by a function of ours and by one of the server's
CREATE FUNCTION shop.bool_to_numeric(boolean) RETURNS numeric LANGUAGE sql IMMUTABLE
  AS 'SELECT CASE WHEN $1 THEN 1 ELSE 0 END::numeric';
CREATE CAST (boolean AS numeric) WITH FUNCTION shop.bool_to_numeric(boolean) AS ASSIGNMENT;
CREATE CAST (point AS bytea) WITH FUNCTION pg_catalog.point_send(point);
-- What needs the cast comes after it
CREATE VIEW shop.cast_at_work AS SELECT total, total::shop.money2 AS money FROM shop.orders;

COMMENT ON CAST (shop.money2 AS numeric) IS E'it''s a comment\n-- with \\ backslash and newline';
COMMENT ON CAST (shop.stars AS "Odd ""schema"."type; -- x") IS 'of an odd one';
COMMENT ON CAST (boolean AS numeric) IS 'between built-in types';
