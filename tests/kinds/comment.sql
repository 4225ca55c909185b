-- COMMENT ON every kind of object. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE SCHEMA shop;
CREATE TABLE shop."Item ""x""" (id integer CONSTRAINT item_key PRIMARY KEY, "Name" text DEFAULT 'a' CHECK ("Name" <> ''));
CREATE TABLE shop.part (id integer) PARTITION BY RANGE (id);
CREATE TABLE shop.part_1 PARTITION OF shop.part FOR VALUES FROM (1) TO (10);
CREATE INDEX item_name ON shop."Item ""x""" ("Name");
CREATE VIEW shop.view AS SELECT * FROM shop."Item ""x""";
CREATE MATERIALIZED VIEW shop.matview AS SELECT * FROM shop.view;
CREATE SEQUENCE shop.sequence;
CREATE TYPE shop.colour AS ENUM ('red');
CREATE TYPE shop.pair AS (a integer, "B" text);
CREATE TYPE shop.float_range AS RANGE (subtype = float8);
CREATE TYPE shop.shell;
CREATE DOMAIN shop.positive AS integer CONSTRAINT above_zero CHECK (VALUE > 0);
CREATE FUNCTION shop.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "Fire" BEFORE INSERT ON shop."Item ""x""" FOR EACH ROW EXECUTE FUNCTION shop.fire();
CREATE RULE "Rule" AS ON DELETE TO shop."Item ""x""" DO INSTEAD NOTHING;
CREATE POLICY "Policy" ON shop."Item ""x""" USING (true);
CREATE AGGREGATE shop.highest(integer) (SFUNC = int4larger, STYPE = integer);
CREATE EXTENSION citext;

COMMENT ON SCHEMA shop IS 'schema';
COMMENT ON TABLE shop."Item ""x""" IS 'table: it''s "quoted" \ $$ ; --';
COMMENT ON COLUMN shop."Item ""x"""."Name" IS 'column
of two lines';
COMMENT ON COLUMN shop."Item ""x""".id IS '-- looks like a comment';
COMMENT ON CONSTRAINT item_key ON shop."Item ""x""" IS 'primary key';
COMMENT ON CONSTRAINT "Item ""x""_Name_check" ON shop."Item ""x""" IS 'check';
COMMENT ON INDEX shop.item_key IS 'index of the primary key';
COMMENT ON INDEX shop.item_name IS 'index';
COMMENT ON TABLE shop.part IS 'partitioned';
COMMENT ON TABLE shop.part_1 IS 'partition';
COMMENT ON COLUMN shop.part_1.id IS 'column of a partition';
COMMENT ON VIEW shop.view IS 'view';
COMMENT ON COLUMN shop.view."Name" IS 'column of a view';
COMMENT ON MATERIALIZED VIEW shop.matview IS 'materialized view';
COMMENT ON COLUMN shop.matview.id IS 'column of a materialized view';
COMMENT ON SEQUENCE shop.sequence IS 'sequence';
COMMENT ON TYPE shop.colour IS 'enum';
COMMENT ON TYPE shop.pair IS 'composite';
COMMENT ON COLUMN shop.pair.a IS 'attribute';
COMMENT ON COLUMN shop.pair."B" IS 'another attribute';
COMMENT ON TYPE shop.float_range IS 'range';
COMMENT ON TYPE shop.shell IS 'shell';
COMMENT ON DOMAIN shop.positive IS 'domain';
COMMENT ON CONSTRAINT above_zero ON DOMAIN shop.positive IS 'domain constraint';
COMMENT ON FUNCTION shop.fire() IS 'function';
COMMENT ON AGGREGATE shop.highest(integer) IS 'aggregate';
COMMENT ON TRIGGER "Fire" ON shop."Item ""x""" IS 'trigger';
COMMENT ON RULE "Rule" ON shop."Item ""x""" IS 'rule';
COMMENT ON RULE "_RETURN" ON shop.view IS 'rule of a view';
COMMENT ON POLICY "Policy" ON shop."Item ""x""" IS 'policy';
COMMENT ON EXTENSION citext IS 'extension';

-- Comments on members of extensions and of pg_catalog are theirs.
COMMENT ON TYPE citext IS 'left out';
COMMENT ON FUNCTION pg_catalog.now() IS 'left out';
COMMENT ON TABLE pg_catalog.pg_class IS 'left out';
-- Taken back
COMMENT ON COLUMN shop.matview."Name" IS 'not for long';
COMMENT ON COLUMN shop.matview."Name" IS NULL;
