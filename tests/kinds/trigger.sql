-- CREATE TRIGGER, ALTER TRIGGER and ALTER TABLE … TRIGGER, every clause of their pages.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset

CREATE SCHEMA fired;
CREATE SCHEMA other;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION hstore;
CREATE FUNCTION fired.act() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN coalesce(new, old); END$$;
CREATE FUNCTION fired."Act ""oddly"""() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
CREATE TABLE fired.account (id integer PRIMARY KEY, name text, balance numeric, "Odd ""column" integer);
CREATE TABLE fired.detail (id integer REFERENCES fired.account ON DELETE CASCADE, note text);
CREATE TABLE other.account (id integer);
CREATE VIEW fired.shown AS SELECT id, name FROM fired.account;

-- Times, events, levels, columns, conditions, arguments
CREATE TRIGGER before_insert BEFORE INSERT ON fired.account FOR EACH ROW EXECUTE FUNCTION fired.act();
CREATE TRIGGER after_any AFTER INSERT OR UPDATE OR DELETE ON fired.account FOR EACH STATEMENT
  EXECUTE FUNCTION fired."Act ""oddly"""();
CREATE TRIGGER on_truncate BEFORE TRUNCATE ON fired.account EXECUTE FUNCTION fired.act();
CREATE TRIGGER of_columns BEFORE UPDATE OF name, "Odd ""column" ON fired.account FOR EACH ROW
  WHEN (old.name IS DISTINCT FROM new.name AND new.balance > 0) EXECUTE FUNCTION fired.act();
CREATE TRIGGER whole_row AFTER UPDATE ON fired.account FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION fired.act('it''s', 'two', 'back\slash', '');
CREATE TRIGGER with_tables AFTER UPDATE ON fired.account
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS "After rows" FOR EACH STATEMENT EXECUTE FUNCTION fired.act();
CREATE TRIGGER "Odd ""trigger"" \ 'name'" AFTER DELETE ON fired.account FOR EACH ROW EXECUTE FUNCTION fired.act();
CREATE TRIGGER instead_of INSTEAD OF INSERT OR UPDATE OR DELETE ON fired.shown FOR EACH ROW
  EXECUTE FUNCTION fired.act();
CREATE TRIGGER view_statement AFTER UPDATE ON fired.shown EXECUTE FUNCTION fired.act();

-- Constraint triggers
CREATE CONSTRAINT TRIGGER deferred AFTER INSERT OR UPDATE ON fired.detail DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION fired.act();
CREATE CONSTRAINT TRIGGER immediate AFTER DELETE ON fired.detail FROM fired.account DEFERRABLE INITIALLY IMMEDIATE
  FOR EACH ROW WHEN (old.note <> '') EXECUTE FUNCTION fired.act();
CREATE CONSTRAINT TRIGGER not_deferrable AFTER UPDATE OF note ON fired.detail NOT DEFERRABLE
  FOR EACH ROW EXECUTE FUNCTION fired.act();

-- The same name on several tables
CREATE TRIGGER same_name BEFORE INSERT ON fired.detail EXECUTE FUNCTION fired.act();
CREATE TRIGGER same_name BEFORE INSERT ON fired.account EXECUTE FUNCTION fired.act();
CREATE TRIGGER same_name BEFORE INSERT ON other.account EXECUTE FUNCTION fired.act();

-- Firing
ALTER TABLE fired.account DISABLE TRIGGER before_insert;
ALTER TABLE fired.account ENABLE REPLICA TRIGGER after_any;
ALTER TABLE fired.account ENABLE ALWAYS TRIGGER of_columns;
ALTER TABLE fired.detail DISABLE TRIGGER deferred;

-- Partitions: their triggers come with the parent's, except where they are enabled differently
CREATE TABLE fired.parted (id integer, region text) PARTITION BY LIST (region);
CREATE TABLE fired.parted_a PARTITION OF fired.parted FOR VALUES IN ('a') PARTITION BY RANGE (id);
CREATE TABLE fired.parted_a_1 PARTITION OF fired.parted_a FOR VALUES FROM (0) TO (10);
CREATE TABLE fired.parted_b PARTITION OF fired.parted FOR VALUES IN ('b');
CREATE TRIGGER each_row AFTER INSERT ON fired.parted FOR EACH ROW EXECUTE FUNCTION fired.act();
CREATE TRIGGER each_row_off AFTER UPDATE ON fired.parted FOR EACH ROW EXECUTE FUNCTION fired.act();
CREATE TRIGGER statement AFTER UPDATE ON fired.parted EXECUTE FUNCTION fired.act();
CREATE TRIGGER of_partition AFTER DELETE ON fired.parted_b FOR EACH ROW EXECUTE FUNCTION fired.act();
ALTER TABLE fired.parted DISABLE TRIGGER each_row_off;
ALTER TABLE fired.parted_b DISABLE TRIGGER each_row;
ALTER TABLE fired.parted_b ENABLE TRIGGER each_row_off;
ALTER TABLE fired.parted_a ENABLE ALWAYS TRIGGER each_row;
ALTER TABLE fired.parted_a_1 ENABLE REPLICA TRIGGER each_row_off;

-- Dependence on extensions
ALTER TRIGGER on_truncate ON fired.account DEPENDS ON EXTENSION pg_trgm;
ALTER TRIGGER before_insert ON fired.account DEPENDS ON EXTENSION hstore;
ALTER TRIGGER before_insert ON fired.account DEPENDS ON EXTENSION pg_trgm;

-- Comments
COMMENT ON TRIGGER before_insert ON fired.account IS 'first ''of all''';
COMMENT ON TRIGGER "Odd ""trigger"" \ 'name'" ON fired.account IS E'odd\nname';
COMMENT ON TRIGGER instead_of ON fired.shown IS 'on a view';
COMMENT ON TRIGGER deferred ON fired.detail IS 'a constraint';

-- Replaced, renamed, of the old syntax, and no longer dependent
CREATE TRIGGER replaced BEFORE INSERT ON fired.account FOR EACH ROW EXECUTE PROCEDURE fired.act();
\if :v14
CREATE OR REPLACE TRIGGER replaced BEFORE DELETE ON fired.account FOR EACH ROW EXECUTE FUNCTION fired.act('again');
\endif
ALTER TRIGGER replaced ON fired.account DEPENDS ON EXTENSION hstore;
ALTER TRIGGER replaced ON fired.account NO DEPENDS ON EXTENSION hstore;
ALTER TRIGGER replaced ON fired.account RENAME TO "Renamed";
CREATE TABLE fired.switched (id integer PRIMARY KEY, parent integer REFERENCES fired.switched);
CREATE TRIGGER first BEFORE INSERT ON fired.switched FOR EACH ROW EXECUTE FUNCTION fired.act();
CREATE TRIGGER second BEFORE INSERT ON fired.switched FOR EACH ROW EXECUTE FUNCTION fired.act();
ALTER TABLE fired.switched DISABLE TRIGGER ALL;
ALTER TABLE fired.switched ENABLE TRIGGER USER, DISABLE TRIGGER second;
CREATE TABLE fired.disabled (id integer);
CREATE TRIGGER first BEFORE INSERT ON fired.disabled FOR EACH ROW EXECUTE FUNCTION fired.act();
ALTER TABLE fired.disabled DISABLE TRIGGER USER;
\if :v15
ALTER TRIGGER each_row ON fired.parted RENAME TO "Each row";
\endif
\if :v19
CREATE CONSTRAINT TRIGGER enforced AFTER UPDATE ON fired.detail DEFERRABLE ENFORCED
  FOR EACH ROW EXECUTE FUNCTION fired.act();
\endif
