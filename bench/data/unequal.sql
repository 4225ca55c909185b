-- Ten tables of unequal size: 1, 2, 3, 5 ... 89 times :rows rows, the biggest neither first nor last by name.
SELECT format('CREATE TABLE %I (id bigint PRIMARY KEY, made_at timestamptz NOT NULL, amount numeric(12, 2), note text); '
    'INSERT INTO %1$I SELECT n, timestamptz ''2024-01-01 00:00+00'' + n * interval ''1 second'', n %% 99991 / 7.0, '
    '''row '' || md5(n::text) FROM generate_series(1, %s) AS n', name, factor * :rows)
FROM (VALUES ('anchor', 5), ('barrel', 34), ('candle', 1), ('dinghy', 13), ('engine', 89), ('flagon', 2), ('galley', 55),
    ('hammer', 8), ('island', 21), ('jacket', 3)) AS tables (name, factor)
\gexec
