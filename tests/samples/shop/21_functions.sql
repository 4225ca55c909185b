-- Functions that need no table: every option of CREATE FUNCTION.
SET ROLE shop_owner;

CREATE FUNCTION catalogue.with_vat(net numeric, rate numeric DEFAULT 21, rounding integer DEFAULT 2) RETURNS numeric
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5
    AS $$ SELECT round(net * (1 + rate / 100), rounding) $$;

CREATE FUNCTION catalogue.slug(title text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL RESTRICTED
    AS $body$
DECLARE
    result text := lower(title);
BEGIN
    -- A doubled dollar must not end the body: $$, $_$, $body_$ and \ are text here.
    result := regexp_replace(result, '[^a-z0-9]+', '-', 'g');
    RETURN trim(both '-' FROM coalesce(result, $$none's$$));
END
$body$;

CREATE FUNCTION catalogue.old_style_quotes(text) RETURNS text
    LANGUAGE sql
    AS 'SELECT ''<'' || $1 || ''\\>''';

CREATE FUNCTION sales.join_labels(VARIADIC labels text[]) RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT array_to_string(labels, ', ') $$;

CREATE FUNCTION sales.first_of(VARIADIC choices anyarray) RETURNS anyelement
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT c FROM unnest(choices) AS c WHERE c IS NOT NULL LIMIT 1 $$;

CREATE FUNCTION sales.pick(a anyelement, b anyelement, INOUT fallback anyelement, OUT "position" integer)
    LANGUAGE plpgsql
    AS $$
BEGIN
    fallback := coalesce(a, b, fallback);
    "position" := CASE WHEN a IS NOT NULL THEN 1 WHEN b IS NOT NULL THEN 2 ELSE 3 END;
END $$;

CREATE FUNCTION sales.split_amount(total numeric, parts integer, OUT part integer, OUT amount numeric)
    RETURNS SETOF record
    LANGUAGE sql IMMUTABLE ROWS 12 COST 20
    AS $$ SELECT n, round(total / parts, 2) FROM generate_series(1, parts) AS n $$;

CREATE FUNCTION sales.calendar(first date, last date DEFAULT '2024-12-31'::date)
    RETURNS TABLE (day date, "week day" integer, is_weekend boolean)
    LANGUAGE sql STABLE STRICT ROWS 365
    SET timezone TO 'UTC'
    SET "DateStyle" TO 'ISO, DMY'
    AS $$ SELECT d::date, extract(isodow FROM d)::integer, extract(isodow FROM d) > 5
          FROM generate_series(first, last, interval '1 day') AS d $$;

CREATE FUNCTION crm.mask(secret text) RETURNS text
    LANGUAGE sql IMMUTABLE SECURITY DEFINER
    SET search_path TO crm, pg_catalog, "$user", 'odd, "name"'
    SET work_mem TO '64MB'
    AS $$ SELECT left(secret, 2) || repeat('*', greatest(length(secret) - 2, 0)) $$;

CREATE FUNCTION crm.nothing_to_do() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''
    AS $$ BEGIN END $$;

CREATE FUNCTION crm.full_address(crm.postal_address) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT concat_ws(' ', ($1).street, ($1).house_number, ($1).postal_code, ($1).city) $$;

-- Overloads: told apart by their arguments alone.
CREATE FUNCTION sales.amount(numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'numeric ' || $1 $$;
CREATE FUNCTION sales.amount(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'text ' || $1 $$;
CREATE FUNCTION sales.amount(integer, text DEFAULT 'EUR', VARIADIC integer[] DEFAULT '{1,2}') RETURNS text
    LANGUAGE sql IMMUTABLE AS $$ SELECT $1 || $2 || array_length($3, 1) $$;
CREATE FUNCTION sales.amount("double precision" double precision, "select" character varying, "Äpfel" bit varying)
    RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'three' $$;
CREATE FUNCTION sales.amount() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'none' $$;

CREATE FUNCTION audit_time(at timestamp(0) with time zone DEFAULT CURRENT_TIMESTAMP,
                           note text DEFAULT 'it''s "new"' || E'\n\\ done',
                           size numeric(6, 2) DEFAULT NULL,
                           slot interval day to second DEFAULT '1 day 02:03:04')
    RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT note $$;
RESET ROLE;

-- These need a superuser.
CREATE FUNCTION sales.numbers(integer, integer) RETURNS SETOF integer
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE ROWS 50
    AS 'generate_series_int4';
CREATE FUNCTION sales.series(integer, integer, integer DEFAULT 1) RETURNS SETOF integer
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    SUPPORT pg_catalog.generate_series_int4_support
    AS 'generate_series_step_int4';
CREATE FUNCTION sales.same_text(text, text) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 0.5
    AS 'texteq';
CREATE FUNCTION reporting.rank_in_window() RETURNS bigint
    LANGUAGE internal WINDOW IMMUTABLE
    AS 'window_rank';
CREATE FUNCTION reporting.leader(anyelement, integer, anyelement) RETURNS anyelement
    LANGUAGE internal WINDOW IMMUTABLE STRICT
    AS 'window_lead_with_offset_and_default';
ALTER FUNCTION crm.mask(text) SET "shop.last_masked" TO E'it''s\\secret';
ALTER FUNCTION sales.same_text(text, text) OWNER TO shop_support;

-- A default that calls a function, and a domain over a function.
CREATE FUNCTION crm.is_phone_number(text) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS $$ SELECT $1 ~ '^\+?[0-9 ()-]{5,}$' $$;
CREATE DOMAIN crm.phone AS text CHECK (crm.is_phone_number(VALUE));
CREATE FUNCTION crm.default_phone() RETURNS crm.phone LANGUAGE sql IMMUTABLE AS $$ SELECT '+31 20 1234567'::crm.phone $$;
