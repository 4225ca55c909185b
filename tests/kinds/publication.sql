-- CREATE PUBLICATION and ALTER PUBLICATION, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = error;
SELECT current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 180000 AS v18,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump_super']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE pgdump_super SUPERUSER;

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE TABLE shop.item (id integer PRIMARY KEY, name text, "Odd ""column" integer, price numeric, made date);
CREATE TABLE shop."odd "";table" (id integer PRIMARY KEY);
CREATE TABLE "Odd schema".item (id integer PRIMARY KEY);
CREATE TABLE shop.parted (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE shop.part_1 PARTITION OF shop.parted FOR VALUES FROM (0) TO (10);
CREATE TABLE shop.above (id integer);
CREATE TABLE shop.below () INHERITS (shop.above);

CREATE PUBLICATION nothing;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION "odd "";publication" FOR TABLE shop.item, shop."odd "";table", "Odd schema".item;
CREATE PUBLICATION a_first_by_name FOR TABLE shop.item, shop.parted, shop.part_1;
CREATE PUBLICATION with_children FOR TABLE shop.above;
CREATE PUBLICATION without_children FOR TABLE ONLY shop.above;
CREATE PUBLICATION inserts WITH (publish = 'insert');
CREATE PUBLICATION "some" WITH (publish = 'truncate, delete', publish_via_partition_root = true);
CREATE PUBLICATION none WITH (publish = '');
ALTER PUBLICATION nothing ADD TABLE shop.above;
ALTER PUBLICATION nothing DROP TABLE ONLY shop.above;
ALTER PUBLICATION nothing SET (publish = 'update');
\if :v15
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA shop, "Odd schema";
CREATE PUBLICATION a_schema_and_a_table FOR TABLES IN SCHEMA "Odd schema", TABLE shop.item WHERE (id > 10);
CREATE PUBLICATION columns FOR TABLE shop.item (price, id, "Odd ""column"), shop.above;
CREATE PUBLICATION filtered FOR TABLE shop.item WHERE (true), shop."odd "";table" WHERE (id IN (1, 2) AND id <> 3);
CREATE PUBLICATION "both" FOR TABLE shop.item (id, name) WHERE (id > 1 OR id < 0);
-- A column that was dropped keeps the numbers of those after it.
ALTER TABLE shop.item DROP COLUMN made;
ALTER TABLE shop.item ADD COLUMN later text;
CREATE PUBLICATION later FOR TABLE shop.item (id, later);
\endif
\if :v18
CREATE TABLE shop.generated (id integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION generated FOR TABLE shop.generated WITH (publish_generated_columns = stored);
CREATE PUBLICATION not_generated FOR TABLE shop.generated WITH (publish_generated_columns = none);
\endif
\if :v19
CREATE PUBLICATION sequences FOR ALL SEQUENCES;
CREATE PUBLICATION all_of_both FOR ALL TABLES, ALL SEQUENCES;
CREATE PUBLICATION all_but FOR ALL TABLES EXCEPT (TABLE shop.item, shop."odd "";table", "Odd schema".item);
CREATE PUBLICATION all_but_children FOR ALL TABLES EXCEPT (TABLE shop.above), ALL SEQUENCES;
\endif
ALTER PUBLICATION everything OWNER TO pgdump_super;
ALTER PUBLICATION a_first_by_name OWNER TO pgdump_super;
ALTER PUBLICATION none RENAME TO "order";
COMMENT ON PUBLICATION "odd "";publication" IS 'it''s
two lines';

-- Changed later
CREATE PUBLICATION changed FOR TABLE shop.above, shop.parted;
ALTER PUBLICATION changed SET TABLE ONLY shop.above, "Odd schema".item *;
ALTER PUBLICATION changed ADD TABLE shop.item;
ALTER PUBLICATION changed SET (publish_via_partition_root, publish = 'insert, update');
ALTER PUBLICATION changed OWNER TO CURRENT_USER;
ALTER PUBLICATION inserts OWNER TO SESSION_USER;
\if :v15
CREATE SCHEMA empty_one;
SET search_path = empty_one, public;
CREATE PUBLICATION of_current FOR TABLES IN SCHEMA CURRENT_SCHEMA;
CREATE PUBLICATION schemas_changed FOR TABLES IN SCHEMA shop;
ALTER PUBLICATION schemas_changed ADD TABLES IN SCHEMA "Odd schema", CURRENT_SCHEMA;
ALTER PUBLICATION schemas_changed DROP TABLES IN SCHEMA "Odd schema";
ALTER PUBLICATION of_current SET TABLES IN SCHEMA shop, CURRENT_SCHEMA;
ALTER PUBLICATION changed SET TABLE shop.item (id, price) WHERE (price > 0);
RESET search_path;
\endif
\if :v19
ALTER PUBLICATION all_but SET ALL TABLES EXCEPT (TABLE ONLY shop.above, shop.parted);
ALTER PUBLICATION sequences SET ALL TABLES EXCEPT (TABLE shop.item), ALL SEQUENCES;
CREATE PUBLICATION back_to_all FOR ALL TABLES EXCEPT (TABLE shop.item);
ALTER PUBLICATION back_to_all SET ALL TABLES;
CREATE PUBLICATION sequences_alone FOR ALL TABLES, ALL SEQUENCES;
ALTER PUBLICATION sequences_alone SET ALL SEQUENCES;
CREATE PUBLICATION no_longer_all FOR ALL SEQUENCES WITH (publish = 'insert');
\endif
