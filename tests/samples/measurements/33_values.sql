-- The edges of every built-in type.
SET ROLE meas_owner;

CREATE TABLE lab.extremes (
    id integer PRIMARY KEY,
    i2 smallint, i4 integer, i8 bigint, n numeric, n_scaled numeric(20, 10),
    f4 real, f8 double precision,
    d date, t time, t_zone time with time zone, t_short time(2) without time zone,
    ts timestamp, ts_zone timestamp with time zone, iv interval, iv_short interval year to month,
    bits bit(12), more_bits bit varying, b bytea, flag boolean, one "char", fixed character(6), u uuid,
    o oid, x xid, c cid, tid tid, lsn pg_lsn, snapshot txid_snapshot,
    j json, jb jsonb, path jsonpath, tsv tsvector, tsq tsquery,
    class regclass, proc regprocedure, oper regoperator, type regtype, ns regnamespace, config regconfig
);
INSERT INTO lab.extremes (id, i2, i4, i8, n, n_scaled, f4, f8) VALUES
    (1, -32768, -2147483648, -9223372036854775808, 'NaN', 'NaN', '-Infinity', '-Infinity'),
    (2, 32767, 2147483647, 9223372036854775807, 1e300 + 1, 9999999999.9999999999, 'Infinity', 'Infinity'),
    (3, 0, 0, 0, 0.000, 0, '-0', '-0'),
    (4, 1, -1, 1, -1e-300, -0.0000000001, 'NaN', 'NaN'),
    (5, NULL, NULL, NULL, 12345678901234567890123456789012345678901234567890.123456789012345678901234567890, 1.5, 1.17549435e-38, 2.2250738585072014e-308),
    (6, 7, 7, 7, 100000000000000000000000, 1, 0.1, 0.1),
    (7, 7, 7, 7, 1.10, 1, 16777217, 9007199254740993);
INSERT INTO lab.extremes (id, d, t, t_zone, t_short, ts, ts_zone, iv, iv_short) VALUES
    (11, '4713-01-01 BC', '00:00', '00:00:00+15:59:59', '23:59:59.99', '4713-01-01 00:00:00 BC', '4713-01-02 00:00:00+00 BC', '-178000000 years', '-5 years 3 mons'),
    (12, '5874897-12-31', '24:00', '24:00:00-15:59:59', '12:00', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', '178000000 years 11 mons -1 days -23:59:59.999999', '1 mon'),
    (13, 'infinity', '23:59:59.999999', '01:02:03.4+05:45', NULL, 'infinity', 'infinity', '0', '0'),
    (14, '-infinity', '00:00:00.000001', '12:00+00', '00:00', '-infinity', '-infinity', '1 mon -1 day +00:00:00.5', NULL),
    (15, '0044-03-15 BC', NULL, NULL, NULL, '0001-01-01 00:00:00 BC', '0001-12-31 23:59:59 BC UTC', '-00:00:00.000001', NULL),
    (16, '2024-02-29', NULL, NULL, NULL, '2016-12-31 23:59:60', '1883-11-18 12:03:58-04:56:02', '1 year 2 mons 3 days 04:05:06.789', NULL);
INSERT INTO lab.extremes (id, bits, more_bits, b, flag, one, fixed, u, o, x, c, tid, lsn, snapshot) VALUES
    (21, B'101010101010', B'', '', true, '', 'abc', '00000000-0000-0000-0000-000000000000', 0, '0', '0', '(0,0)', '0/0', '10:20:10,14,15'),
    (22, X'FFF', repeat('10', 300)::varbit, '\x00ff5c27', false, '\', '', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 4294967295, '4294967295', '7', '(4294967295,65535)', 'FFFFFFFF/FFFFFFFF', '1:1:'),
    (23, NULL, B'1', E'\\\\\\000n', NULL, '~', E'a\\b  ', md5('u')::uuid, 1, '3', '3', '(1,2)', '16/B374D848', NULL);
INSERT INTO lab.extremes (id, j, jb, path, tsv, tsq, class, proc, oper, type, ns, config) VALUES
    (31, '{ "a" : 1 , "a" : [ 1.0, 1e5 ], "\u00e9" : "\"\\\/\b\f\n\r\t😀" }', '{"b": null, "a": [true, false, {}, [], "\u00e9\ud83d\ude00", 1e400, -0.0]}',
     '$."a b"[*] ? (@.x > 3 && @ like_regex "^\\d+" flag "i").size()', 'a:1A,2B ''it''''s'':3 ''back\\slash'':4C', '''it''''s'' & !( b:* | c:AB ) <-> d',
     'lab.extremes', 'pg_catalog.substr(text,integer)', 'pg_catalog.||(text,text)', 'character varying', 'lab', 'simple'),
    (32, 'null', '"just a string"', 'strict $.**{2 to last}', '', '', 'pg_catalog.pg_class', NULL, NULL, 'lab.quantity[]', 'pg_catalog', 'english'),
    (33, '[]', '[[1, [2, [3]]]]', '$', '1 2 3', '1 <2> 2', NULL, NULL, NULL, '"char"', NULL, NULL);
\if :v14
    INSERT INTO lab.extremes (id, n) VALUES (41, 'Infinity'), (42, '-Infinity');
\endif
\if :v17
    INSERT INTO lab.extremes (id, iv) VALUES (43, 'infinity'), (44, '-infinity');
\endif

CREATE TABLE lab.arrays (
    id integer PRIMARY KEY,
    numbers integer[],
    words text[],
    cube integer[][][],
    fixed_size smallint[3],
    times timestamp with time zone[],
    documents jsonb[],
    bytes bytea[],
    quantities lab.quantity[],
    ranges int4range[],
    boxes box[],
    qualities lab.quality[],
    cells geo.grid_number[],
    of_domain lab.percentile[],
    vector int2vector DEFAULT '1 2 3'::int2vector,
    oids oidvector
);
INSERT INTO lab.arrays (id, numbers, words, cube, times, documents, bytes) VALUES
    (1, '{}', '{}', '{}', '{}', '{}', '{}'),
    (2, '{NULL,1,-2147483648}', ARRAY[NULL, 'NULL', '', 'a,b', 'c"d', E'e\\f', '{g}', ' h ', E'i\nj', 'ö😀'], '{{{1,2},{3,4}},{{5,6},{7,8}}}', '{infinity,NULL,"2024-01-01 00:00:00+00"}', ARRAY['{"a": "b\\c"}', 'null', NULL]::jsonb[], ARRAY['\x', '\x00ff', NULL]::bytea[]),
    (3, '[-2:0]={1,2,3}', '[5:5]={alone}', '[0:1][-3:-3][7:8]={{{1,2}},{{3,4}}}', NULL, NULL, NULL);
INSERT INTO lab.arrays (id, quantities, ranges, boxes, qualities, cells, of_domain, oids) VALUES
    (4, ARRAY[ROW(1, 'a"b', NULL), NULL]::lab.quantity[], '{"[1,3)",empty,"(,)"}', '{(1,1),(0,0);(2,2),(1,1)}', '{good,"never \"measured\""}', '{1;2;NULL}', '{1,99.99}', '1 2 3');
INSERT INTO lab.arrays (id, numbers, words)
SELECT 100 + n, ARRAY(SELECT i FROM generate_series(1, n % 20) AS i), ARRAY[md5(n::text), 'word ' || n]
FROM generate_series(1, 800) AS n;
RESET ROLE;
