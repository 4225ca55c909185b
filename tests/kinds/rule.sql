-- CREATE RULE and ALTER TABLE … RULE, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE SCHEMA ruled;
CREATE SCHEMA other;
CREATE TABLE ruled.account (id integer PRIMARY KEY, name text, balance numeric DEFAULT 0);
CREATE TABLE ruled.log (at timestamptz DEFAULT now(), what text, id integer);
CREATE TABLE other.account (LIKE ruled.account);
CREATE VIEW ruled.names AS SELECT id, name FROM ruled.account;
CREATE VIEW ruled.quiet AS SELECT id FROM ruled.account;

-- Events, INSTEAD and ALSO, conditions, several commands
CREATE RULE do_nothing AS ON INSERT TO ruled.log WHERE new.what IS NULL DO INSTEAD NOTHING;
CREATE RULE also_log AS ON INSERT TO ruled.account DO ALSO INSERT INTO ruled.log (what, id) VALUES ('it''s new', new.id);
CREATE RULE log_change AS ON UPDATE TO ruled.account WHERE new.balance <> old.balance
  DO (INSERT INTO ruled.log (what, id) VALUES ('changed', old.id);
      UPDATE ruled.account SET name = upper(name) WHERE id = 0);
CREATE RULE announce AS ON INSERT TO other.account DO ALSO NOTIFY "Account added", 'it''s new';
CREATE RULE protect AS ON DELETE TO ruled.account WHERE old.balance > 0 DO INSTEAD NOTHING;
CREATE RULE "Odd ""rule"" \ 'name'" AS ON UPDATE TO ruled.log DO INSTEAD DELETE FROM ruled.log WHERE id = old.id;

-- A view made writable by rules
CREATE RULE names_insert AS ON INSERT TO ruled.names DO INSTEAD
  INSERT INTO ruled.account (id, name) VALUES (new.id, new.name) RETURNING id, name;
CREATE RULE names_update AS ON UPDATE TO ruled.names DO INSTEAD
  UPDATE ruled.account SET name = new.name WHERE id = old.id;
CREATE RULE names_delete AS ON DELETE TO ruled.names DO INSTEAD DELETE FROM ruled.account WHERE id = old.id;

-- The same name on several tables of one schema, and in another
CREATE RULE same_name AS ON DELETE TO ruled.log DO ALSO NOTHING;
CREATE RULE same_name AS ON DELETE TO ruled.account DO ALSO NOTHING;
CREATE RULE same_name AS ON DELETE TO other.account DO ALSO NOTHING;

-- Firing
CREATE RULE disabled AS ON INSERT TO other.account DO INSTEAD NOTHING;
ALTER TABLE other.account DISABLE RULE disabled;
CREATE RULE replica AS ON UPDATE TO other.account DO ALSO SELECT 1;
ALTER TABLE other.account ENABLE REPLICA RULE replica;
CREATE RULE always AS ON UPDATE TO other.account DO ALSO SELECT 2;
ALTER TABLE other.account ENABLE ALWAYS RULE always;
ALTER TABLE ruled.log DISABLE RULE "Odd ""rule"" \ 'name'";

-- A view's own rule, which is dumped apart from the view only where it closes a loop
CREATE VIEW ruled.loops AS SELECT 1 AS id;
CREATE FUNCTION ruled.of_loops(ruled.loops) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE VIEW ruled.loops AS SELECT ruled.of_loops(NULL) AS id;
CREATE RULE loops_insert AS ON INSERT TO ruled.loops DO INSTEAD NOTHING;

-- Comments
COMMENT ON RULE also_log ON ruled.account IS 'keeps a ''log''';
COMMENT ON RULE "Odd ""rule"" \ 'name'" ON ruled.log IS E'odd\nname';
COMMENT ON RULE names_insert ON ruled.names IS 'on a view';
COMMENT ON RULE "_RETURN" ON ruled.quiet IS 'of a view: nobody sees it in a dump';
COMMENT ON RULE "_RETURN" ON ruled.loops IS 'of a view in a loop';

-- Named anew, replaced
ALTER RULE protect ON ruled.account RENAME TO "Protect";
CREATE OR REPLACE RULE do_nothing AS ON INSERT TO ruled.log WHERE new.what = '' DO INSTEAD NOTHING;
