-- Rows: which tables have some, what they look like, and in which order they come.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

-- Every sort of value, for COPY and for INSERT
CREATE TABLE "values" (
  s smallint, i integer, b bigint, o oid, r real, d double precision, n numeric, t text, v varchar(10), c char(4),
  bo boolean, bi bit(3), vb bit varying, by bytea, ts timestamptz, dt date, iv interval, j json, jb jsonb,
  a text[], u uuid, ch "char", m money, ra int4range);
INSERT INTO "values" VALUES
  (-1, 2, 3, 4, 1.5, 'NaN', 'NaN', E'quote '' backslash \\ tab \t newline \n return \r bell \a', 'v', 'c', true, B'101',
   B'', '\xdeadbeef00', '2024-01-01 00:00:00+00', '-infinity', '1 year 2 days 03:04:05.678', '{"a": "\u0000"}',
   '{"b": [1, 2]}', '{"x y",NULL,"",\\}', '00000000-0000-0000-0000-000000000001', 'q', '12.34', '[1,5)'),
  (32767, -2147483648, 9223372036854775807, 4294967295, 'Infinity', 1e300, 1e-20, '', '', '', false, B'000', B'1', '',
   'infinity', '4713-01-01 BC', '-1 mon', '[]', 'null', '{}', NULL, '\', NULL, 'empty'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
   NULL, NULL, NULL, NULL, NULL),
  (0, 0, 0, 0, '-0', 0.1, 1234567890.0987654321, '\.', '\N', 'a', true, B'111', B'10', '\x5c', 'epoch', 'epoch', '0', '1',
   '1', '{{a,b},{c,d}}', NULL, '''', '0', '(,)');

-- Columns to name, to leave out, to write as DEFAULT
CREATE TABLE mixed (
  gone integer, "A b" integer, made integer GENERATED ALWAYS AS ("A b" + 1) STORED, always integer GENERATED ALWAYS AS IDENTITY,
  "select" text);
ALTER TABLE mixed DROP COLUMN gone;
INSERT INTO mixed ("A b", "select") VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four');
CREATE TABLE only_made (a integer GENERATED ALWAYS AS (2) STORED);
INSERT INTO only_made DEFAULT VALUES;
INSERT INTO only_made DEFAULT VALUES;
CREATE TABLE no_columns ();
INSERT INTO no_columns DEFAULT VALUES;
INSERT INTO no_columns DEFAULT VALUES;
CREATE TABLE no_rows (a integer);
CREATE UNLOGGED TABLE unlogged (a integer);
INSERT INTO unlogged VALUES (1), (2);

-- Views, partitioned tables and parents give no rows of others
CREATE VIEW seen AS SELECT * FROM mixed;
CREATE TABLE parted (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
CREATE TABLE parted_2 (b text, a integer);
ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES IN (2);
INSERT INTO parted VALUES (1, 'one'), (2, 'two');
CREATE TABLE parent (a integer);
CREATE TABLE child (b integer) INHERITS (parent);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (2, 3);

-- Foreign keys: in a data-only dump, referenced rows come first
CREATE TABLE a_order (id integer PRIMARY KEY, customer integer, parent integer);
CREATE TABLE b_item (id integer PRIMARY KEY, "order" integer REFERENCES a_order);
CREATE TABLE z_customer (id integer PRIMARY KEY);
ALTER TABLE a_order ADD FOREIGN KEY (customer) REFERENCES z_customer;
INSERT INTO z_customer VALUES (1), (2);
INSERT INTO a_order VALUES (1, 1, NULL), (2, 2, 1);
INSERT INTO b_item VALUES (1, 1), (2, 2);
-- and where they go around in a circle, somewhere
CREATE TABLE c_self (id integer PRIMARY KEY, parent integer REFERENCES c_self);
INSERT INTO c_self VALUES (1, NULL), (2, 1);
CREATE TABLE d_hen (id integer PRIMARY KEY, egg integer);
CREATE TABLE d_egg (id integer PRIMARY KEY, hen integer REFERENCES d_hen);
ALTER TABLE d_hen ADD FOREIGN KEY (egg) REFERENCES d_egg DEFERRABLE;
