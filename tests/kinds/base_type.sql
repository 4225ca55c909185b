-- Base types: https://www.postgresql.org/docs/current/sql-createtype.html
-- Built-in functions serve as I/O functions, under names of our own.
SELECT current_setting('server_version_num')::int >= 140000 AS has_subscript \gset
SET client_min_messages = warning;
CREATE SCHEMA io;
CREATE SCHEMA "the Types";

-- Nothing but what must be said.
CREATE TYPE plain;
CREATE FUNCTION plain_in(cstring) RETURNS plain LANGUAGE internal STRICT IMMUTABLE AS 'textin';
CREATE FUNCTION plain_out(plain) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'textout';
CREATE TYPE plain (INPUT = plain_in, OUTPUT = plain_out);

-- Everything that can be said.
CREATE TYPE "the Types"."All of it";
CREATE FUNCTION io."in"(cstring, oid, int4) RETURNS "the Types"."All of it"
  LANGUAGE internal STRICT IMMUTABLE AS 'varcharin';
CREATE FUNCTION io."Out"("the Types"."All of it") RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'varcharout';
CREATE FUNCTION io.receive(internal, oid, int4) RETURNS "the Types"."All of it"
  LANGUAGE internal STRICT STABLE AS 'varcharrecv';
CREATE FUNCTION io.send("the Types"."All of it") RETURNS bytea LANGUAGE internal STRICT STABLE AS 'varcharsend';
CREATE FUNCTION io.typmod_in(cstring[]) RETURNS int4 LANGUAGE internal STRICT IMMUTABLE AS 'varchartypmodin';
CREATE FUNCTION io.typmod_out(int4) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'varchartypmodout';
CREATE FUNCTION io."select"(internal) RETURNS bool LANGUAGE internal STRICT STABLE AS 'array_typanalyze';
CREATE TYPE "the Types"."All of it" (
  INPUT = io."in", OUTPUT = io."Out", RECEIVE = io.receive, SEND = io.send,
  TYPMOD_IN = io.typmod_in, TYPMOD_OUT = io.typmod_out, ANALYZE = io."select",
  INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended,
  CATEGORY = '''', PREFERRED = true, DEFAULT = 'it''s a \ default', DELIMITER = ';', COLLATABLE = true);
COMMENT ON TYPE "the Types"."All of it" IS 'with everything';
ALTER TYPE "the Types"."All of it" OWNER TO pg_monitor;
REVOKE ALL ON TYPE "the Types"."All of it" FROM PUBLIC;
GRANT USAGE ON TYPE "the Types"."All of it" TO pg_read_all_stats;

-- Of fixed length: by value and by reference, with each alignment.
CREATE TYPE like_int4;
CREATE FUNCTION like_int4_in(cstring) RETURNS like_int4 LANGUAGE internal STRICT IMMUTABLE AS 'int4in';
CREATE FUNCTION like_int4_out(like_int4) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int4out';
CREATE TYPE like_int4 (INPUT = like_int4_in, OUTPUT = like_int4_out, LIKE = int4, CATEGORY = 'N', DEFAULT = 42);

CREATE TYPE like_bool;
CREATE FUNCTION like_bool_in(cstring) RETURNS like_bool LANGUAGE internal STRICT IMMUTABLE AS 'boolin';
CREATE FUNCTION like_bool_out(like_bool) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'boolout';
CREATE TYPE like_bool (INPUT = like_bool_in, OUTPUT = like_bool_out, INTERNALLENGTH = 1, PASSEDBYVALUE,
                       ALIGNMENT = char, CATEGORY = 'b', DEFAULT = '');

CREATE TYPE like_int2;
CREATE FUNCTION like_int2_in(cstring) RETURNS like_int2 LANGUAGE internal STRICT IMMUTABLE AS 'int2in';
CREATE FUNCTION like_int2_out(like_int2) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int2out';
CREATE TYPE like_int2 (INPUT = like_int2_in, OUTPUT = like_int2_out, INTERNALLENGTH = 2, PASSEDBYVALUE,
                       ALIGNMENT = int2);

CREATE TYPE like_point;
CREATE FUNCTION like_point_in(cstring) RETURNS like_point LANGUAGE internal STRICT IMMUTABLE AS 'point_in';
CREATE FUNCTION like_point_out(like_point) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'point_out';
CREATE TYPE like_point (INPUT = like_point_in, OUTPUT = like_point_out, INTERNALLENGTH = 16, ALIGNMENT = double,
                        ELEMENT = float8, STORAGE = plain, DELIMITER = '''');

-- The other ways to store.
CREATE TYPE kept_main;
CREATE FUNCTION kept_main_in(cstring) RETURNS kept_main LANGUAGE internal STRICT IMMUTABLE AS 'textin';
CREATE FUNCTION kept_main_out(kept_main) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'textout';
CREATE TYPE kept_main (INPUT = kept_main_in, OUTPUT = kept_main_out, STORAGE = main);
CREATE TYPE kept_outside;
CREATE FUNCTION kept_outside_in(cstring) RETURNS kept_outside LANGUAGE internal STRICT IMMUTABLE AS 'textin';
CREATE FUNCTION kept_outside_out(kept_outside) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'textout';
CREATE TYPE kept_outside (INPUT = kept_outside_in, OUTPUT = kept_outside_out, STORAGE = external);

-- Of elements, subscripted.
\if :has_subscript
CREATE TYPE coordinates;
CREATE FUNCTION coordinates_in(cstring) RETURNS coordinates LANGUAGE internal STRICT IMMUTABLE AS 'point_in';
CREATE FUNCTION coordinates_out(coordinates) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'point_out';
CREATE FUNCTION io.subscript(internal) RETURNS internal
  LANGUAGE internal STRICT IMMUTABLE AS 'raw_array_subscript_handler';
CREATE TYPE coordinates (INPUT = coordinates_in, OUTPUT = coordinates_out, INTERNALLENGTH = 16,
                         ALIGNMENT = double, ELEMENT = "the Types"."All of it", SUBSCRIPT = io.subscript);
\endif

-- Settings that can change later.
ALTER TYPE kept_main SET (STORAGE = extended, TYPMOD_IN = io.typmod_in, TYPMOD_OUT = io.typmod_out);

-- Needed by what comes before them in the order, alone and as arrays.
CREATE TYPE a_first AS (i like_int4, p plain[]);
CREATE DOMAIN a_second AS plain;
CREATE FUNCTION a_third(plain[], "the Types"."All of it"[]) RETURNS like_bool
  LANGUAGE sql AS 'SELECT NULL::public.like_bool';
CREATE TABLE stores (p plain, i like_int4 DEFAULT '7', a "the Types"."All of it"(20));
INSERT INTO stores VALUES ('some text', '8', 'more of it');
