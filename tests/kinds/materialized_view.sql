-- CREATE MATERIALIZED VIEW and ALTER MATERIALIZED VIEW, every clause of their pages, and the order of refreshes.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 170000 AS v17 \gset

SELECT 'CREATE ROLE "pgdump kinds reader"'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump kinds reader') \gexec
SELECT 'CREATE ROLE pgdump_kinds_owner'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump_kinds_owner') \gexec
-- A tablespace inside the data directory: nothing outside is needed, and no other database is in its way.
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE "pgdump kinds" LOCATION '''''
 WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'pgdump kinds') \gexec

CREATE SCHEMA kept;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION hstore;
CREATE TABLE kept.sale (id integer PRIMARY KEY, shop text, amount numeric(10,2), note text);
INSERT INTO kept.sale SELECT n, 'shop ' || n % 3, n * 1.5, repeat('x', n) FROM generate_series(1, 50) n;

-- Clauses
CREATE MATERIALIZED VIEW kept.plain AS SELECT * FROM kept.sale;
CREATE MATERIALIZED VIEW kept."Odd 'name' \ ""quoted""" ("First column", "select") AS SELECT id, shop FROM kept.sale;
CREATE MATERIALIZED VIEW kept.empty AS SELECT * FROM kept.sale WITH NO DATA;
CREATE MATERIALIZED VIEW kept.with_options WITH (fillfactor = 70, autovacuum_enabled = false,
  toast.autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 100) AS SELECT shop, note FROM kept.sale;
CREATE MATERIALIZED VIEW kept.elsewhere TABLESPACE "pgdump kinds" AS SELECT count(*) FROM kept.sale;
CREATE MATERIALIZED VIEW kept.by_method USING heap AS SELECT shop FROM kept.sale;
CREATE MATERIALIZED VIEW kept.totals AS SELECT shop, sum(amount) AS total FROM kept.sale GROUP BY shop ORDER BY 2 DESC;

-- What ALTER says of columns and of the whole
ALTER MATERIALIZED VIEW kept.plain ALTER COLUMN shop SET STATISTICS 500, ALTER COLUMN note SET STORAGE EXTERNAL,
  ALTER COLUMN amount SET (n_distinct = -0.5);
\if :v14
ALTER MATERIALIZED VIEW kept.plain ALTER COLUMN shop SET COMPRESSION pglz;
\endif
ALTER MATERIALIZED VIEW kept.totals DEPENDS ON EXTENSION pg_trgm;
ALTER MATERIALIZED VIEW kept.totals DEPENDS ON EXTENSION hstore;
ALTER TABLE kept.with_options REPLICA IDENTITY FULL;
ALTER TABLE kept.empty REPLICA IDENTITY NOTHING;

-- Indexes
CREATE UNIQUE INDEX plain_id ON kept.plain (id);
CREATE INDEX totals_total ON kept.totals (total) WHERE total > 10;
ALTER MATERIALIZED VIEW kept.plain CLUSTER ON plain_id;

-- Refreshes follow what they read, through views too, and against the order of names
CREATE MATERIALIZED VIEW kept.z_base AS SELECT id, amount FROM kept.sale;
CREATE VIEW kept.between AS SELECT id FROM kept.z_base WHERE amount > 3;
CREATE VIEW kept.between_more AS SELECT id FROM kept.between;
CREATE MATERIALIZED VIEW kept.m_middle AS SELECT id FROM kept.between_more;
CREATE MATERIALIZED VIEW kept.a_top AS SELECT m.id FROM kept.m_middle m JOIN kept.z_base USING (id);
-- One that reads an unpopulated one cannot be refreshed
CREATE MATERIALIZED VIEW kept.reads_empty AS SELECT 1 AS one WITH NO DATA;
CREATE VIEW kept.shows_empty AS SELECT one FROM kept.reads_empty;
CREATE MATERIALIZED VIEW kept.on_nothing AS SELECT one FROM kept.shows_empty WITH NO DATA;
CREATE MATERIALIZED VIEW kept.z_filled AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW kept.on_filled AS SELECT one FROM kept.z_filled;
REFRESH MATERIALIZED VIEW kept.z_filled WITH NO DATA;

-- One that needs a primary key comes after the data, and so does what stands on it
CREATE MATERIALIZED VIEW kept.by_key AS SELECT id, shop, amount, count(*) FROM kept.sale GROUP BY id;
CREATE INDEX by_key_shop ON kept.by_key (shop);
CREATE MATERIALIZED VIEW kept.a_on_by_key AS SELECT id FROM kept.by_key;
CREATE VIEW kept.view_on_by_key AS SELECT id FROM kept.by_key;
CREATE VIEW kept.view_by_key AS SELECT id, shop, amount FROM kept.sale GROUP BY id;
CREATE MATERIALIZED VIEW kept.on_view_by_key AS SELECT id FROM kept.view_by_key;
CREATE MATERIALIZED VIEW kept.on_view_on_by_key AS SELECT id FROM kept.view_on_by_key;
CREATE FUNCTION kept.of_by_key(kept.by_key) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';

-- Comments, owners, privileges
COMMENT ON MATERIALIZED VIEW kept.plain IS 'a ''copy''';
COMMENT ON COLUMN kept.plain.note IS 'long';
COMMENT ON COLUMN kept."Odd 'name' \ ""quoted"""."First column" IS 'first';
COMMENT ON MATERIALIZED VIEW kept.by_key IS 'late';
-- A refresh runs with the owner's rights.
GRANT USAGE ON SCHEMA kept TO pgdump_kinds_owner;
GRANT SELECT ON kept.sale TO pgdump_kinds_owner;
ALTER MATERIALIZED VIEW kept.totals OWNER TO pgdump_kinds_owner;
GRANT SELECT ON kept.plain TO PUBLIC;
GRANT SELECT (id) ON kept.plain TO "pgdump kinds reader";
GRANT SELECT ON kept.totals TO "pgdump kinds reader" WITH GRANT OPTION;
GRANT SELECT ON kept.by_key TO "pgdump kinds reader";

-- Changed and taken back
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE MATERIALIZED VIEW IF NOT EXISTS kept.changed WITH (fillfactor = 60) AS SELECT id, note, shop FROM kept.sale
  WITH DATA;
ALTER MATERIALIZED VIEW kept.changed SET (autovacuum_enabled = false);
ALTER MATERIALIZED VIEW kept.changed RESET (fillfactor);
ALTER MATERIALIZED VIEW kept.changed ALTER id SET STATISTICS 3, ALTER id SET (n_distinct = 5), ALTER note SET STORAGE MAIN,
  ALTER shop SET STORAGE EXTENDED;
ALTER MATERIALIZED VIEW kept.changed ALTER id RESET (n_distinct), ALTER id SET STATISTICS -1;
CREATE INDEX changed_id ON kept.changed (id);
ALTER MATERIALIZED VIEW kept.changed CLUSTER ON changed_id;
ALTER MATERIALIZED VIEW kept.changed SET WITHOUT CLUSTER;
ALTER MATERIALIZED VIEW kept.changed DEPENDS ON EXTENSION hstore;
ALTER MATERIALIZED VIEW kept.changed NO DEPENDS ON EXTENSION hstore;
ALTER MATERIALIZED VIEW kept.changed RENAME COLUMN id TO "ID";
ALTER MATERIALIZED VIEW kept.changed RENAME TO "Changed";
ALTER MATERIALIZED VIEW kept."Changed" SET SCHEMA public;
ALTER MATERIALIZED VIEW public."Changed" OWNER TO SESSION_USER;
CREATE MATERIALIZED VIEW kept.moved TABLESPACE "pgdump kinds" AS SELECT id FROM kept.sale;
ALTER MATERIALIZED VIEW kept.moved OWNER TO pgdump_kinds_owner;
ALTER MATERIALIZED VIEW ALL IN TABLESPACE "pgdump kinds" OWNED BY pgdump_kinds_owner SET TABLESPACE pg_default NOWAIT;
CREATE MATERIALIZED VIEW kept.moved_there AS SELECT id FROM kept.sale;
ALTER MATERIALIZED VIEW kept.moved_there SET TABLESPACE "pgdump kinds";
\if :v15
ALTER MATERIALIZED VIEW kept.moved_there SET ACCESS METHOD heap2;
\endif
\if :v17
ALTER MATERIALIZED VIEW public."Changed" SET ACCESS METHOD heap2;
ALTER MATERIALIZED VIEW public."Changed" SET ACCESS METHOD DEFAULT;
\endif
