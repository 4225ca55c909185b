-- Five tables of the same kind of rows: size_1 of :rows rows, size_2 of twice as many, and so on to size_16.
SELECT format('CREATE TABLE size_%s (id bigint, amount numeric(12, 2), name text, filler text); '
    'INSERT INTO size_%1$s SELECT n, n %% 99991 / 7.0, md5(n::text), repeat(''filler '', (n %% 9)::integer) '
    'FROM generate_series(1, %s) AS n', factor, factor * :rows)
FROM unnest(ARRAY[1, 2, 4, 8, 16]) AS factor
\gexec
