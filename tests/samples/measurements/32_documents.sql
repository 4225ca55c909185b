-- Documents of tens of kilobytes: TOAST in each of its storages.
SET ROLE meas_owner;

CREATE TABLE lab.documents (
    id integer PRIMARY KEY,
    title text NOT NULL,
    compressed text,
    external text,
    main_stored text,
    scan bytea,
    meta jsonb,
    tree xml
) WITH (toast_tuple_target = 512, toast.autovacuum_vacuum_threshold = 100, toast.log_autovacuum_min_duration = 1000);
ALTER TABLE lab.documents ALTER COLUMN external SET STORAGE EXTERNAL;
ALTER TABLE lab.documents ALTER COLUMN main_stored SET STORAGE MAIN;
ALTER TABLE lab.documents ALTER COLUMN scan SET STORAGE EXTERNAL;
\if :v14
    ALTER TABLE lab.documents ALTER COLUMN main_stored SET COMPRESSION pglz;
    \if :has_lz4
        ALTER TABLE lab.documents ALTER COLUMN compressed SET COMPRESSION lz4;
        ALTER TABLE lab.documents ALTER COLUMN meta SET COMPRESSION lz4;
    \endif
\endif

INSERT INTO lab.documents (id, title, compressed, external, scan, meta, tree)
SELECT n, 'Document ' || n,
       repeat(E'Line of a report, with a tab\t, a backslash \\ and ünïcödé – ' || n || E'\n', 100 + n * 7),
       (SELECT string_agg(md5(n || '.' || i), '') FROM generate_series(1, 200 + n * 9) AS i),
       (SELECT decode(string_agg(md5('scan' || n || '.' || i), ''), 'hex') FROM generate_series(1, 100 + n * 17) AS i),
       jsonb_build_object('words', (SELECT jsonb_agg(md5(i::text)) FROM generate_series(1, n * 5) AS i), 'n', n),
       ('<report n="' || n || '"><p>' || repeat('a &amp; b <br/>', n * 10) || '</p></report>')::xml
FROM generate_series(1, 100) AS n;
INSERT INTO lab.documents (id, title, main_stored, scan) VALUES
    (1001, 'empty', '', ''), (1002, 'nothing', NULL, NULL),
    (1003, 'one byte of each', repeat('main ', 900), (SELECT string_agg(set_byte('\x00', 0, b), '' ORDER BY b) FROM generate_series(0, 255) AS b)),
    (1004, 'a megabyte', NULL, (SELECT decode(repeat(md5('m'), 65536), 'hex')));
RESET ROLE;
