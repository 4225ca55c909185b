-- Constraints that close dependency loops, alone and with views, defaults, domains, partitions and functions that
-- belong to other loops. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14 \gset

CREATE SCHEMA l;

-- A domain whose check takes a table that has a column of it
CREATE DOMAIN l.digit AS integer;
CREATE TABLE l.of_digits (x l.digit);
CREATE FUNCTION l.takes_digits(integer, l.of_digits) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER DOMAIN l.digit ADD CONSTRAINT below_ten CHECK (VALUE < 10);
ALTER DOMAIN l.digit ADD CONSTRAINT through_table CHECK (l.takes_digits(VALUE, NULL));
COMMENT ON CONSTRAINT through_table ON DOMAIN l.digit IS 'moved';
COMMENT ON CONSTRAINT below_ten ON DOMAIN l.digit IS 'stays';

-- Defaults and checks of two tables, each needing the other's rows
CREATE TABLE l.one (x integer);
CREATE TABLE l.two (y integer);
CREATE FUNCTION l.of_one(l.one) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION l.of_two(l.two) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
ALTER TABLE l.one ALTER x SET DEFAULT l.of_two(NULL);
ALTER TABLE l.two ADD CONSTRAINT needs_one CHECK (l.of_one(NULL) = 1);
ALTER TABLE l.two ALTER y SET DEFAULT l.of_one(NULL);
ALTER TABLE l.one ADD CONSTRAINT needs_both CHECK (l.of_two(NULL) = 1 AND l.of_one(NULL) > 0);

-- A parent's check that takes a child's rows, by inheritance and by partition
CREATE TABLE l.parent (a integer);
CREATE TABLE l.child () INHERITS (l.parent);
CREATE FUNCTION l.takes_child(l.child) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE l.parent ADD CONSTRAINT of_child CHECK (l.takes_child(NULL));
COMMENT ON CONSTRAINT of_child ON l.parent IS 'moved';
CREATE TABLE l.whole (a integer) PARTITION BY LIST (a);
CREATE TABLE l.part PARTITION OF l.whole FOR VALUES IN (1);
CREATE FUNCTION l.takes_part(l.part) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE l.whole ADD CONSTRAINT of_part CHECK (l.takes_part(NULL));

-- A typed table, and an exclusion constraint over whole rows
CREATE TYPE l.pair AS (a integer, b integer);
CREATE TABLE l.typed OF l.pair (CONSTRAINT positive CHECK (a > 0), PRIMARY KEY (a));
CREATE FUNCTION l.takes_typed(l.typed) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a > 0';
ALTER TABLE l.typed ADD CONSTRAINT of_row CHECK (l.takes_typed(typed));
ALTER TABLE l.typed ADD CONSTRAINT of_row_later CHECK (l.takes_typed(typed)) NOT VALID;
CREATE TABLE l.excluded (a int4range);
CREATE FUNCTION l.takes_excluded(l.excluded) RETURNS int4range LANGUAGE sql IMMUTABLE AS 'SELECT $1.a';
ALTER TABLE l.excluded ADD CONSTRAINT of_row EXCLUDE USING gist (l.takes_excluded(excluded) WITH &&)
  WHERE (l.takes_excluded(excluded) IS NOT NULL);

-- A key that a GROUP BY leans on, in a view and in materialized views
CREATE TABLE l.keyed (a integer PRIMARY KEY, b text);
CREATE VIEW l.grouped AS SELECT a, b FROM l.keyed GROUP BY a;
CREATE MATERIALIZED VIEW l.late AS SELECT a, b FROM l.keyed GROUP BY a;
CREATE UNIQUE INDEX late_a ON l.late (a);
CREATE VIEW l.of_late AS SELECT * FROM l.late;
CREATE MATERIALIZED VIEW l.later AS SELECT * FROM l.of_late;
CREATE STATISTICS l.of_late_statistics ON a, b FROM l.late;

-- The server follows the bodies of functions since 14
\if :v14
CREATE FUNCTION l.no_negative(integer) RETURNS boolean LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC SELECT $1 > 0 AND NOT EXISTS (SELECT FROM l.grouped WHERE a = -$1); END;
ALTER TABLE l.keyed ADD CONSTRAINT through_grouped CHECK (l.no_negative(a));
ALTER TABLE l.keyed ADD CONSTRAINT plain CHECK (a < 100) NOT VALID;
COMMENT ON CONSTRAINT through_grouped ON l.keyed IS 'through a view and its own key';
CREATE TABLE l.viewed (a integer, b text);
CREATE VIEW l.plain_view AS SELECT a, b FROM l.viewed;
CREATE FUNCTION l.by_view(integer) RETURNS boolean LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC SELECT $1 > 0 AND NOT EXISTS (SELECT FROM l.plain_view WHERE a = -$1); END;
ALTER TABLE l.viewed ADD CONSTRAINT through_view CHECK (l.by_view(a));
CREATE FUNCTION l.by_key() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT b FROM l.keyed GROUP BY a LIMIT 1; END;
CREATE TABLE l.defaulted (z text DEFAULT l.by_key());
CREATE FUNCTION l.same_by_key(text) RETURNS boolean LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC SELECT b = $1 FROM l.keyed GROUP BY a LIMIT 1; END;
CREATE TABLE l.checked (z text CHECK (l.same_by_key(z)), w text);
CREATE INDEX checked_w ON l.checked (l.same_by_key(w));
CREATE DOMAIN l.nested AS l.digit CHECK (l.no_negative(VALUE));
\endif
