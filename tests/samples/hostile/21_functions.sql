-- Functions: names, arguments, defaults and bodies.
CREATE FUNCTION "select"."from"("where" text DEFAULT E'it''s "x" \\ \n', INOUT "a,b" integer DEFAULT 1, OUT "c)d" text)
    LANGUAGE plpgsql AS $_X$
BEGIN
    -- $_$ and $$ and $function$ and \ and ' and " and %s
    "c)d" := $q$it's $$ here$q$ || '\n' || "where";
END $_X$;
CREATE FUNCTION "select"."all the dollars"() RETURNS text LANGUAGE sql
    AS 'SELECT ''$$ $_$ $__$ $_X$ $_XX$ $_XYZ$ $body$ $function$''::text';
CREATE FUNCTION "select"."ends with a dollar"() RETURNS text LANGUAGE sql AS 'SELECT ''$_''::text -- $';
CREATE FUNCTION "select"."lonely quotes"() RETURNS text LANGUAGE plpgsql AS E'-- it''s "a" body\r\nBEGIN RETURN E''\\\\''; END\n\t';

-- What is no valid body is not looked at when it is defined.
SET check_function_bodies = off;
CREATE FUNCTION "select"."psql's own"() RETURNS text LANGUAGE plpgsql AS $x$
BEGIN
\connect postgres
\.
\! false
    RETURN ':x :''x'' :"x"';
END $x$;
CREATE FUNCTION "select"."broken"() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN ''DROP DATABASE'' /*; END';
CREATE FUNCTION "select"."empty body"() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION "select"."blank body"() RETURNS void LANGUAGE sql AS E'\n\n';
RESET check_function_bodies;

CREATE FUNCTION "a.b"."int"(integer, "a.b"."integer", "a.b"."int[]", "Hostile"."text", "Hostile"."char", "char", "Hostile"."timestamp with time zone")
    RETURNS SETOF "select"."select" LANGUAGE sql AS $$ SELECT NULL::"select"."select" $$;
CREATE FUNCTION "a.b"."int"("back\slash"."shell\type", "a.b"."c.d"[]) RETURNS integer LANGUAGE internal AS 'int4in';
CREATE FUNCTION "Ünïcödé 😀 日本語"."関数"("引数" text DEFAULT '😀', VARIADIC "残り" "Ünïcödé 😀 日本語"."型"[] DEFAULT '{}')
    RETURNS TABLE ("列 1" text, "select" integer) LANGUAGE sql AS $$ SELECT '日本'::text, 1 $$;
CREATE FUNCTION "sixty_three_bytes_of_schema_name_0123456789012345678901234567é"."sixty_three_bytes_of_function_name_01234567890123456789012345é"(
    "sixty_three_bytes_of_argument_name_01234567890123456789012345é" integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION public.settings() RETURNS void LANGUAGE sql
    SET search_path TO "select", "a.b", ' blanks around ', "it's ""quoted""", "back\slash"
    SET "hostile.x" TO E'it''s\\ "y", z'
    SET "DateStyle" TO 'ISO'
    AS 'SELECT';
CREATE FUNCTION U&"line\000Aend".U&"f\000A--\000A;"() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE "*/; $$ %s"."*/; $$ %s"(INOUT "*/; $$ %s" text DEFAULT '*/; $$ %s') LANGUAGE sql AS 'SELECT ''%s''::text';
CREATE AGGREGATE "it's ""quoted"""."it's ""an"" aggregate"(text) (
    SFUNC = textcat, STYPE = text, INITCOND = E'it''s \\ "init", {}');
CREATE FUNCTION "'; DROP DATABASE postgres; --"."'; DROP DATABASE postgres; --"() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RETURN coalesce(NEW, OLD); END';
CREATE FUNCTION "Select".same(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION "Select"."Same"(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE FUNCTION "Select"."SAME"(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2';
\if :v14
    CREATE FUNCTION "Select"."atomic;"("begin" integer, "end" text) RETURNS text LANGUAGE sql
        BEGIN ATOMIC
            SELECT 'END; $$ ''quoted''' || E'\\ \n' || "end" AS "as;" WHERE "begin" > 0;
            SELECT "atomic;"."end" || CASE WHEN true THEN 'END' END AS "END";
        END;
\endif
