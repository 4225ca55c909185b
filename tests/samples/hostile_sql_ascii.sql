-- A database without an encoding: bytes that are no UTF-8, in values and in names.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;
\encoding SQL_ASCII

COMMENT ON SCHEMA public IS NULL;
CREATE TABLE bytes (code integer PRIMARY KEY, c text, pair text, array_of text[]);
INSERT INTO bytes
SELECT n, convert_from(set_byte('\x00', 0, n), 'SQL_ASCII'), convert_from(set_byte('\x5c00', 1, n), 'SQL_ASCII'),
       ARRAY[convert_from(set_byte('\x00', 0, n), 'SQL_ASCII')]
FROM generate_series(1, 255) AS n;
-- Two byte sequences cut short, too long, and surrogates.
CREATE TABLE broken (id integer PRIMARY KEY, t text);
INSERT INTO broken
SELECT n, convert_from(b, 'SQL_ASCII')
FROM unnest(ARRAY['\xc3', '\xc328', '\xe282', '\xf09f98', '\xc080', '\xeda080', '\xf8a1a1a1a1', '\xff5c', '\xfefe0a', '\xc35c6e', '\x805c2e']::bytea[]) WITH ORDINALITY AS x (b, n);

-- Names of bytes that belong to no character, of the full length, cut inside a character.
DO $make$
DECLARE
    e_acute text := convert_from('\xc3a9', 'SQL_ASCII');
    half text := convert_from('\xc3', 'SQL_ASCII');
    byte text := convert_from('\xff', 'SQL_ASCII');
BEGIN
    EXECUTE format('CREATE SCHEMA %I', 'schema ' || byte);
    EXECUTE format('CREATE TABLE %I.%I (%I text DEFAULT %L, %I integer PRIMARY KEY)', 'schema ' || byte, 'table ' || half, byte || '"', byte || '\''', half);
    EXECUTE format('CREATE TABLE %I (%I text CHECK (%I <> %L))', repeat(e_acute, 31) || half, repeat('x', 62) || byte, repeat('x', 62) || byte, half || '\');
    EXECUTE format('INSERT INTO %I VALUES (%L), (%L)', repeat(e_acute, 31) || half, e_acute, byte);
    EXECUTE format('COMMENT ON SCHEMA %I IS %L', 'schema ' || byte, half || E'\n' || byte);
    EXECUTE format('CREATE TYPE %I AS ENUM (%L, %L)', 'enum' || byte, half, byte || ',');
    EXECUTE format('CREATE FUNCTION %I(%I text DEFAULT %L) RETURNS text LANGUAGE sql AS %L', byte, half, byte, 'SELECT ''' || byte || '''::text');
    EXECUTE format('CREATE VIEW %I AS SELECT c || %L AS %I FROM bytes', half, byte, byte);
    EXECUTE format('CREATE INDEX %I ON bytes ((c || %L))', byte || byte, byte);
END
$make$;

