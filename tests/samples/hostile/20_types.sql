-- Types: labels, attributes and constraints with odd names.
CREATE TYPE "select"."Enum; DROP" AS ENUM (
    '', ' ', 'it''s', '"quoted"', 'back\slash', '\N', '\.', 'a,b', '{x}', '(y)', E'tab\there', E'new\nline', E'carriage\rreturn',
    '-- comment', '$$', '%s', 'ünï 😀', 'NULL', 'null', 'select', 'Select', 'sixty_three_bytes_of_enum_label_0123456789012345678901234567890'
);
ALTER TYPE "select"."Enum; DROP" ADD VALUE 'before''s "first"' BEFORE '';
CREATE TYPE "select"."select" AS ("from" integer, "where" text COLLATE "C", "a""b" "select"."Enum; DROP", "new
line" text, "tab	" integer[], "." boolean);
CREATE TYPE " blanks around "." range " AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE DOMAIN "a.b"."c.d" AS character varying(20) DEFAULT E'it''s \\ "x"' || E'\n' CONSTRAINT "it's a ""check""" CHECK (VALUE <> E'\\.' AND VALUE !~ '^\s*$');
CREATE DOMAIN "a.b"."integer" AS integer CONSTRAINT "-- not a comment" CHECK (VALUE > -1);
CREATE DOMAIN "a.b"."int[]" AS integer[];
CREATE TYPE "it's ""quoted""".",;()" AS ENUM ();
CREATE TYPE "Ünïcödé 😀 日本語"."型" AS ("列" text, "😀" "a.b"."integer");
CREATE TYPE "back\slash"."shell\type";
CREATE TYPE "/* comment"."base */";
CREATE FUNCTION "/* comment"."in */"(cstring) RETURNS "/* comment"."base */" LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION "/* comment"."out */"("/* comment"."base */") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE "/* comment"."base */" (INPUT = "/* comment"."in */", OUTPUT = "/* comment"."out */", DEFAULT = E'it''s\n"\\', DELIMITER = '''', CATEGORY = '"', STORAGE = extended);
-- Types called as the built-in ones are.
CREATE DOMAIN "Hostile"."text" AS text;
CREATE TYPE "Hostile"."timestamp with time zone" AS (x integer);
CREATE DOMAIN "Hostile"."numeric(10,2)" AS numeric(10, 2);
CREATE DOMAIN "Hostile"."char" AS "char";
CREATE DOMAIN "Hostile"."bit varying" AS bit varying(5);
