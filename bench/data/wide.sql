-- Wide mixed rows: what an application's order lines look like, :rows of them.
CREATE TABLE lines (
    id bigint PRIMARY KEY,
    ordered_at timestamptz NOT NULL,
    delivery daterange,
    price numeric(14, 4) NOT NULL,
    weight double precision,
    paid boolean NOT NULL,
    customer uuid NOT NULL,
    tags text[] NOT NULL,
    facts jsonb NOT NULL,
    checksum bytea NOT NULL,
    note text
);

-- Hashes instead of random(): every run measures the same bytes.
INSERT INTO lines
SELECT n,
    timestamptz '2024-01-01 00:00+00' + n * interval '37.123 seconds',
    daterange('2024-01-01'::date + n % 700, '2024-01-04'::date + n % 700 + n % 9),
    (n % 1000003) / 7.0,
    CASE WHEN n % 5 > 0 THEN sqrt(n) END,
    n % 3 = 0,
    md5(n::text)::uuid,
    ARRAY['tag ' || n % 17, md5((n % 1000)::text), 'it''s "quoted"'],
    jsonb_build_object('sku', md5((n % 5000)::text), 'quantity', n % 12, 'options', jsonb_build_array(n % 2 = 0, n % 7, NULL)),
    decode(md5((n * 3)::text) || md5((n * 5)::text), 'hex'),
    CASE WHEN n % 4 > 0 THEN repeat('Leave it at the door, ' || n % 97 || E'\tthank you.\n', 1 + n % 6) END
FROM generate_series(1, :rows) AS n;
