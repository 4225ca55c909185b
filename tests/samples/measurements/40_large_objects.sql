-- Large objects: a hundred, from empty to more than a megabyte, with owners, comments and privileges.
SELECT lo_from_bytea((50000 + n)::oid,
           decode(substr(repeat(md5('object' || n), 1 + n * n / 3), 1, (n * n * 6) / 2 * 2), 'hex'))
FROM generate_series(1, 94) AS n;
-- Empty, one byte, exactly one page of the catalogue, exactly one chunk of a dump, sparse, large.
SELECT lo_create(50200), lo_from_bytea(50201, '\x00'), lo_from_bytea(50202, decode(repeat('5c', 2048), 'hex')),
       lo_from_bytea(50203, decode(repeat(md5('chunk'), 1024), 'hex')), lo_from_bytea(50204, '\x27'), lo_from_bytea(50205, decode(repeat(md5('large'), 80000), 'hex'));
SELECT lo_put(50204, 20000, '\x0a0d5c2e0a');
SELECT lo_put(50205, 0, (SELECT string_agg(set_byte('\x00', 0, b), '' ORDER BY b) FROM generate_series(0, 255) AS b));

ALTER LARGE OBJECT 50001 OWNER TO meas_owner;
SELECT format('ALTER LARGE OBJECT %s OWNER TO meas_ingest', 50000 + n) FROM generate_series(10, 40) AS n
\gexec
COMMENT ON LARGE OBJECT 50200 IS 'An empty one';
COMMENT ON LARGE OBJECT 50002 IS E'with a ''quote'', a \\ and a\nsecond line';
COMMENT ON LARGE OBJECT 50011 IS 'One of many';
GRANT SELECT ON LARGE OBJECT 50001, 50200, 50205 TO meas_reader WITH GRANT OPTION;
GRANT ALL ON LARGE OBJECT 50003 TO PUBLIC;
GRANT UPDATE ON LARGE OBJECT 50012, 50013 TO meas_admin;
REVOKE ALL ON LARGE OBJECT 50004 FROM CURRENT_USER;
REVOKE UPDATE ON LARGE OBJECT 50014 FROM meas_ingest;

-- Who uses which, and one that points to nothing.
CREATE TABLE lab.attachments (
    name text PRIMARY KEY,
    object oid NOT NULL,
    size bigint
);
ALTER TABLE lab.attachments OWNER TO meas_owner;
INSERT INTO lab.attachments
SELECT 'attachment-' || oid || '.bin', oid, length(lo_get(oid)) FROM pg_catalog.pg_largeobject_metadata WHERE oid::bigint <> 50004 ORDER BY oid;
INSERT INTO lab.attachments VALUES ('lost', 49999, NULL);
