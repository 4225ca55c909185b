-- CREATE, ALTER and COMMENT ON CONVERSION, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd ""schema";

-- Plain ones, in both directions, and one from an encoding that no server can have
CREATE CONVERSION shop.from_latin1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION shop.to_latin1 FOR 'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1;
CREATE CONVERSION shop.from_sjis FOR 'SJIS' TO 'UTF8' FROM sjis_to_utf8;
-- Names of encodings are canonical whatever was written; a schema may have one default for each pair
CREATE DEFAULT CONVERSION shop.default_latin2 FOR 'iso-8859-2' TO 'unicode' FROM iso8859_to_utf8;
CREATE DEFAULT CONVERSION "Odd ""schema".default_latin2 FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
-- Odd names
CREATE CONVERSION "Odd ""schema"."conversion; -- 'x'
\connect template1" FOR 'KOI8R' TO 'UTF8' FROM koi8r_to_utf8;
CREATE CONVERSION shop."select" FOR 'WIN1251' TO 'UTF8' FROM win_to_utf8;
CREATE CONVERSION public.in_public FOR 'WIN1252' TO 'UTF8' FROM win_to_utf8;

ALTER CONVERSION shop.from_latin1 OWNER TO "pgdump kinds owner";
ALTER CONVERSION shop.to_latin1 RENAME TO "To Latin-1";
ALTER CONVERSION shop.from_sjis SET SCHEMA "Odd ""schema";
COMMENT ON CONVERSION shop.from_latin1 IS E'it''s a comment\n-- with \\ backslash and newline';
COMMENT ON CONVERSION "Odd ""schema"."conversion; -- 'x'
\connect template1" IS 'of an odd one';
COMMENT ON CONVERSION public.in_public IS 'taken back';
COMMENT ON CONVERSION public.in_public IS NULL;

CREATE CONVERSION public.given_back FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
ALTER CONVERSION public.given_back OWNER TO SESSION_USER;
ALTER CONVERSION public.given_back OWNER TO CURRENT_USER;
