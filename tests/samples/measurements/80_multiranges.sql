-- Multiranges, from 14 on.
\if :v14
SET ROLE meas_owner;
CREATE TABLE lab.outages (
    id integer PRIMARY KEY,
    built_in int4multirange,
    times tstzmultirange DEFAULT '{}'::tstzmultirange,
    own lab.temperatures,
    automatic lab.real_multirange,
    texts lab.text_multirange,
    odd public."Odd ""Multi"" range",
    several lab.temperatures[]
);
INSERT INTO lab.outages (id, built_in, times, own, automatic, texts, odd, several)
SELECT n, int4multirange(int4range(n, n + 2), int4range(n + 10, NULL)),
       CASE n % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{(,)}' ELSE '{[2024-01-01 00:00:00+00,infinity]}' END::tstzmultirange,
       lab.temperatures(lab.temperature_range(n, n + 0.5)), NULL,
       lab.text_multirange(lab.text_range('a,"b"', 'c\d' || n)), '{[2024-01-01,2024-02-01)}',
       ARRAY['{[1,2)}', '{}', NULL]::lab.temperatures[]
FROM generate_series(1, 300) AS n;
CREATE INDEX outages_gist ON lab.outages USING gist (built_in, own);
ALTER TABLE lab.outages ADD CONSTRAINT outages_apart EXCLUDE USING gist (automatic WITH &&);
CREATE FUNCTION lab.total(anymultirange, OUT low anyelement, OUT span anyrange) LANGUAGE sql IMMUTABLE
    AS $$ SELECT lower($1), range_merge($1) $$;
CREATE VIEW lab.outage_gaps AS SELECT id, built_in - int4multirange(int4range(5, 7)) AS gaps, own + '{[1,2)}'::lab.temperatures AS more FROM lab.outages;
RESET ROLE;
\endif
