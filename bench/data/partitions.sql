-- One table of :partitions partitions, each with 1,000 rows and an index.
CREATE TABLE readings (sensor integer NOT NULL, read_at timestamptz NOT NULL, value double precision, PRIMARY KEY (sensor, read_at))
    PARTITION BY RANGE (sensor);
SELECT format('CREATE TABLE readings_%s PARTITION OF readings FOR VALUES FROM (%1$s) TO (%s)', n, n + 1)
FROM generate_series(1, :partitions) AS n
\gexec
INSERT INTO readings
SELECT sensor, timestamptz '2024-01-01 00:00+00' + n * interval '1 minute', sqrt(n * sensor)
FROM generate_series(1, :partitions) AS sensor, generate_series(1, 1000) AS n;
