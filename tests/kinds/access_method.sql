-- CREATE ACCESS METHOD and COMMENT ON ACCESS METHOD, both types. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 170000 AS v17 \gset

CREATE SCHEMA shop;
-- The server's own handlers under other names
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD "table; -- method" TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD brin2 TYPE INDEX HANDLER brinhandler;
CREATE ACCESS METHOD "index ""method" TYPE INDEX HANDLER hashhandler;
-- A handler of one's own
CREATE FUNCTION shop.handler(internal) RETURNS index_am_handler LANGUAGE internal STRICT AS 'hashhandler';
CREATE ACCESS METHOD own_handler TYPE INDEX HANDLER shop.handler;

-- What uses them
CREATE OPERATOR CLASS shop.int4_ops DEFAULT FOR TYPE integer USING "index ""method" AS
  OPERATOR 1 =, FUNCTION 1 hashint4(integer);
CREATE OPERATOR CLASS shop.box_ops DEFAULT FOR TYPE box USING brin2 AS
  OPERATOR 3 &&(box, box), FUNCTION 1 brin_inclusion_opcinfo(internal),
  FUNCTION 2 brin_inclusion_add_value(internal, internal, internal, internal),
  FUNCTION 3 brin_inclusion_consistent(internal, internal, internal), FUNCTION 4 brin_inclusion_union(internal, internal, internal),
  FUNCTION 11 bound_box(box, box);
CREATE TABLE shop.in_heap2 (id integer, area box) USING heap2;
CREATE TABLE shop.in_odd (id integer) USING "table; -- method";
CREATE TABLE shop.in_heap (id integer) USING heap;
CREATE MATERIALIZED VIEW shop.view_in_heap2 USING heap2 AS SELECT id FROM shop.in_heap2;
CREATE INDEX in_heap2_id ON shop.in_heap2 USING "index ""method" (id);
CREATE INDEX in_heap2_area ON shop.in_heap2 USING brin2 (area);
INSERT INTO shop.in_heap2 VALUES (1, '(0,0),(1,1)');
\if :v17
CREATE TABLE shop.partitioned (id integer) PARTITION BY LIST (id) USING heap2;
CREATE TABLE shop.partition_one PARTITION OF shop.partitioned FOR VALUES IN (1);
\endif

COMMENT ON ACCESS METHOD heap2 IS E'it''s a comment\n-- with \\ backslash and newline';
COMMENT ON ACCESS METHOD "index ""method" IS 'of an odd one';
