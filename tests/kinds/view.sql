-- CREATE VIEW and ALTER VIEW, every clause of their pages, and views in dependency loops.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 150000 AS v15 \gset

SELECT 'CREATE ROLE "pgdump kinds reader"'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump kinds reader') \gexec
SELECT 'CREATE ROLE pgdump_kinds_owner'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump_kinds_owner') \gexec

CREATE SCHEMA shown;
CREATE SCHEMA "Odd ""schema""";
CREATE TABLE shown.item (
  id integer PRIMARY KEY,
  name varchar(20) COLLATE "C" NOT NULL,
  price numeric(10,2),
  made timestamptz DEFAULT now(),
  tags text[]
);

-- Names and columns
CREATE VIEW shown.plain AS SELECT * FROM shown.item;
CREATE VIEW shown.named (first, "second ""column""", "select") AS SELECT id, name, price FROM shown.item;
CREATE VIEW "Odd ""schema"""."Odd 'view' \ name" AS SELECT 'it''s' || E'\\' || name AS "Text" FROM shown.item;
CREATE VIEW shown.no_columns AS SELECT FROM shown.item;
CREATE VIEW shown.constants AS VALUES (1, 'one'), (2, 'two');

-- Queries of many shapes
CREATE VIEW shown.joined AS
  SELECT a.id, b.name, sum(a.price) OVER w AS running
    FROM shown.item a LEFT JOIN shown.item b USING (id)
   WHERE a.price > 0 AND EXISTS (SELECT FROM shown.item WHERE tags @> ARRAY['x'])
  WINDOW w AS (PARTITION BY b.name ORDER BY a.made);
CREATE VIEW shown.grouped AS
  SELECT name, count(*) FILTER (WHERE price IS NULL) AS unpriced, array_agg(id ORDER BY id DESC) AS ids
    FROM shown.item GROUP BY GROUPING SETS ((name), ()) HAVING count(*) > 1;
CREATE VIEW shown.united AS
  (SELECT id FROM shown.item ORDER BY id LIMIT 3) UNION ALL SELECT 7 EXCEPT SELECT 8;
CREATE RECURSIVE VIEW shown.counting (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counting WHERE n < 10;
CREATE VIEW shown.lateral_view AS
  SELECT i.id, t.tag, t.place FROM shown.item i, LATERAL unnest(i.tags) WITH ORDINALITY AS t(tag, place);
CREATE VIEW shown.on_view AS SELECT p.*, n.first FROM shown.plain p JOIN shown.named n ON n.first = p.id;
CREATE VIEW shown.a_before_its_source AS SELECT id FROM shown.joined;

-- Options
CREATE VIEW shown.barrier WITH (security_barrier) AS SELECT id FROM shown.item;
CREATE VIEW shown.no_barrier WITH (security_barrier = false) AS SELECT id FROM shown.item;
CREATE VIEW shown.checked AS SELECT * FROM shown.item WHERE price > 1 WITH CHECK OPTION;
CREATE VIEW shown.checked_locally WITH (check_option = local, security_barrier = true) AS
  SELECT * FROM shown.item WHERE price > 2;
CREATE VIEW shown.set_later AS SELECT id FROM shown.item WHERE id > 3;
ALTER VIEW shown.set_later SET (check_option = cascaded);
\if :v15
CREATE VIEW shown.invoker WITH (security_invoker = true, security_barrier = on) AS SELECT id FROM shown.item;
\endif

-- Defaults of columns
CREATE VIEW shown.with_defaults AS SELECT id, name, price FROM shown.item;
ALTER VIEW shown.with_defaults ALTER COLUMN price SET DEFAULT 9.99;
ALTER VIEW shown.with_defaults ALTER COLUMN name SET DEFAULT 'it''s new';

-- A view that a primary key makes possible: it needs the index, which comes after the data
CREATE VIEW shown.by_key AS SELECT id, name, price, count(*) FROM shown.item GROUP BY id;
CREATE VIEW shown.on_by_key AS SELECT * FROM shown.by_key;

-- Loops: a view whose rule needs a function that takes the view's row
CREATE VIEW shown.loop_with_function AS SELECT 1 AS id, 'x'::varchar(5) COLLATE "C" AS label, NULL::numeric(5,1) AS size;
CREATE FUNCTION shown.label_of(shown.loop_with_function) RETURNS text LANGUAGE sql AS $$SELECT $1.label || '!'$$;
CREATE OR REPLACE VIEW shown.loop_with_function AS
  SELECT id, label, size FROM (SELECT 1 AS id, 'x'::varchar(5) COLLATE "C" AS label, NULL::numeric(5,1) AS size) s
   WHERE shown.label_of(ROW(s.id, s.label, s.size)::shown.loop_with_function) <> '';
COMMENT ON VIEW shown.loop_with_function IS 'written twice';
-- Two views that need each other
CREATE VIEW shown.hen AS SELECT 1 AS n;
CREATE VIEW shown.egg AS SELECT n FROM shown.hen;
CREATE FUNCTION shown.lay() RETURNS SETOF shown.egg LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE VIEW shown.hen WITH (security_barrier = true) AS SELECT n FROM shown.lay();
-- A loop with an option that only the real view may have
CREATE VIEW shown.checked_loop AS SELECT id FROM shown.item;
CREATE FUNCTION shown.of_checked_loop(shown.checked_loop) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OR REPLACE VIEW shown.checked_loop AS
  SELECT id FROM shown.item WHERE shown.of_checked_loop(ROW(id)::shown.checked_loop) WITH LOCAL CHECK OPTION;

\if :v14
-- Functions whose bodies the server knows, between views that need the primary key
CREATE FUNCTION shown.keyed() RETURNS SETOF shown.by_key LANGUAGE sql BEGIN ATOMIC SELECT * FROM shown.by_key; END;
CREATE VIEW shown.on_keyed AS SELECT id FROM shown.keyed();
CREATE FUNCTION shown.grouping_body() RETURNS SETOF text LANGUAGE sql
  BEGIN ATOMIC SELECT name FROM shown.item GROUP BY id; END;
CREATE VIEW shown.on_grouping_body AS SELECT * FROM shown.grouping_body() AS name;
\endif

-- Comments, owners, privileges
COMMENT ON VIEW shown.plain IS 'all ''items''';
COMMENT ON COLUMN shown.plain.name IS 'its name';
COMMENT ON COLUMN shown.named."second ""column""" IS E'odd\nname';
ALTER VIEW shown.named OWNER TO pgdump_kinds_owner;
GRANT SELECT ON shown.plain TO PUBLIC;
GRANT SELECT (id, name), UPDATE (name) ON shown.plain TO "pgdump kinds reader";
GRANT INSERT, UPDATE, DELETE ON shown.named TO "pgdump kinds reader" WITH GRANT OPTION;
REVOKE ALL ON shown.joined FROM CURRENT_USER;
GRANT SELECT ON shown.loop_with_function TO "pgdump kinds reader";

-- Changed and taken back
CREATE VIEW shown.changed AS SELECT id, name, price FROM shown.item WHERE id > 4 WITH CASCADED CHECK OPTION;
ALTER VIEW shown.changed ALTER COLUMN price SET DEFAULT 1;
ALTER VIEW shown.changed ALTER price DROP DEFAULT;
ALTER VIEW IF EXISTS shown.changed RENAME COLUMN name TO "Name";
ALTER VIEW shown.changed SET (security_barrier);
ALTER VIEW shown.changed RESET (security_barrier, check_option);
ALTER VIEW shown.changed OWNER TO CURRENT_USER;
ALTER VIEW shown.changed RENAME TO "Changed";
ALTER VIEW shown."Changed" SET SCHEMA "Odd ""schema""";
CREATE OR REPLACE VIEW shown.set_later WITH (security_barrier) AS SELECT id, name FROM shown.item WHERE id > 5;
CREATE TEMPORARY VIEW gone AS SELECT 1 AS one;
