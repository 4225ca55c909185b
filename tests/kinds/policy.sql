-- CREATE POLICY, ALTER POLICY and row security, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14 \gset

SELECT 'CREATE ROLE "pgdump kinds reader"'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump kinds reader') \gexec
SELECT 'CREATE ROLE pgdump_kinds_owner'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump_kinds_owner') \gexec

CREATE SCHEMA secured;
CREATE SCHEMA other;
CREATE FUNCTION secured.may_see(text) RETURNS boolean LANGUAGE sql STABLE AS $$SELECT $1 <> 'secret'$$;
CREATE TABLE secured.document (id integer PRIMARY KEY, owner name DEFAULT current_user, body text);
CREATE TABLE secured.permission (document integer, reader name);
CREATE TABLE other.document (id integer);
INSERT INTO secured.document VALUES (1, 'a', 'text'), (2, 'b', 'secret');

-- The switch: on with policies, on without, forced, forced while off, off with policies
ALTER TABLE secured.document ENABLE ROW LEVEL SECURITY;
CREATE TABLE secured.closed (id integer);
ALTER TABLE secured.closed ENABLE ROW LEVEL SECURITY;
CREATE TABLE secured.forced (id integer);
ALTER TABLE secured.forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE TABLE secured.forced_off (id integer);
ALTER TABLE secured.forced_off FORCE ROW LEVEL SECURITY;
CREATE POLICY sleeping ON secured.forced_off;

-- Commands, roles, expressions, kind
CREATE POLICY all_commands ON secured.document;
CREATE POLICY readers ON secured.document FOR SELECT TO PUBLIC
  USING (owner = current_user OR EXISTS (SELECT FROM secured.permission p WHERE p.document = document.id));
CREATE POLICY writers ON secured.document AS PERMISSIVE FOR INSERT TO "pgdump kinds reader", pgdump_kinds_owner
  WITH CHECK (secured.may_see(body));
CREATE POLICY changers ON secured.document FOR UPDATE TO pgdump_kinds_owner
  USING (owner = session_user) WITH CHECK (body IS NOT NULL AND body <> 'it''s');
CREATE POLICY removers ON secured.document AS RESTRICTIVE FOR DELETE TO CURRENT_USER USING (id > 0);
CREATE POLICY "Odd ""policy"" \ 'name'" ON secured.document AS RESTRICTIVE USING (true) WITH CHECK (false);

-- The same name on several tables, and a policy with its table's name
CREATE POLICY same_name ON secured.permission USING (true);
CREATE POLICY same_name ON secured.document USING (true);
CREATE POLICY same_name ON other.document USING (true);
CREATE POLICY document ON secured.document USING (true);

-- Partitioned tables and their partitions
CREATE TABLE secured.parted (id integer, region text) PARTITION BY LIST (region);
CREATE TABLE secured.parted_north PARTITION OF secured.parted FOR VALUES IN ('north');
ALTER TABLE secured.parted ENABLE ROW LEVEL SECURITY;
ALTER TABLE secured.parted_north ENABLE ROW LEVEL SECURITY;
CREATE POLICY north_only ON secured.parted USING (region = 'north');
CREATE POLICY even_only ON secured.parted_north USING (id % 2 = 0);

-- Changed later
CREATE POLICY changed ON secured.permission FOR ALL TO pgdump_kinds_owner USING (false);
ALTER POLICY changed ON secured.permission TO PUBLIC USING (reader = current_user) WITH CHECK (reader <> '');
ALTER POLICY changed ON secured.permission RENAME TO "Changed";

-- Comments
COMMENT ON POLICY readers ON secured.document IS 'who may ''read''';
COMMENT ON POLICY "Odd ""policy"" \ 'name'" ON secured.document IS E'odd\nname';

-- Roles of the session
CREATE POLICY of_session ON secured.permission TO CURRENT_USER, SESSION_USER USING (true);
ALTER POLICY of_session ON secured.permission TO SESSION_USER;
ALTER POLICY writers ON secured.document TO CURRENT_USER, pgdump_kinds_owner;
\if :v14
CREATE POLICY of_current_role ON secured.permission TO CURRENT_ROLE USING (true);
ALTER POLICY of_session ON secured.permission TO CURRENT_ROLE;
\endif
ALTER TABLE secured.closed NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
