-- Column defaults: inside CREATE TABLE, or, where they cannot stand there, in a command of their own.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE SCHEMA other;
CREATE SEQUENCE other."Numbers";
CREATE FUNCTION other.seven() RETURNS integer LANGUAGE sql AS 'SELECT 7';

CREATE TABLE defaults (
  a integer DEFAULT 1, b text DEFAULT 'it''s a \ default' NOT NULL, c timestamptz DEFAULT now(), d text DEFAULT NULL,
  e integer DEFAULT nextval('other."Numbers"'), f integer DEFAULT other.seven() + 1, g text DEFAULT CURRENT_USER,
  "H i" integer[] DEFAULT '{1,2}', j numeric(10, 2) DEFAULT -1.5, k text COLLATE "C" DEFAULT 'k' || 'l' CHECK (k <> ''));
ALTER TABLE defaults ALTER c DROP DEFAULT, ALTER a SET DEFAULT 2;
INSERT INTO defaults DEFAULT VALUES;

-- Through functions that need the table's row type, or another table's
CREATE TABLE counted (a integer, b integer);
CREATE FUNCTION count_of(counted) RETURNS integer LANGUAGE sql AS 'SELECT $1.a';
CREATE FUNCTION counted_so_far() RETURNS SETOF counted LANGUAGE sql AS 'SELECT * FROM counted';
CREATE FUNCTION next_count() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT coalesce(max(a), 0) + 1 FROM counted);
END $$;
CREATE FUNCTION count_default(counted DEFAULT NULL) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER TABLE counted ALTER a SET DEFAULT next_count(), ALTER b SET DEFAULT count_default();

CREATE TABLE first (a integer);
CREATE TABLE second (a integer);
CREATE FUNCTION of_first(first) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION of_second(second) RETURNS integer LANGUAGE sql AS 'SELECT 2';
ALTER TABLE first ALTER a SET DEFAULT of_second(NULL);
ALTER TABLE second ALTER a SET DEFAULT of_first(NULL);
ALTER TABLE second ADD CONSTRAINT checked CHECK (of_first(NULL) > 0);

-- Of views
CREATE VIEW seen AS SELECT a, b FROM defaults;
ALTER VIEW seen ALTER a SET DEFAULT 5;
ALTER VIEW seen ALTER b SET DEFAULT 'from the view';
CREATE VIEW other."Seen too" AS SELECT a AS "A b" FROM defaults;
ALTER VIEW other."Seen too" ALTER "A b" SET DEFAULT 6;

-- Of columns that come from a parent
CREATE TABLE parent (a integer DEFAULT 1, b integer DEFAULT 2, c integer, d integer DEFAULT 4);
CREATE TABLE child () INHERITS (parent);
ALTER TABLE child ALTER a DROP DEFAULT, ALTER b SET DEFAULT 22, ALTER c SET DEFAULT 33;
CREATE TABLE child_stating (a integer, b integer, e integer DEFAULT 5) INHERITS (parent);
ALTER TABLE child_stating ALTER a DROP DEFAULT;
CREATE TABLE grandchild () INHERITS (child);
ALTER TABLE grandchild ALTER a SET DEFAULT 111;
ALTER TABLE child_stating OWNER TO pg_monitor;

-- Of partitions
CREATE TABLE parted (a integer DEFAULT 1, b integer DEFAULT 2) PARTITION BY LIST (a);
CREATE TABLE part_1 PARTITION OF parted FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF parted (b DEFAULT 22) FOR VALUES IN (2);
ALTER TABLE part_1 ALTER a DROP DEFAULT;
