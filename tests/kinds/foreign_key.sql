-- FOREIGN KEY, every clause of the pages of CREATE TABLE and ALTER TABLE. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 180000 AS v18 \gset

CREATE SCHEMA a;
CREATE SCHEMA b;

CREATE TABLE b.target (id integer PRIMARY KEY, code text UNIQUE, x integer, y integer, UNIQUE (x, y));
CREATE UNIQUE INDEX target_by_index ON b.target (y, id);

-- Actions, MATCH, deferring, validity
CREATE TABLE a.source (
  simple integer REFERENCES b.target,
  by_code text CONSTRAINT "by code" REFERENCES b.target (code) ON UPDATE CASCADE ON DELETE SET NULL,
  x integer DEFAULT 0,
  y integer DEFAULT 0,
  FOREIGN KEY (x, y) REFERENCES b.target (x, y) MATCH FULL ON DELETE SET DEFAULT ON UPDATE RESTRICT,
  CONSTRAINT by_index FOREIGN KEY (y, simple) REFERENCES b.target (y, id) MATCH SIMPLE ON DELETE NO ACTION,
  CONSTRAINT "deferrable" FOREIGN KEY (simple) REFERENCES b.target DEFERRABLE,
  CONSTRAINT "deferred" FOREIGN KEY (simple) REFERENCES b.target ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE a.source ADD CONSTRAINT not_valid FOREIGN KEY (x) REFERENCES b.target NOT VALID;
COMMENT ON CONSTRAINT "by code" ON a.source IS 'it''s
two lines';
\if :v15
ALTER TABLE a.source ADD CONSTRAINT some_columns FOREIGN KEY (x, y) REFERENCES b.target (x, y) ON DELETE SET NULL (y);
ALTER TABLE a.source ADD CONSTRAINT some_defaults FOREIGN KEY (x, y) REFERENCES b.target (x, y)
  ON DELETE SET DEFAULT (x);
\endif

-- Temporal, and not enforced
\if :v18
CREATE EXTENSION btree_gist;
CREATE TABLE b.rate (id integer, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE a.priced (rate integer, during daterange,
  FOREIGN KEY (rate, PERIOD during) REFERENCES b.rate (id, PERIOD valid));
ALTER TABLE a.source ADD CONSTRAINT unenforced FOREIGN KEY (x) REFERENCES b.target NOT ENFORCED;
CREATE TABLE a.only_unenforced (x integer REFERENCES b.target NOT ENFORCED);
\endif

-- A key on the table itself, and two that need each other: rows alone cannot be ordered
CREATE TABLE a.tree (id integer PRIMARY KEY, parent integer REFERENCES a.tree);
INSERT INTO a.tree VALUES (1, NULL), (2, 1);

-- Rows in the order of their keys, against the order of the names: b needs c needs d
CREATE TABLE a.d (id integer PRIMARY KEY);
CREATE TABLE a.c (id integer PRIMARY KEY, d integer REFERENCES a.d);
CREATE TABLE a.b (id integer PRIMARY KEY, c integer REFERENCES a.c, d integer REFERENCES a.d);
CREATE TABLE a.a (b integer REFERENCES a.b, elsewhere integer REFERENCES b.target);
INSERT INTO b.target VALUES (1, 'one', 1, 1), (2, 'two', 2, 2);
INSERT INTO a.d VALUES (1), (2);
INSERT INTO a.c VALUES (1, 1);
INSERT INTO a.b VALUES (1, 1, 2);
INSERT INTO a.a VALUES (1, 2);

-- Partitions on either side and on both
CREATE TABLE b.whole (id integer, region text, PRIMARY KEY (region, id)) PARTITION BY LIST (region);
CREATE TABLE b.whole_north PARTITION OF b.whole FOR VALUES IN ('north');
CREATE TABLE b.whole_east PARTITION OF b.whole FOR VALUES IN ('east') PARTITION BY RANGE (id);
CREATE TABLE b.whole_east_1 PARTITION OF b.whole_east FOR VALUES FROM (1) TO (100);
CREATE TABLE b.whole_east_rest PARTITION OF b.whole_east DEFAULT;
CREATE TABLE a.to_whole (region text, id integer,
  CONSTRAINT "aaa first by name" FOREIGN KEY (region, id) REFERENCES b.whole (region, id));
CREATE TABLE a.from_whole (n integer REFERENCES b.target ON DELETE CASCADE, region text, id integer,
  FOREIGN KEY (region, id) REFERENCES b.whole DEFERRABLE INITIALLY DEFERRED) PARTITION BY HASH (n);
CREATE TABLE a.from_whole_0 PARTITION OF a.from_whole FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE a.from_whole_1 PARTITION OF a.from_whole FOR VALUES WITH (MODULUS 2, REMAINDER 1);
-- a key of one partition alone, and one that was there before it became a partition
ALTER TABLE a.from_whole_0 ADD CONSTRAINT of_one_partition FOREIGN KEY (id) REFERENCES a.tree;
CREATE TABLE a.to_be_part (n integer REFERENCES b.target ON DELETE CASCADE, m integer) ;
CREATE TABLE a.gets_part (n integer, m integer, FOREIGN KEY (n) REFERENCES b.target ON DELETE CASCADE)
  PARTITION BY RANGE (m);
ALTER TABLE a.gets_part ATTACH PARTITION a.to_be_part FOR VALUES FROM (0) TO (10);
COMMENT ON CONSTRAINT to_be_part_n_fkey ON a.to_be_part IS 'merged into the parent''s';
COMMENT ON CONSTRAINT gets_part_n_fkey ON a.gets_part IS 'of all partitions';
-- partitioned tables that reference themselves
CREATE TABLE b.self (id integer, region text, up integer, PRIMARY KEY (region, id),
  FOREIGN KEY (region, up) REFERENCES b.self) PARTITION BY LIST (region);
CREATE TABLE b.self_x PARTITION OF b.self FOR VALUES IN ('x');

-- Children of a table do not share its keys
CREATE TABLE a.child () INHERITS (a.source);
ALTER TABLE a.child ADD FOREIGN KEY (simple) REFERENCES b.target;

-- The same name on several tables, and hostile ones
CREATE TABLE a.zebra (n integer CONSTRAINT same REFERENCES b.target);
CREATE TABLE a.ape (n integer CONSTRAINT same REFERENCES b.target);
CREATE TABLE b.cow (n integer CONSTRAINT same REFERENCES b.target);
CREATE TABLE a."Ta;ble" ("a b" integer CONSTRAINT "fo""reign; --" REFERENCES b.target);
ALTER TABLE a."Ta;ble" ADD CONSTRAINT "line
break" FOREIGN KEY ("a b") REFERENCES b.target;
COMMENT ON CONSTRAINT "line
break" ON a."Ta;ble" IS 'x';
