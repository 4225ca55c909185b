-- Base types of our own. Their functions are the server's: no compiler is needed.

-- A plain number with every clause that a fixed-length type can have.
CREATE TYPE geo.grid_number;
COMMENT ON TYPE geo.grid_number IS 'A cell of the grid';
CREATE FUNCTION geo.grid_number_in(cstring) RETURNS geo.grid_number LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'int4in';
CREATE FUNCTION geo.grid_number_out(geo.grid_number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'int4out';
CREATE FUNCTION geo.grid_number_recv(internal) RETURNS geo.grid_number LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'int4recv';
CREATE FUNCTION geo.grid_number_send(geo.grid_number) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'int4send';
CREATE TYPE geo.grid_number (
    INPUT = geo.grid_number_in, OUTPUT = geo.grid_number_out,
    RECEIVE = geo.grid_number_recv, SEND = geo.grid_number_send,
    INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4, STORAGE = plain,
    CATEGORY = 'G', PREFERRED = true, DEFAULT = '42', DELIMITER = ';'
);

-- Variable length, with type modifiers, an analyze function and a collation.
CREATE TYPE geo.place_name;
CREATE FUNCTION geo.place_name_in(cstring, oid, integer) RETURNS geo.place_name LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION geo.place_name_out(geo.place_name) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE FUNCTION geo.place_name_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION geo.place_name_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE FUNCTION geo.place_name_analyze(internal) RETURNS boolean LANGUAGE internal STRICT AS 'range_typanalyze';
CREATE TYPE geo.place_name (
    INPUT = geo.place_name_in, OUTPUT = geo.place_name_out,
    TYPMOD_IN = geo.place_name_typmod_in, TYPMOD_OUT = geo.place_name_typmod_out,
    STORAGE = extended, COLLATABLE = true, DEFAULT = 'no''where \ "at" all'
);
ALTER TYPE geo.place_name OWNER TO meas_owner;
COMMENT ON TYPE geo.place_name IS 'varchar''s own twin';

-- Fixed length, by reference, an array underneath: x and y.
CREATE TYPE geo.position;
CREATE FUNCTION geo.position_in(cstring) RETURNS geo.position LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION geo.position_out(geo.position) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
\if :v14
CREATE FUNCTION geo.position_subscript(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'raw_array_subscript_handler';
CREATE TYPE geo.position (
    INPUT = geo.position_in, OUTPUT = geo.position_out, INTERNALLENGTH = 16, ALIGNMENT = double,
    ELEMENT = double precision, SUBSCRIPT = geo.position_subscript
);
\else
CREATE TYPE geo.position (
    INPUT = geo.position_in, OUTPUT = geo.position_out, INTERNALLENGTH = 16, ALIGNMENT = double,
    ELEMENT = double precision
);
\endif

-- Stored in places of their own: a char, a C string, two bytes.
CREATE TYPE geo.mark;
CREATE FUNCTION geo.mark_in(cstring) RETURNS geo.mark LANGUAGE internal IMMUTABLE STRICT AS 'charin';
CREATE FUNCTION geo.mark_out(geo.mark) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'charout';
CREATE TYPE geo.mark (INPUT = geo.mark_in, OUTPUT = geo.mark_out, LIKE = "char", CATEGORY = 'Z');
CREATE TYPE geo.tiny;
CREATE FUNCTION geo.tiny_in(cstring) RETURNS geo.tiny LANGUAGE internal IMMUTABLE STRICT AS 'int2in';
CREATE FUNCTION geo.tiny_out(geo.tiny) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int2out';
CREATE TYPE geo.tiny (INPUT = geo.tiny_in, OUTPUT = geo.tiny_out, INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2, DEFAULT = '-1');
CREATE TYPE geo.blob;
CREATE FUNCTION geo.blob_in(cstring) RETURNS geo.blob LANGUAGE internal IMMUTABLE STRICT AS 'byteain';
CREATE FUNCTION geo.blob_out(geo.blob) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'byteaout';
CREATE TYPE geo.blob (INPUT = geo.blob_in, OUTPUT = geo.blob_out, INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = main);
ALTER TYPE geo.blob SET (STORAGE = external);

-- Announced, never made; with and without a function that uses it.
CREATE TYPE geo.planned;
COMMENT ON TYPE geo.planned IS 'Still a shell';
ALTER TYPE geo.planned OWNER TO meas_owner;
CREATE TYPE lab."Shell of a type";

GRANT USAGE ON TYPE geo.grid_number TO meas_reader WITH GRANT OPTION;
REVOKE USAGE ON TYPE geo.position FROM PUBLIC;
