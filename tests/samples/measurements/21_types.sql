-- Composite types, domains over everything, ranges with every clause.
SET ROLE meas_owner;

CREATE TYPE lab.quantity AS (amount double precision, unit text COLLATE "C", "error" real);
CREATE TYPE lab.sample AS (taken timestamp with time zone, value lab.quantity, repeats lab.quantity[], "by whom" name);
COMMENT ON COLUMN lab.sample."by whom" IS 'A database role, or nobody';
COMMENT ON COLUMN lab.quantity.unit IS 'As the SI writes it: "m", ''s'', Ω';
CREATE TYPE lab.quality AS ENUM ('good', 'suspect', 'bad', 'never "measured"', 'Ω≠œ');

CREATE DOMAIN lab.percentile AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN lab.matrix AS double precision[] CHECK (array_ndims(VALUE) = 2);
CREATE DOMAIN lab.good_sample AS lab.sample CHECK ((VALUE).value IS NOT NULL);
CREATE DOMAIN lab.window_of_time AS tstzrange DEFAULT 'empty'::tstzrange NOT NULL;
CREATE DOMAIN lab.short_code AS character varying(8) COLLATE "POSIX" DEFAULT '';
CREATE DOMAIN lab.cell AS geo.grid_number DEFAULT '7'::geo.grid_number;

-- Ranges: canonical and difference functions, operator class, collation.
CREATE FUNCTION lab.real_difference(real, real) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT ($1 - $2)::double precision $$;
CREATE TYPE lab.real_range AS RANGE (SUBTYPE = real, SUBTYPE_DIFF = lab.real_difference);
CREATE TYPE lab.text_range AS RANGE (SUBTYPE = text, COLLATION = "POSIX", SUBTYPE_OPCLASS = text_pattern_ops);
CREATE TYPE lab.span AS RANGE (SUBTYPE = interval);
CREATE TYPE lab.code_range AS RANGE (SUBTYPE = lab.short_code);
COMMENT ON TYPE lab.real_range IS 'Four bytes are enough';

-- A range in canonical form: the function takes the range, and so needs its shell.
RESET ROLE;
CREATE TYPE lab.weekday_range;
CREATE FUNCTION lab.weekday_canonical(lab.weekday_range) RETURNS lab.weekday_range
    LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE lab.weekday_range AS RANGE (
    SUBTYPE = integer, CANONICAL = lab.weekday_canonical, SUBTYPE_DIFF = int4range_subdiff);
ALTER TYPE lab.weekday_range OWNER TO meas_owner;
\if :v14
    CREATE TYPE lab.temperature_range AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = lab.temperatures, SUBTYPE_DIFF = numrange_subdiff);
    COMMENT ON TYPE lab.temperatures IS 'Several ranges of temperature';
    ALTER TYPE lab.temperature_range OWNER TO meas_owner;
    CREATE TYPE lab."Odd Range" AS RANGE (SUBTYPE = date, MULTIRANGE_TYPE_NAME = "Odd ""Multi"" range");
    GRANT USAGE ON TYPE lab."Odd Range" TO meas_reader;
\endif
