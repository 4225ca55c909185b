-- PRIMARY KEY, UNIQUE, EXCLUDE, CHECK and NOT NULL constraints of tables and domains, every clause of the pages of
-- CREATE TABLE, ALTER TABLE, CREATE DOMAIN and ALTER DOMAIN. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 170000 AS v17,
       current_setting('server_version_num')::int >= 180000 AS v18 \gset
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE "pgdump kinds" LOCATION '''''
 WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'pgdump kinds') \gexec

CREATE SCHEMA shop;
CREATE SCHEMA archive;
CREATE EXTENSION btree_gist;

-- Keys
CREATE TABLE shop.customer (
  id integer CONSTRAINT customer_key PRIMARY KEY,
  email text CONSTRAINT customer_email UNIQUE,
  code text UNIQUE DEFERRABLE,
  number text UNIQUE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE shop.line (
  "order" integer,
  "Number" integer,
  item text,
  note text,
  PRIMARY KEY ("order", "Number") INCLUDE (item) WITH (fillfactor = 80) USING INDEX TABLESPACE "pgdump kinds",
  CONSTRAINT "it's unique" UNIQUE (item, "order") INCLUDE (note, "Number")
    WITH (fillfactor = 60, deduplicate_items = off)
    NOT DEFERRABLE,
  UNIQUE (note) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE TABLE shop.promoted (a integer NOT NULL, b integer NOT NULL);
CREATE UNIQUE INDEX promoted_a ON shop.promoted (a);
CREATE UNIQUE INDEX promoted_b ON shop.promoted (b) WITH (fillfactor = 90);
ALTER TABLE shop.promoted ADD CONSTRAINT promoted_key PRIMARY KEY USING INDEX promoted_a;
ALTER TABLE shop.promoted ADD UNIQUE USING INDEX promoted_b DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE shop.customer CLUSTER ON customer_key;
ALTER TABLE shop.customer REPLICA IDENTITY USING INDEX customer_key;
ALTER INDEX shop.customer_key DEPENDS ON EXTENSION btree_gist;
COMMENT ON CONSTRAINT customer_key ON shop.customer IS 'the constraint';
COMMENT ON INDEX shop.customer_key IS 'the index';
COMMENT ON CONSTRAINT "it's unique" ON shop.line IS 'it''s
two lines';
CREATE TABLE shop.dropped_column (gone text, a integer, also_gone text, b integer);
ALTER TABLE shop.dropped_column DROP COLUMN gone, DROP COLUMN also_gone;
ALTER TABLE shop.dropped_column ADD PRIMARY KEY (b, a);
\if :v15
CREATE TABLE shop.nulls (a integer, b integer,
  UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (b),
  CONSTRAINT usual UNIQUE NULLS DISTINCT (b));
\endif
-- A view may lean on a key for what it does not group by
CREATE VIEW shop.customer_view AS SELECT id, email FROM shop.customer GROUP BY id;

-- Exclusion
CREATE TABLE shop.booking (
  room integer,
  during tstzrange,
  cancelled boolean DEFAULT false,
  EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT cancelled),
  CONSTRAINT "never twice" EXCLUDE USING gist (room WITH =, during WITH -|-) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT by_hash EXCLUDE USING hash (room WITH =) WITH (fillfactor = 65) USING INDEX TABLESPACE "pgdump kinds"
    WHERE (cancelled AND room > 100),
  CONSTRAINT with_include EXCLUDE USING gist (during WITH &&) INCLUDE (room) WHERE (room = 1)
);
COMMENT ON CONSTRAINT "never twice" ON shop.booking IS 'exclusion';

-- Temporal keys
\if :v18
CREATE TABLE shop.rate (
  currency integer,
  valid daterange,
  value numeric,
  CONSTRAINT rate_key PRIMARY KEY (currency, valid WITHOUT OVERLAPS),
  UNIQUE (value, valid WITHOUT OVERLAPS) DEFERRABLE
);
COMMENT ON CONSTRAINT rate_key ON shop.rate IS 'temporal';
\endif

-- CHECK
CREATE FUNCTION shop.even(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0';
CREATE TABLE shop.checked (
  a integer CHECK (a > 0) CONSTRAINT even CHECK (shop.even(a)),
  b text CONSTRAINT "quo""ted" CHECK (b <> 'it''s \ $$'),
  c date,
  CONSTRAINT both_of CHECK (a < 100 OR b IS NOT NULL) NO INHERIT,
  CHECK (c > '2000-01-01')
);
ALTER TABLE shop.checked ADD CONSTRAINT later CHECK (a <> 13) NOT VALID;
ALTER TABLE shop.checked ADD CONSTRAINT later_no_inherit CHECK (a <> 14) NO INHERIT NOT VALID;
COMMENT ON CONSTRAINT even ON shop.checked IS 'inside CREATE TABLE';
COMMENT ON CONSTRAINT later ON shop.checked IS 'after the rows';
INSERT INTO shop.checked VALUES (2, 'x', '2020-02-02');
\if :v18
ALTER TABLE shop.checked ADD CONSTRAINT never CHECK (a < 50) NOT ENFORCED;
CREATE TABLE shop.unenforced (a integer CONSTRAINT word CHECK (a = 1) NOT ENFORCED, b integer CHECK (b = 2) ENFORCED);
\endif

-- CHECK and inheritance: inherited ones are the parent's, merged ones are both's
CREATE TABLE shop.parent (a integer, CONSTRAINT inherited CHECK (a > 0), CONSTRAINT merged CHECK (a < 10),
  CONSTRAINT of_parent_alone CHECK (a <> 5) NO INHERIT);
CREATE TABLE shop.child (b integer, CONSTRAINT merged CHECK (a < 10), CONSTRAINT own CHECK (b > 0))
  INHERITS (shop.parent);
ALTER TABLE shop.parent ADD CONSTRAINT inherited_later CHECK (a <> 7) NOT VALID;
COMMENT ON CONSTRAINT inherited ON shop.parent IS 'of the parent';
COMMENT ON CONSTRAINT inherited ON shop.child IS 'of the child, which only inherits it';
COMMENT ON CONSTRAINT merged ON shop.child IS 'merged';
-- (the comment on an inherited one that comes later stands where its own name puts it, so the child comes after here)
CREATE TABLE shop.base (a integer);
CREATE TABLE shop.derived () INHERITS (shop.base);
ALTER TABLE shop.base ADD CONSTRAINT base_later CHECK (a <> 7) NOT VALID;
COMMENT ON CONSTRAINT base_later ON shop.derived IS 'inherited, not valid';
CREATE TABLE shop.grandchild () INHERITS (shop.child);
ALTER TABLE ONLY shop.grandchild ADD CONSTRAINT leaf CHECK (a + b < 20);

-- Partitions carry their parent's
CREATE TABLE shop.part (id integer, region text, CONSTRAINT region_known CHECK (region <> ''), PRIMARY KEY (region, id))
  PARTITION BY LIST (region);
CREATE TABLE shop.part_north PARTITION OF shop.part (CONSTRAINT north_only CHECK (id < 1000)) FOR VALUES IN ('north');
CREATE TABLE archive.part_south (id integer NOT NULL, region text NOT NULL,
  CONSTRAINT region_known CHECK (region <> ''), CONSTRAINT own_key PRIMARY KEY (region, id) WITH (fillfactor = 55));
ALTER TABLE shop.part ATTACH PARTITION archive.part_south FOR VALUES IN ('south');
CREATE TABLE shop.part_east PARTITION OF shop.part FOR VALUES IN ('east', 'far east') PARTITION BY HASH (id);
CREATE TABLE shop.part_east_0 PARTITION OF shop.part_east FOR VALUES WITH (MODULUS 2, REMAINDER 0);
ALTER TABLE shop.part ADD CONSTRAINT added UNIQUE (region, id);
COMMENT ON CONSTRAINT part_pkey ON shop.part IS 'of all';
COMMENT ON CONSTRAINT own_key ON archive.part_south IS 'attached';
COMMENT ON CONSTRAINT region_known ON archive.part_south IS 'merged into the parent''s';
ALTER TABLE shop.part ADD CONSTRAINT part_later CHECK (id > 0) NOT VALID;

-- Loops: a check whose function takes the table's rows, directly and through another table
CREATE TABLE shop.looped (a integer, b integer);
CREATE FUNCTION shop.row_is_fine(shop.looped) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a < $1.b';
ALTER TABLE shop.looped ADD CONSTRAINT looped_fine CHECK (shop.row_is_fine(looped.*));
ALTER TABLE shop.looped ADD CONSTRAINT looped_plain CHECK (a > 0);
COMMENT ON CONSTRAINT looped_fine ON shop.looped IS 'in a loop';
CREATE TABLE shop.ring_one (a integer);
CREATE TABLE shop.ring_two (a integer);
CREATE FUNCTION shop.knows_two(integer, shop.ring_two) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE FUNCTION shop.knows_one(integer, shop.ring_one) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER TABLE shop.ring_one ADD CONSTRAINT needs_two CHECK (shop.knows_two(a, NULL));
ALTER TABLE shop.ring_two ADD CONSTRAINT needs_one CHECK (shop.knows_one(a, NULL));

-- The same names on tables and domains of two schemas: the order has to be told apart
CREATE DOMAIN shop.zebra AS integer;
ALTER DOMAIN shop.zebra ADD CONSTRAINT same CHECK (VALUE > 0) NOT VALID;
CREATE DOMAIN shop.ape AS integer;
ALTER DOMAIN shop.ape ADD CONSTRAINT same CHECK (VALUE > 1) NOT VALID;
CREATE TABLE shop.bee (a integer);
ALTER TABLE shop.bee ADD CONSTRAINT same CHECK (a > 0) NOT VALID;
CREATE TABLE shop.ant (a integer);
ALTER TABLE shop.ant ADD CONSTRAINT same CHECK (a > 1) NOT VALID;
CREATE TABLE archive.cow (a integer);
ALTER TABLE archive.cow ADD CONSTRAINT same CHECK (a > 2) NOT VALID;

-- Domains
CREATE DOMAIN shop.price AS numeric(10,2) CONSTRAINT positive CHECK (VALUE >= 0) CHECK (VALUE < 1e6) NOT NULL;
CREATE DOMAIN shop.colour AS text CONSTRAINT "it's named" NOT NULL DEFAULT 'blue' CONSTRAINT known CHECK (VALUE <> '');
ALTER DOMAIN shop.colour ADD CONSTRAINT later CHECK (VALUE <> 'green') NOT VALID;
COMMENT ON CONSTRAINT positive ON DOMAIN shop.price IS 'of a domain';
COMMENT ON CONSTRAINT later ON DOMAIN shop.colour IS 'of a domain, later';
CREATE FUNCTION shop.is_small(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < 10';
CREATE DOMAIN shop.small AS integer CONSTRAINT by_function CHECK (shop.is_small(VALUE));
CREATE DOMAIN shop.self AS integer;
CREATE FUNCTION shop.self_is_fine(shop.self) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER DOMAIN shop.self ADD CONSTRAINT self_fine CHECK (shop.self_is_fine(VALUE));
COMMENT ON CONSTRAINT self_fine ON DOMAIN shop.self IS 'in a loop';
CREATE TABLE shop.of_domains (p shop.price, c shop.colour, s shop.small, f shop.self);
\if :v17
CREATE DOMAIN shop.named AS text CONSTRAINT named_so NOT NULL;
CREATE DOMAIN shop.usual AS text CONSTRAINT usual_not_null NOT NULL;
COMMENT ON CONSTRAINT named_so ON DOMAIN shop.named IS 'a NOT NULL with a name';
\endif

-- NOT NULL with a name
\if :v18
CREATE TABLE shop.filled (
  a integer CONSTRAINT must_be NOT NULL,
  b integer NOT NULL NO INHERIT,
  c integer CONSTRAINT filled_c_not_null NOT NULL,
  d integer,
  e integer
);
ALTER TABLE shop.filled ADD CONSTRAINT d_later NOT NULL d NOT VALID;
ALTER TABLE shop.filled ADD CONSTRAINT e_later NOT NULL e NO INHERIT NOT VALID;
COMMENT ON CONSTRAINT must_be ON shop.filled IS 'named';
COMMENT ON CONSTRAINT filled_c_not_null ON shop.filled IS 'the usual name, with a comment';
COMMENT ON CONSTRAINT d_later ON shop.filled IS 'not valid yet';
CREATE TABLE shop.filled_child () INHERITS (shop.filled);
CREATE TABLE shop.filled_valid () INHERITS (shop.filled);
ALTER TABLE shop.filled_valid VALIDATE CONSTRAINT d_later;
COMMENT ON CONSTRAINT d_later ON shop.filled_child IS 'inherited, not valid yet';
\endif

-- Owned by someone else, with a hostile name
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump kinds owner') THEN
    CREATE ROLE "pgdump kinds owner";
  END IF;
END $$;
CREATE TABLE shop."Ta""ble" ("a b" integer CONSTRAINT "ch;eck" CHECK ("a b" > 0),
  CONSTRAINT "key; --" PRIMARY KEY ("a b"));
ALTER TABLE shop."Ta""ble" ADD CONSTRAINT "line
break" CHECK ("a b" < 9) NOT VALID;
ALTER TABLE shop."Ta""ble" OWNER TO "pgdump kinds owner";
