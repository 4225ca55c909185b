-- CREATE FOREIGN TABLE and ALTER FOREIGN TABLE, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 170000 AS v17,
       current_setting('server_version_num')::int >= 180000 AS v18,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner', 'pgdump_reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE FOREIGN DATA WRAPPER plain;
CREATE SERVER remote FOREIGN DATA WRAPPER plain;
CREATE SERVER "odd "";server" FOREIGN DATA WRAPPER plain;

CREATE FOREIGN TABLE shop.nothing () SERVER remote;
CREATE FOREIGN TABLE shop."odd "";table" (a integer) SERVER "odd "";server"
  OPTIONS (zebra 'z', "Odd ""option" 'it''s', apple 'back\slash', "select" '');
CREATE FOREIGN TABLE shop.columns (
  id integer OPTIONS (remote_name 'ID', "Key" 'true') NOT NULL,
  name text OPTIONS (b 'it''s\\', a '') COLLATE "C" DEFAULT 'it''s',
  price numeric(10, 2) CONSTRAINT positive CHECK (price > 0),
  gone text,
  at timestamptz DEFAULT now() NOT NULL,
  full_name text GENERATED ALWAYS AS (name || '!') STORED,
  words text[] NULL,
  CONSTRAINT cheap CHECK (price < 1000) NO INHERIT
) SERVER remote OPTIONS (table_name 'columns');
ALTER FOREIGN TABLE shop.columns DROP COLUMN gone;
ALTER FOREIGN TABLE shop.columns ALTER COLUMN words SET STATISTICS 100;
ALTER FOREIGN TABLE shop.columns ALTER COLUMN words OPTIONS (ADD since 'now');
ALTER FOREIGN TABLE shop.columns ALTER COLUMN words SET STORAGE EXTERNAL;
ALTER FOREIGN TABLE shop.columns ALTER COLUMN id SET (n_distinct = 5);
ALTER FOREIGN TABLE shop.columns ALTER COLUMN id OPTIONS (DROP "Key", SET remote_name 'id');
ALTER FOREIGN TABLE shop.columns ADD CONSTRAINT later CHECK (name <> '') NOT VALID;
ALTER FOREIGN TABLE shop.columns OPTIONS (ADD schema_name 'public');
\if :v18
CREATE FOREIGN TABLE shop.computed (
  a integer CONSTRAINT named NOT NULL, b integer GENERATED ALWAYS AS (a * 2), c integer NOT NULL NO INHERIT) SERVER remote;
ALTER FOREIGN TABLE shop.computed ADD CONSTRAINT b_there NOT NULL b NOT VALID;
COMMENT ON CONSTRAINT named ON shop.computed IS 'named';
\endif

-- Inheritance: a foreign table below a table and the other way round, partitions
CREATE TABLE shop.top (a integer NOT NULL, b text DEFAULT 'x', CHECK (a > 0));
CREATE FOREIGN TABLE shop.below (c integer) INHERITS (shop.top) SERVER remote;
ALTER FOREIGN TABLE shop.below ALTER COLUMN b SET DEFAULT 'y';
CREATE TABLE shop.lowest (d integer) INHERITS (shop.below);
CREATE TABLE shop.parted (id integer, at date NOT NULL) PARTITION BY RANGE (at);
CREATE FOREIGN TABLE shop.part_1 PARTITION OF shop.parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') SERVER remote
  OPTIONS (table_name 'part_1');
CREATE FOREIGN TABLE shop.part_default PARTITION OF shop.parted (id NOT NULL) DEFAULT SERVER remote;

-- What stands on them: triggers, views, default values that need the table itself
CREATE FUNCTION shop.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE INSERT ON shop.columns FOR EACH ROW EXECUTE FUNCTION shop.note();
CREATE TRIGGER quiet AFTER UPDATE ON shop.columns FOR EACH STATEMENT EXECUTE FUNCTION shop.note();
ALTER FOREIGN TABLE shop.columns DISABLE TRIGGER quiet;
CREATE VIEW shop.names AS SELECT name FROM shop.columns;
CREATE TABLE shop.row_of (whole shop.columns);
CREATE FUNCTION shop.count_of(shop.nothing) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE STATISTICS shop.counted ON id, name FROM shop.columns;
CREATE SEQUENCE shop.numbers OWNED BY shop."odd "";table".a;

ALTER FOREIGN TABLE shop.nothing OWNER TO "pgdump kinds owner";
ALTER FOREIGN TABLE shop.nothing RENAME TO "order";
GRANT SELECT, INSERT ON shop.columns TO pgdump_reader WITH GRANT OPTION;
GRANT UPDATE (name, words) ON shop.columns TO PUBLIC;
COMMENT ON FOREIGN TABLE shop.columns IS 'it''s
two lines';
COMMENT ON COLUMN shop.columns.words IS 'words';
COMMENT ON CONSTRAINT positive ON shop.columns IS 'check';
COMMENT ON CONSTRAINT later ON shop.columns IS 'later';
COMMENT ON TRIGGER noted ON shop.columns IS 'trigger';

-- Other bounds of partitions
CREATE TABLE shop.by_number (id integer NOT NULL) PARTITION BY RANGE (id);
CREATE FOREIGN TABLE shop.number_low PARTITION OF shop.by_number FOR VALUES FROM (MINVALUE) TO (0) SERVER remote;
CREATE FOREIGN TABLE shop.number_high PARTITION OF shop.by_number FOR VALUES FROM (100) TO (MAXVALUE) SERVER remote;
CREATE TABLE shop.by_hash (id integer) PARTITION BY HASH (id);
CREATE FOREIGN TABLE shop.hash_0 PARTITION OF shop.by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0) SERVER remote;
CREATE TABLE shop.by_list (id integer, word text) PARTITION BY LIST (word);
CREATE FOREIGN TABLE shop.list_a PARTITION OF shop.by_list (CONSTRAINT positive CHECK (id > 0))
  FOR VALUES IN ('a', NULL) SERVER remote OPTIONS (table_name 'list_a');

-- What ALTER can say besides
CREATE FOREIGN TABLE IF NOT EXISTS shop.changed (a integer, b text, c text NOT NULL, d text DEFAULT 'd', e text,
  CONSTRAINT gone CHECK (a > 0), CONSTRAINT kept CHECK (a > 1)) SERVER remote OPTIONS (x 'y', z '');
ALTER FOREIGN TABLE IF EXISTS ONLY shop.changed RENAME COLUMN a TO "A";
ALTER FOREIGN TABLE shop.changed
  ADD COLUMN f integer DEFAULT 6, ALTER b SET DATA TYPE varchar(10) COLLATE "C", ALTER c DROP NOT NULL, ALTER d DROP DEFAULT,
  ALTER b SET NOT NULL, ALTER e SET STORAGE MAIN, ALTER d SET STORAGE EXTENDED, DROP CONSTRAINT gone RESTRICT,
  OPTIONS (DROP z, SET x 'new', ADD y '');
ALTER FOREIGN TABLE shop.changed ALTER "A" SET (n_distinct = 5, n_distinct_inherited = -1);
ALTER FOREIGN TABLE shop.changed ALTER "A" RESET (n_distinct);
ALTER FOREIGN TABLE shop.changed DROP COLUMN IF EXISTS f CASCADE;
ALTER FOREIGN TABLE shop.changed ADD CONSTRAINT checked CHECK ("A" < 10) NOT VALID;
ALTER FOREIGN TABLE shop.changed VALIDATE CONSTRAINT checked;
ALTER FOREIGN TABLE shop.changed SET WITHOUT OIDS;
ALTER FOREIGN TABLE shop.changed OWNER TO CURRENT_USER;
CREATE TABLE shop.heirs_parent (a integer, b text);
CREATE FOREIGN TABLE shop.heir (a integer, b text) SERVER remote;
ALTER FOREIGN TABLE shop.heir INHERIT shop.heirs_parent;
ALTER FOREIGN TABLE shop.heir NO INHERIT shop.heirs_parent;
ALTER FOREIGN TABLE shop.heir INHERIT shop.heirs_parent;
ALTER FOREIGN TABLE shop.heir SET SCHEMA public;
CREATE TRIGGER rep BEFORE INSERT ON shop.changed FOR EACH ROW EXECUTE FUNCTION shop.note();
CREATE TRIGGER alw BEFORE INSERT ON shop.changed FOR EACH ROW EXECUTE FUNCTION shop.note();
ALTER FOREIGN TABLE shop.changed DISABLE TRIGGER ALL;
ALTER FOREIGN TABLE shop.changed ENABLE TRIGGER USER;
ALTER FOREIGN TABLE shop.changed ENABLE REPLICA TRIGGER rep, ENABLE ALWAYS TRIGGER alw;
\if :v18
CREATE FOREIGN TABLE shop.virtual (a integer CHECK (a > 0) NOT ENFORCED, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
  c integer CHECK (c > 0) ENFORCED) SERVER remote;
CREATE FOREIGN TABLE shop.zz_alike (LIKE shop.columns INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS,
  LIKE shop.virtual INCLUDING ALL EXCLUDING GENERATED) SERVER remote;
\endif
