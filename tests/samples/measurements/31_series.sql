-- The time series: two years in partitions of a month.
SET ROLE meas_ingest;

CREATE TABLE lab.readings (
    station smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    value double precision,
    small real,
    quality lab.quality DEFAULT 'good'::lab.quality NOT NULL,
    raw bytea,
    flags bit(4) DEFAULT B'0000'::"bit"
) PARTITION BY RANGE (at);
SELECT format('CREATE TABLE lab.readings_%s PARTITION OF lab.readings FOR VALUES FROM (%L) TO (%L) %s',
              to_char(month, 'YYYY_MM'), month, month + interval '1 month',
              CASE WHEN extract(month FROM month) = 2 THEN 'WITH (fillfactor = 70, autovacuum_enabled = false)' ELSE '' END)
FROM generate_series(TIMESTAMP WITH TIME ZONE '2023-01-01 00:00:00+00', '2024-12-01 00:00:00+00', interval '1 month') AS month
\gexec
CREATE TABLE lab.readings_rest PARTITION OF lab.readings DEFAULT;
ALTER TABLE lab.readings ADD CONSTRAINT readings_pkey PRIMARY KEY (station, at);
CREATE INDEX readings_at_brin ON lab.readings USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX readings_bad_idx ON lab.readings (station) INCLUDE (value) WHERE (quality = 'bad'::lab.quality);
ALTER TABLE lab.readings_2024_01 ALTER COLUMN value SET STATISTICS 1000;
ALTER TABLE lab.readings_2024_02 ALTER COLUMN raw SET STORAGE EXTERNAL;
CREATE INDEX readings_2024_03_value ON lab.readings_2024_03 (value DESC NULLS LAST);

INSERT INTO lab.readings (station, at, value, small, quality, raw, flags)
SELECT n % 60 + 1, TIMESTAMP WITH TIME ZONE '2022-12-30 00:00:00+00' + n * interval '53 minutes 7.000123 seconds',
       CASE n % 500 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN '-Infinity' WHEN 3 THEN '-0' WHEN 4 THEN 5e-324
                    WHEN 5 THEN 1.7976931348623157e308 ELSE (n % 89 - 44) * n::double precision / 7 END,
       CASE n % 300 WHEN 0 THEN 'NaN' WHEN 1 THEN 1e-45 WHEN 2 THEN 3.4028235e38 WHEN 3 THEN NULL ELSE n / 3.0 END,
       CASE WHEN n % 40 = 0 THEN 'bad' WHEN n % 17 = 0 THEN 'suspect' ELSE 'good' END::lab.quality,
       decode(substr(md5(n::text), 1, 8), 'hex'), (n % 16)::bit(4)
FROM generate_series(1, 20500) AS n;
RESET ROLE;
