-- Large objects: their contents, owners, comments and privileges. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

-- Sizes around the page (2048), the piece a script writes at once (16384), and nothing at all
SELECT lo_from_bytea((100000 + n)::oid, convert_to(left(repeat('Ab\''"0', 12000), size), 'UTF8'))
  FROM unnest(ARRAY[0, 1, 2047, 2048, 2049, 16383, 16384, 16385, 32768, 50000]) WITH ORDINALITY AS s(size, n);
SELECT lo_from_bytea(100100, decode(string_agg(lpad(to_hex(i), 2, '0'), ''), 'hex')) FROM generate_series(0, 255) AS i;

-- A hole reads as zeros.
SELECT lo_create(100101);
SELECT lo_put(100101, 40000, '\x0102');

-- OIDs whose order as numbers and as texts differ
SELECT lo_create(oid::oid) FROM unnest(ARRAY[200000, 3000000000, 999999, 4294967295]) AS oid;

-- Owners and privileges; equal ones make a group since 17.
SELECT lo_from_bytea(oid::oid, 'x') FROM generate_series(300000, 300009) AS oid;
SELECT format('ALTER LARGE OBJECT %s OWNER TO "pgdump owner"', oid) FROM generate_series(300000, 300004) AS oid \gexec
SELECT format('GRANT SELECT ON LARGE OBJECT %s TO pgdump_reader', oid) FROM generate_series(300003, 300006) AS oid \gexec
GRANT ALL ON LARGE OBJECT 300007 TO pgdump_reader WITH GRANT OPTION;
REVOKE ALL ON LARGE OBJECT 300008 FROM CURRENT_USER;
GRANT UPDATE ON LARGE OBJECT 300009 TO PUBLIC;

COMMENT ON LARGE OBJECT 300001 IS 'it''s a large object \ with
a comment';
COMMENT ON LARGE OBJECT 300002 IS 'another';
COMMENT ON LARGE OBJECT 300009 IS 'the last';

-- More than one group of a thousand
SELECT count(lo_create(oid::oid)) FROM generate_series(400000, 402500) AS oid;

ALTER LARGE OBJECT 300001 OWNER TO CURRENT_USER;
ALTER LARGE OBJECT 300002 OWNER TO SESSION_USER;
