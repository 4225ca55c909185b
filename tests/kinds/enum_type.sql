-- Enumerated types: https://www.postgresql.org/docs/current/sql-createtype.html
CREATE SCHEMA "other Schema";

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE no_labels AS ENUM ();
CREATE TYPE "Mood's ""quoted""" AS ENUM ('it''s', 'back\slash', 'double"quote', '', 'new
line', 'tab	stop', '$dollar$', 'ümläut', '  spaces  ');
CREATE TYPE "other Schema"."select" AS ENUM ('SELECT', 'table');
CREATE TYPE one_label AS ENUM ('one');

-- The order of labels is that of sorting, not of creation.
CREATE TYPE planet AS ENUM ('venus', 'mars');
ALTER TYPE planet ADD VALUE 'mercury' BEFORE 'venus';
ALTER TYPE planet ADD VALUE 'earth' BEFORE 'mars';
ALTER TYPE planet ADD VALUE 'neptune';
ALTER TYPE planet ADD VALUE 'uranus' BEFORE 'neptune';
ALTER TYPE planet ADD VALUE 'jupiter' AFTER 'mars';
ALTER TYPE planet RENAME VALUE 'neptune' TO 'pluto''s neighbour';

CREATE TYPE moved AS ENUM ('a');
ALTER TYPE moved SET SCHEMA "other Schema";
CREATE TYPE renamed AS ENUM ('a');
ALTER TYPE renamed RENAME TO "Renamed";

COMMENT ON TYPE mood IS 'how it''s going; \ or not';
COMMENT ON TYPE "other Schema"."select" IS 'a keyword';
ALTER TYPE one_label OWNER TO pg_monitor;
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO pg_read_all_settings WITH GRANT OPTION;
GRANT USAGE ON TYPE one_label TO pg_read_all_stats;

-- Used before its name comes in the order.
CREATE TYPE a_first AS (p planet, m mood[]);
CREATE FUNCTION better(mood) RETURNS mood LANGUAGE sql AS 'SELECT ''happy''::public.mood';

CREATE TYPE moved_again AS ENUM ('a');
ALTER TYPE moved_again ADD VALUE IF NOT EXISTS 'a';
ALTER TYPE moved_again OWNER TO SESSION_USER;
