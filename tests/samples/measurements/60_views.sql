-- Functions, views and materialized views over the readings.
SET ROLE meas_owner;
CREATE FUNCTION lab.fahrenheit(celsius double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT celsius * 9 / 5 + 32 $$;
CREATE FUNCTION lab.distance(a point, b point DEFAULT point(0, 0)) RETURNS double precision
    LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN a <-> b; END $$;
CREATE FUNCTION lab.unit_of(lab.quantity) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).unit $$;
CREATE FUNCTION lab.within(lab.real_range, lab.real_range DEFAULT '[0,1]'::lab.real_range) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$ SELECT $1 <@ $2 $$;
CREATE FUNCTION lab.any_range(anyrange, anyelement) RETURNS anyarray LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[lower($1), $2] $$;
CREATE AGGREGATE lab.hull(anyrange) (SFUNC = range_merge, STYPE = anyrange);
CREATE FUNCTION lab.array_argument(integer[], VARIADIC "char"[]) RETURNS SETOF lab.quantity LANGUAGE sql AS $$ SELECT 1.0::float8, 'm', 2.0::real $$;
RESET ROLE;
\if :has_extensions
    -- A C function: the library is named, not its place.
    CREATE FUNCTION lab.checksum(bytea, text) RETURNS bytea LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS '$libdir/pgcrypto', 'pg_digest';
\endif

CREATE VIEW lab.daily AS
    SELECT station, date_trunc('day', at, 'UTC') AS day, avg(value) FILTER (WHERE quality = 'good') AS mean,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, mode() WITHIN GROUP (ORDER BY quality) AS usual,
           (array_agg(value ORDER BY at DESC NULLS LAST))[1:3] AS latest
    FROM lab.readings WHERE value <> ALL (ARRAY['NaN'::double precision, 'Infinity', '-Infinity'])
    GROUP BY station, date_trunc('day', at, 'UTC')
    HAVING count(*) > 1;
ALTER VIEW lab.daily OWNER TO meas_ingest;
CREATE VIEW lab.composites AS
    SELECT serial, (best).value.amount AS amount, ((history[1]).value).unit AS unit, lab.unit_of((best).value) AS u,
           calibration[1][2] AS corner, lower(range) AS low, range * '[1,2]'::lab.real_range AS part
    FROM lab.instruments;
CREATE VIEW lab.xml_and_json AS
    SELECT xmlelement(name "report ""x""", xmlattributes(id AS n), xmlforest(title, meta AS "Meta"), xmlcomment('it''s')) AS element,
           xpath('/report/@n', tree) AS numbers, xmlserialize(CONTENT tree AS text) AS text, tree IS DOCUMENT AS is_document,
           x.n, x.ps
    FROM lab.documents, XMLTABLE(XMLNAMESPACES('http://example.org' AS ex), '/report' PASSING tree
                                 COLUMNS n integer PATH '@n' NOT NULL, ps text PATH 'p' DEFAULT 'none', number FOR ORDINALITY) AS x;
CREATE VIEW geo.cells AS SELECT name, cell FROM geo.places WHERE cell IS NOT NULL;
CREATE MATERIALIZED VIEW lab.monthly AS
    SELECT station, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*) AS n, max(at) AS last
    FROM lab.readings GROUP BY station, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') ORDER BY 1, 2;
CREATE INDEX monthly_brin ON lab.monthly USING brin (last);
CREATE MATERIALIZED VIEW lab.hulls AS SELECT station, lab.hull(price) AS hull FROM lab.reservations GROUP BY station ORDER BY 1;
GRANT SELECT ON lab.daily, lab.monthly TO meas_reader;
COMMENT ON VIEW lab.daily IS 'Means per day';
COMMENT ON COLUMN lab.daily.median IS 'Half are below';
