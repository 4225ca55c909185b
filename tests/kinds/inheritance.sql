-- Inheritance: what children state themselves and what comes from their parents.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 160000 AS v16,
       current_setting('server_version_num')::int >= 180000 AS v18 \gset

CREATE SCHEMA family;
CREATE TABLE family.parent (
  a integer NOT NULL, b text DEFAULT 'b', c integer CHECK (c > 0), d integer CONSTRAINT own CHECK (d > 0) NO INHERIT,
  doomed integer DEFAULT 0, "E f" text COLLATE "C");
CREATE TABLE family.other_parent (a integer, z integer NOT NULL);
CREATE TABLE child () INHERITS (family.parent);
CREATE TABLE child_of_two (b text, y integer) INHERITS (family.parent, family.other_parent);
CREATE TABLE child_stating_all (
  a integer NOT NULL, b text DEFAULT 'bb', c integer CHECK (c < 100), d integer NOT NULL, "E f" text COLLATE "C",
  CONSTRAINT parent_c_check CHECK (c > 0)) INHERITS (family.parent);
CREATE TABLE grandchild (g integer) INHERITS (child);
CREATE TABLE both_generations () INHERITS (family.other_parent, grandchild);
CREATE TABLE aa_first () INHERITS (family.other_parent);
INSERT INTO family.parent VALUES (1, 'p', 1, 1, 0, 'e');
INSERT INTO child VALUES (2, 'c', 1, -1, 0, 'e');
INSERT INTO grandchild VALUES (3, 'g', 1, 1, 0, 'e', 5);

-- Not null in the child alone
ALTER TABLE child ALTER c SET NOT NULL;
ALTER TABLE aa_first ALTER a SET NOT NULL;
-- and storage, statistics, options of inherited columns
ALTER TABLE child ALTER b SET STORAGE EXTERNAL, ALTER b SET STATISTICS 5, ALTER a SET (n_distinct = 3);
COMMENT ON COLUMN child.a IS 'inherited';
GRANT SELECT (a) ON child TO PUBLIC;

-- Made by ALTER
CREATE TABLE adopted (a integer NOT NULL, z integer NOT NULL, x integer);
ALTER TABLE adopted INHERIT family.other_parent;
CREATE TABLE left_home () INHERITS (family.parent);
ALTER TABLE left_home NO INHERIT family.parent;
CREATE TABLE late_parent (a integer);
CREATE TABLE late_child () INHERITS (late_parent);
ALTER TABLE late_parent ADD COLUMN late integer DEFAULT 9 NOT NULL;
ALTER TABLE ONLY family.parent ADD CONSTRAINT only_here CHECK (a <> 13) NO INHERIT;
ALTER TABLE family.parent ADD CONSTRAINT everywhere CHECK (a <> 14) NOT VALID;
ALTER TABLE family.parent DROP COLUMN doomed;

-- Unlogged and typed relatives, storage parameters and tablespaces are their own
CREATE UNLOGGED TABLE unlogged_child () INHERITS (family.parent) WITH (fillfactor = 66);

-- Generated columns
CREATE TABLE made (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c integer);
CREATE TABLE made_child () INHERITS (made);
CREATE TABLE made_child_more (d integer) INHERITS (made);
INSERT INTO made_child (a) VALUES (4);
\if :v16
CREATE TABLE made_otherwise (b integer GENERATED ALWAYS AS (a * 3) STORED) INHERITS (made);
CREATE TABLE made_here (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c integer) INHERITS (made);
INSERT INTO made_otherwise (a) VALUES (5);
\endif

\if :v18
-- Not-null constraints have names, and can be invalid
CREATE TABLE named (a integer CONSTRAINT a_there NOT NULL, b integer NOT NULL, c integer);
CREATE TABLE named_child () INHERITS (named);
CREATE TABLE named_child_too (CONSTRAINT a_here NOT NULL a, CONSTRAINT c_here NOT NULL c) INHERITS (named);
CREATE TABLE named_stating (b integer CONSTRAINT b_mine NOT NULL) INHERITS (named);
CREATE TABLE doubtful (a integer, b integer);
CREATE TABLE doubtful_child () INHERITS (doubtful);
ALTER TABLE doubtful ADD CONSTRAINT a_doubtful NOT NULL a NOT VALID;
ALTER TABLE doubtful_child VALIDATE CONSTRAINT a_doubtful;
ALTER TABLE doubtful ADD CONSTRAINT b_doubtful NOT NULL b NOT VALID;
COMMENT ON CONSTRAINT a_here ON named_child_too IS 'named in the child';
\endif
