-- :objects large objects of 48 bytes to 5 kB.
SELECT count(lo_from_bytea(0, decode(repeat(md5(n::text), 3 + (n * 7919) % 300), 'hex'))) FROM generate_series(1, :objects) AS n;
