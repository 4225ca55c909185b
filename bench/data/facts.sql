-- One big table of :rows narrow rows in which nothing is filled up with blanks.
CREATE TABLE facts (id bigint, customer integer, amount integer);
INSERT INTO facts SELECT n, hashint8(n) & 1048575, (hashint8(n + 1) & 65535) FROM generate_series(1, :rows) AS n;
