-- Hostile names and values in LATIN1. The files are UTF-8: the server converts.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;
\encoding UTF8

CREATE SCHEMA "Zürich";
CREATE TYPE "Zürich"."Größe" AS ENUM ('klein', 'groß', 'riesig ¡');
CREATE TABLE "Zürich"."Straßen" (
    "Nº" integer PRIMARY KEY,
    "größe" "Zürich"."Größe" DEFAULT 'groß',
    "¿qué?" text DEFAULT 'ÿ \ ''é''',
    "naïve" text COLLATE "C" CONSTRAINT "prüfung" CHECK ("naïve" <> 'à la "carte" \')
);
INSERT INTO "Zürich"."Straßen" VALUES (1, 'riesig ¡', DEFAULT, 'ça va'), (2, NULL, E'\\n', E'\n');
CREATE INDEX "übersicht" ON "Zürich"."Straßen" (lower("naïve"), ("¿qué?" || 'ß\')) WHERE ("naïve" <> 'þ');
COMMENT ON TABLE "Zürich"."Straßen" IS E'Größe in m²\n\\ ''±½''';
CREATE FUNCTION "Zürich"."français"("argument nº 1" text DEFAULT 'é\') RETURNS text LANGUAGE sql AS $$ SELECT 'é\' || $1 $$;
CREATE VIEW "Zürich"."Ansicht" AS SELECT "Nº", "größe"::text || E'\\ù' AS "Maß" FROM "Zürich"."Straßen" WHERE "¿qué?" <> 'ÿ';

-- Every byte but zero, alone and beside a backslash.
CREATE TABLE public.bytes (code integer PRIMARY KEY, c text, escaped text, array_of text[], raw bytea, one "char");
INSERT INTO public.bytes SELECT n, chr(n), '\' || chr(n), ARRAY[chr(n), chr(n) || 'x'], set_byte('\x00', 0, n), CASE WHEN n < 128 THEN chr(n)::"char" END
FROM generate_series(1, 255) AS n;
CREATE TABLE public.names (n name, t text);
INSERT INTO public.names SELECT repeat(chr(n), 63), repeat(chr(n), 2000) FROM generate_series(160, 255) AS n;
SELECT format('CREATE TABLE "Zürich".%I (%I text DEFAULT %L)', 'tabelle ' || chr(n), chr(n) || '"', chr(n) || '\''') FROM generate_series(128, 255) AS n
\gexec
SELECT lo_from_bytea(80001, '\xe9ff00');
COMMENT ON LARGE OBJECT 80001 IS 'ÿ';

CREATE TABLE public.backslashes (
    id integer PRIMARY KEY,
    a text DEFAULT 'a\b',
    b bytea DEFAULT '\x5c00ff',
    c text DEFAULT E'it''s\n' CHECK (c <> '\'),
    d text[] DEFAULT '{"\\"}'
);
INSERT INTO public.backslashes SELECT n, repeat('\', n), decode(md5(n::text), 'hex'), repeat(E'\\''', n), ARRAY[repeat('\', n)] FROM generate_series(1, 30) AS n;
COMMENT ON COLUMN public.backslashes.a IS 'one \ two \\ and a quote ''';
CREATE FUNCTION public.slash() RETURNS text LANGUAGE plpgsql SET "hostile.x" TO 'a\b' AS 'BEGIN RETURN ''\''; END';
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER backslashed BEFORE UPDATE ON public.backslashes FOR EACH ROW WHEN (new.a <> '\') EXECUTE FUNCTION public.touch('a\b', 'é');

-- Settings that change how a dump has to be written: backslashes in strings, bytea's form. A template besides.
SELECT pg_catalog.current_database() AS database \gset
COMMENT ON DATABASE :"database" IS 'caf\é';
ALTER DATABASE :"database" SET bytea_output = 'escape';
ALTER DATABASE :"database" SET lc_messages = 'C';
ALTER DATABASE :"database" SET "hostile.setting" = 'a\b''c';
\if :v19
\else
    ALTER DATABASE :"database" SET standard_conforming_strings = off;
\endif
ALTER DATABASE :"database" IS_TEMPLATE true;
ALTER DATABASE :"database" CONNECTION LIMIT 7;
