-- :documents rows whose values lie in TOAST: texts of 20 to 40 kB, and images of 10 kB beside every second one.
CREATE TABLE documents (id bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL, image bytea);
INSERT INTO documents
SELECT n, 'Document ' || n,
    (SELECT string_agg(md5((n::bigint * 1000000 + part)::text), ' ') FROM generate_series(1, 600 + n % 600) AS part),
    CASE WHEN n % 2 = 0 THEN
        (SELECT string_agg(decode(md5((n::bigint * 1000003 + part)::text), 'hex'), '') FROM generate_series(1, 640) AS part) END
FROM generate_series(1, :documents) AS n;
