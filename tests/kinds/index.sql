-- CREATE INDEX and ALTER INDEX, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 150000 AS v15 \gset

-- A tablespace inside the data directory: nothing outside is needed, and no other database is in its way.
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE "pgdump kinds" LOCATION '''''
 WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'pgdump kinds') \gexec

CREATE SCHEMA store;
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;

CREATE TABLE store.item (
  id integer NOT NULL,
  name text NOT NULL,
  price numeric(10,2),
  tags text[],
  document jsonb,
  place point,
  valid daterange,
  attributes hstore,
  made timestamptz NOT NULL,
  address inet
);

-- Methods, operator classes and their parameters
CREATE INDEX item_btree ON store.item USING btree (id);
CREATE INDEX item_hash ON store.item USING hash (name);
CREATE INDEX item_gist ON store.item USING gist (place, valid);
CREATE INDEX item_spgist ON store.item USING spgist (address inet_ops);
CREATE INDEX item_gin ON store.item USING gin (tags, document jsonb_path_ops);
CREATE INDEX item_brin ON store.item USING brin (made) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX item_gist_siglen ON store.item USING gist (attributes gist_hstore_ops (siglen = 32));
CREATE INDEX item_trgm ON store.item USING gin (name gin_trgm_ops);
CREATE INDEX item_pattern ON store.item (name text_pattern_ops);

-- Uniqueness, order, collation, INCLUDE, WHERE, expressions, storage options
CREATE UNIQUE INDEX item_unique ON store.item (id);
CREATE INDEX item_order ON store.item (id DESC, name ASC NULLS FIRST, price DESC NULLS LAST);
CREATE INDEX item_collation ON store.item (name COLLATE "C", (lower(name)) COLLATE "POSIX");
CREATE INDEX item_include ON store.item (id) INCLUDE (name, price);
CREATE INDEX item_where ON store.item (price) WHERE price > 100 AND name <> 'it''s \ $$';
CREATE INDEX item_expression ON store.item ((price * 2), upper(name), (document ->> 'colour'));
CREATE INDEX item_options ON store.item (name) WITH (fillfactor = 70, deduplicate_items = off);
CREATE INDEX item_gin_options ON store.item USING gin (tags) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX item_gist_options ON store.item USING gist (place) WITH (buffering = auto, fillfactor = 80);
CREATE INDEX item_tablespace ON store.item (made) TABLESPACE "pgdump kinds";
CREATE INDEX ON store.item (made, id);
\if :v14
CREATE INDEX item_bloom ON store.item
  USING brin (id int4_bloom_ops (n_distinct_per_range = 100, false_positive_rate = 0.05));
CREATE INDEX item_minmax_multi ON store.item USING brin (price numeric_minmax_multi_ops (values_per_range = 16));
\endif
\if :v15
CREATE UNIQUE INDEX item_nulls ON store.item (price) NULLS NOT DISTINCT;
\endif

-- What only ALTER can say
ALTER INDEX store.item_expression ALTER COLUMN 1 SET STATISTICS 400;
ALTER INDEX store.item_expression ALTER COLUMN 3 SET STATISTICS 0;
ALTER TABLE store.item CLUSTER ON item_order;
ALTER TABLE store.item REPLICA IDENTITY USING INDEX item_unique;
ALTER INDEX store.item_trgm DEPENDS ON EXTENSION pg_trgm;
ALTER INDEX store.item_gist_siglen DEPENDS ON EXTENSION hstore;
ALTER INDEX store.item_gist_siglen DEPENDS ON EXTENSION pg_trgm;
COMMENT ON INDEX store.item_unique IS 'one
line and another; it''s a \ backslash';
COMMENT ON INDEX store.item_trgm IS 'follows an extension';

-- All that follows an index at once
CREATE TABLE store.all_at_once (a integer NOT NULL, b text);
CREATE UNIQUE INDEX all_at_once_a ON store.all_at_once (a) WITH (fillfactor = 50) TABLESPACE "pgdump kinds";
ALTER TABLE store.all_at_once CLUSTER ON all_at_once_a;
ALTER TABLE store.all_at_once REPLICA IDENTITY USING INDEX all_at_once_a;
ALTER INDEX store.all_at_once_a DEPENDS ON EXTENSION hstore;
CREATE INDEX all_at_once_b ON store.all_at_once ((b || a::text), (a + 1));
ALTER INDEX store.all_at_once_b ALTER COLUMN 1 SET STATISTICS 10;
ALTER INDEX store.all_at_once_b ALTER COLUMN 2 SET STATISTICS 20;
ALTER INDEX store.all_at_once_b DEPENDS ON EXTENSION hstore;

-- A function of our own in an index
CREATE FUNCTION store.fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.lower($1)';
CREATE INDEX item_fold ON store.item (store.fold(name));

-- Materialized views have indexes too
CREATE MATERIALIZED VIEW store.cheap AS SELECT id, name FROM store.item WHERE price < 10;
CREATE UNIQUE INDEX cheap_id ON store.cheap (id);
COMMENT ON INDEX store.cheap_id IS 'of a materialized view';
ALTER MATERIALIZED VIEW store.cheap CLUSTER ON cheap_id;

-- Partitioned indexes: attached ones, ones of a partition alone, a second level, one that waits for its partitions
CREATE TABLE store.event (id integer NOT NULL, day date NOT NULL, kind text) PARTITION BY RANGE (day);
CREATE TABLE store.event_2024 PARTITION OF store.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE store.event_2025 PARTITION OF store.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
  PARTITION BY LIST (kind);
CREATE TABLE store.event_2025_a PARTITION OF store.event_2025 FOR VALUES IN ('a');
CREATE TABLE store.event_2025_rest PARTITION OF store.event_2025 DEFAULT;
CREATE INDEX event_kind ON store.event (kind, (id % 10));
CREATE UNIQUE INDEX event_key ON store.event (day, kind, id);
COMMENT ON INDEX store.event_key IS 'of all partitions';
COMMENT ON INDEX store.event_2024_kind_expr_idx IS 'of one partition';
CREATE INDEX event_2024_alone ON store.event_2024 (id);
CREATE INDEX event_waits ON ONLY store.event (id);
CREATE INDEX event_waits_2024 ON store.event_2024 (id, kind);
CREATE INDEX event_part ON ONLY store.event (id, kind);
ALTER INDEX store.event_part ATTACH PARTITION store.event_waits_2024;
ALTER INDEX store.event_2024_kind_expr_idx ALTER COLUMN 2 SET STATISTICS 77;
ALTER INDEX store.event_kind ALTER COLUMN 2 SET STATISTICS 33;
-- a partition in another schema, and one that was attached with an index of its own
CREATE SCHEMA archive;
CREATE TABLE archive.event_2023 (id integer NOT NULL, day date NOT NULL, kind text);
CREATE INDEX "own index" ON archive.event_2023 (kind, (id % 10)) WITH (fillfactor = 60);
ALTER TABLE store.event ATTACH PARTITION archive.event_2023 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');

-- Indexes of a parent are no indexes of its children
CREATE TABLE store.special (extra text) INHERITS (store.item);
CREATE INDEX special_extra ON store.special (extra, id);

-- Hostile names
CREATE SCHEMA "Odd ""schema""";
CREATE TABLE "Odd ""schema"""."Ta;ble" ("select" integer NOT NULL, "Col""umn" text, "a
b" text);
CREATE UNIQUE INDEX "in dex""; --" ON "Odd ""schema"""."Ta;ble" ("select") INCLUDE ("Col""umn");
CREATE INDEX "line
break" ON "Odd ""schema"""."Ta;ble" ("a
b" text_pattern_ops);
ALTER TABLE "Odd ""schema"""."Ta;ble" CLUSTER ON "in dex""; --";
ALTER TABLE "Odd ""schema"""."Ta;ble" REPLICA IDENTITY USING INDEX "in dex""; --";
COMMENT ON INDEX "Odd ""schema"""."in dex""; --" IS '';
COMMENT ON INDEX "Odd ""schema"""."line
break" IS '-- no comment';
CREATE INDEX naïve_größe ON "Odd ""schema"""."Ta;ble" ("Col""umn");

-- An index that could not be built stays behind as an invalid one, which no dump holds
CREATE TABLE store.double (n integer);
INSERT INTO store.double VALUES (1), (1);
\set ON_ERROR_STOP off
SET client_min_messages = fatal;
\set VERBOSITY terse
CREATE UNIQUE INDEX CONCURRENTLY double_n ON store.double (n);
\set ON_ERROR_STOP on
CREATE INDEX double_ok ON store.double (n);

-- What ALTER can say besides, and what it takes back
SELECT 'CREATE ROLE "pgdump kinds owner"'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump kinds owner') \gexec
CREATE TABLE store.given (a integer, b integer);
CREATE INDEX given_b ON store.given (b) TABLESPACE "pgdump kinds";
ALTER TABLE store.given OWNER TO "pgdump kinds owner";
ALTER INDEX ALL IN TABLESPACE "pgdump kinds" OWNED BY "pgdump kinds owner" SET TABLESPACE pg_default NOWAIT;
CREATE INDEX IF NOT EXISTS given_b ON store.given (a);
ALTER INDEX IF EXISTS store.given_b RENAME TO "given B";
CREATE INDEX given_options ON store.given (a) WITH (fillfactor = 50);
ALTER INDEX store.given_options RESET (fillfactor);
ALTER INDEX store."given B" SET (fillfactor = 55);
ALTER INDEX store."given B" SET TABLESPACE "pgdump kinds";
ALTER INDEX store."given B" DEPENDS ON EXTENSION hstore;
ALTER INDEX store."given B" NO DEPENDS ON EXTENSION hstore;
CREATE INDEX CONCURRENTLY given_a ON store.given USING btree (a ASC NULLS LAST);
