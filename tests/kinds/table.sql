-- CREATE TABLE and ALTER TABLE, whole tables: names, kinds, storage parameters, tablespaces, access methods, row
-- security, replica identity, comments, privileges. Columns, defaults, inheritance and partitions have their own
-- files. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 170000 AS v17 \gset
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE "pgdump kinds" LOCATION '''''
 WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'pgdump kinds') \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Old; DROP SCHEMA shop";

-- Names
CREATE TABLE plain (a integer, b text);
CREATE TABLE shop.plain (a integer);
CREATE TABLE "select" ("from" integer, "Where" text, "it's" text, "a ""quoted"" name" text, "new
line" text);
CREATE TABLE "Old; DROP SCHEMA shop"."new
line; \connect nowhere" (a integer);
CREATE TABLE "überall 日本" ("ä" text);
CREATE TABLE a2345678901234567890123456789012345678901234567890123456789012 (
  b2345678901234567890123456789012345678901234567890123456789012 integer NOT NULL CHECK (
    b2345678901234567890123456789012345678901234567890123456789012 > 0));
INSERT INTO plain VALUES (1, 'one'), (2, NULL), (3, E'tab\t newline\n backslash \\ quote '' dot \\.');
INSERT INTO shop.plain SELECT generate_series(1, 5);
INSERT INTO "select" VALUES (1, 'w', 'i', 'q', 'n');
INSERT INTO "Old; DROP SCHEMA shop"."new
line; \connect nowhere" VALUES (1);

-- No columns at all, or none left
CREATE TABLE nothing ();
CREATE TABLE nothing_left (a integer, b integer);
INSERT INTO nothing_left VALUES (1, 2), (3, 4);
ALTER TABLE nothing_left DROP COLUMN a, DROP COLUMN b;
CREATE TABLE only_a_check (CONSTRAINT always CHECK (true));
INSERT INTO nothing DEFAULT VALUES;

-- Unlogged
CREATE UNLOGGED TABLE unlogged (a integer);
INSERT INTO unlogged VALUES (1);
CREATE TABLE logged_later (a integer);
ALTER TABLE logged_later SET UNLOGGED;

-- Typed
CREATE TYPE shop.person AS (id integer, name text, born date, note text COLLATE "C");
CREATE TABLE typed OF shop.person;
CREATE TABLE typed_more OF shop.person (
  id WITH OPTIONS PRIMARY KEY,
  name WITH OPTIONS DEFAULT 'nobody' NOT NULL,
  born WITH OPTIONS CONSTRAINT not_in_future CHECK (born < '2100-01-01'),
  CHECK (length(name) > 1)
) WITH (fillfactor = 55);
CREATE TABLE typed_afterwards (id integer, name text, born date, note text COLLATE "C");
ALTER TABLE typed_afterwards OF shop.person;
INSERT INTO typed VALUES (1, 'one', '2001-01-01', 'first');

-- Storage parameters, of the TOAST table too
CREATE TABLE parameters (a integer, b text) WITH (
  fillfactor = 70, parallel_workers = 3, autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.25,
  vacuum_truncate = on, user_catalog_table = true,
  toast.autovacuum_enabled = off, toast.autovacuum_vacuum_threshold = 100, toast.vacuum_truncate = false,
  toast_tuple_target = 4000, log_autovacuum_min_duration = -1);
CREATE TABLE toast_parameters (b text) WITH (toast.autovacuum_freeze_min_age = 5);
CREATE TABLE no_toast (a integer) WITH (toast.autovacuum_enabled = off);
CREATE TABLE parameters_gone (a integer) WITH (fillfactor = 50);
ALTER TABLE parameters_gone RESET (fillfactor);

-- Tablespaces
CREATE TABLE elsewhere (a integer) TABLESPACE "pgdump kinds";
CREATE TABLE zz_here_again (a integer);
CREATE TABLE elsewhere_partitioned (a integer) PARTITION BY LIST (a) TABLESPACE "pgdump kinds";

-- Access methods
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE other_method (a integer) USING heap2;
INSERT INTO other_method VALUES (1);

-- Row security
CREATE TABLE secured (a integer);
ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
CREATE TABLE forced (a integer);
ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE TABLE forced_only (a integer);
ALTER TABLE forced_only FORCE ROW LEVEL SECURITY;

-- Replica identity
CREATE TABLE identity_nothing (a integer);
ALTER TABLE identity_nothing REPLICA IDENTITY NOTHING;
CREATE TABLE identity_full (a integer);
ALTER TABLE identity_full REPLICA IDENTITY FULL, FORCE ROW LEVEL SECURITY;
CREATE TABLE identity_index (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX identity_index_a ON identity_index (a);
ALTER TABLE identity_index REPLICA IDENTITY USING INDEX identity_index_a;
CREATE TABLE identity_full_partitioned (a integer) PARTITION BY RANGE (a);
ALTER TABLE identity_full_partitioned REPLICA IDENTITY FULL;

-- Check constraints inside and, where rows may break them, outside
CREATE TABLE checked (
  a integer CHECK (a > 0),
  b integer CONSTRAINT "it's positive" CHECK (b > 0) CHECK (b < 100) NO INHERIT,
  CONSTRAINT aa_first CHECK (a < b));
ALTER TABLE checked ADD CONSTRAINT later CHECK (a <> 7) NOT VALID;
COMMENT ON CONSTRAINT aa_first ON checked IS 'comes first';
COMMENT ON CONSTRAINT later ON checked IS 'comes later';

-- A function between a table and its own check: the check has to wait
CREATE TABLE judged (a integer, b integer);
CREATE FUNCTION judge(judged) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a < $1.b';
ALTER TABLE judged ADD CONSTRAINT judgement CHECK (judge(judged));
COMMENT ON CONSTRAINT judgement ON judged IS 'through a function';
INSERT INTO judged VALUES (1, 2);

-- Comments
COMMENT ON TABLE plain IS 'the plain one';
COMMENT ON TABLE "select" IS 'with ''quotes'', a \ and
a new line';
COMMENT ON COLUMN "select"."it's" IS 'it''s a column';
COMMENT ON COLUMN plain.b IS 'without one on the table''s first';

-- Owners and privileges
ALTER TABLE shop.plain OWNER TO pg_monitor;
GRANT SELECT ON plain TO PUBLIC;
GRANT SELECT, INSERT, UPDATE (b) ON plain TO pg_read_all_stats WITH GRANT OPTION;
GRANT ALL ON "select" TO pg_read_all_settings;
GRANT SELECT ("it's", "Where"), REFERENCES ("from") ON "select" TO pg_monitor;
GRANT SELECT (ctid) ON shop.plain TO pg_read_all_stats;
REVOKE ALL ON elsewhere FROM CURRENT_USER;
REVOKE INSERT ON zz_here_again FROM CURRENT_USER;

-- Like others, from queries, and what leaves no trace
CREATE TABLE aa_original (a bigint GENERATED BY DEFAULT AS IDENTITY, b text COLLATE "C" DEFAULT 'b' NOT NULL,
  c integer GENERATED ALWAYS AS (1 + 1) STORED, d text CONSTRAINT filled CHECK (d <> ''), e bytea, PRIMARY KEY (b));
ALTER TABLE aa_original ALTER e SET STORAGE EXTERNAL;
CREATE STATISTICS aa_original_both ON b, d FROM aa_original;
CREATE INDEX aa_original_d ON aa_original (d, lower(b));
COMMENT ON COLUMN aa_original.b IS 'copied too';
COMMENT ON CONSTRAINT filled ON aa_original IS 'copied';
COMMENT ON INDEX aa_original_d IS 'an index';
CREATE TABLE like_all (LIKE aa_original INCLUDING ALL);
CREATE TABLE like_nothing (LIKE aa_original, more text);
CREATE TABLE like_some (LIKE aa_original INCLUDING COMMENTS INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED
  INCLUDING IDENTITY INCLUDING INDEXES INCLUDING STATISTICS INCLUDING STORAGE);
CREATE TABLE like_others (LIKE aa_original INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY EXCLUDING COMMENTS);
CREATE TABLE from_query ("A b", c) WITH (fillfactor = 50) TABLESPACE "pgdump kinds" AS
  SELECT 1, 'x'::text COLLATE "C" WITH DATA;
CREATE TABLE IF NOT EXISTS from_query_empty USING heap AS SELECT 1 AS a, now() AS b WITH NO DATA;
CREATE UNLOGGED TABLE from_query_unlogged AS TABLE plain;
CREATE TABLE from_values AS VALUES (1, 'one'), (2, 'two');
CREATE TABLE without_oids (a integer) WITHOUT OIDS;
ALTER TABLE without_oids SET WITHOUT OIDS;
CREATE TEMPORARY TABLE temporary_one (a integer) ON COMMIT PRESERVE ROWS;
CREATE LOCAL TEMP TABLE temporary_two ON COMMIT DELETE ROWS AS SELECT 1 AS a;
CREATE TEMP TABLE temporary_three (a integer) ON COMMIT DROP;

-- Changed in the ways that the sections above do not
CREATE TABLE changed (a integer, b text, c varchar(5), d timestamptz, e integer DEFAULT 5, f text);
INSERT INTO changed VALUES (1, '2', 'c', '2024-02-29 12:00:00+00', 5, 'f');
ALTER TABLE IF EXISTS changed ALTER b SET DATA TYPE integer USING b::integer, ALTER COLUMN c TYPE text COLLATE "C",
  ADD COLUMN IF NOT EXISTS a integer, ADD g integer NOT NULL DEFAULT 7, DROP COLUMN IF EXISTS never, ALTER f SET STORAGE EXTENDED;
ALTER TABLE changed RENAME COLUMN d TO "D";
ALTER TABLE changed ADD CONSTRAINT c_known CHECK (c <> '') NOT VALID, ADD CONSTRAINT gone CHECK (a > 0);
ALTER TABLE changed VALIDATE CONSTRAINT c_known, DROP CONSTRAINT IF EXISTS gone CASCADE;
ALTER TABLE changed RENAME CONSTRAINT c_known TO "C known";
ALTER TABLE changed SET (fillfactor = 60, autovacuum_enabled = off);
ALTER TABLE changed RESET (fillfactor);
ALTER TABLE changed SET UNLOGGED;
ALTER TABLE changed SET LOGGED;
ALTER TABLE changed SET TABLESPACE "pgdump kinds";
CREATE INDEX changed_a ON changed (a);
ALTER TABLE changed CLUSTER ON changed_a;
ALTER TABLE changed SET WITHOUT CLUSTER;
ALTER TABLE changed OWNER TO CURRENT_USER;
ALTER TABLE changed RENAME TO "Changed";
ALTER TABLE "Changed" SET SCHEMA shop;
CREATE TYPE of_type AS (a integer, b text);
CREATE TABLE typed_later (a integer, b text);
ALTER TABLE typed_later OF of_type;
CREATE TABLE typed_no_longer OF of_type;
ALTER TABLE typed_no_longer NOT OF;
CREATE TABLE moved_with_others (a integer) TABLESPACE "pgdump kinds";
ALTER TABLE moved_with_others OWNER TO pg_read_all_settings;
ALTER TABLE ALL IN TABLESPACE "pgdump kinds" OWNED BY pg_read_all_settings SET TABLESPACE pg_default NOWAIT;
\if :v15
ALTER TABLE typed_later SET ACCESS METHOD heap2;
\endif
\if :v17
CREATE TABLE method_default (a integer) USING heap2;
ALTER TABLE method_default SET ACCESS METHOD DEFAULT;
\endif
