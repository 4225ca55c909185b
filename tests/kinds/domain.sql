-- Domains: https://www.postgresql.org/docs/current/sql-createdomain.html
SELECT current_setting('server_version_num')::int >= 170000 AS names_not_null \gset
SET client_min_messages = warning;
CREATE SCHEMA other;

CREATE DOMAIN plain AS int;
CREATE DOMAIN "Quoted ""name""" AS numeric(10,2)[];
CREATE DOMAIN other."select" AS varchar(20);
CREATE DOMAIN zone_time AS timestamp(3) with time zone DEFAULT now();
CREATE DOMAIN text_default AS text DEFAULT 'it''s a \ default';
CREATE DOMAIN null_default AS text DEFAULT NULL;
CREATE DOMAIN empty_default AS text DEFAULT '';
CREATE DOMAIN c_text AS text COLLATE "C";
CREATE DOMAIN own_collation AS text COLLATE "default";
CREATE DOMAIN bits AS bit varying(8) NOT NULL DEFAULT B'101';
CREATE DOMAIN span AS interval day to second(2);

-- Constraints, in the order of their names.
CREATE DOMAIN us_postal_code AS text COLLATE "C" NOT NULL DEFAULT '00000'
  CONSTRAINT z_last CHECK (VALUE ~ '^\d{5}$' OR VALUE ~ '^\d{5}-\d{4}$')
  CHECK (length(VALUE) < 20)
  CONSTRAINT "A first" CHECK (VALUE <> 'it''s');
COMMENT ON DOMAIN us_postal_code IS 'United States postal code';
COMMENT ON CONSTRAINT z_last ON DOMAIN us_postal_code IS 'five digits, or nine';
COMMENT ON CONSTRAINT "A first" ON DOMAIN us_postal_code IS 'no ''quotes''';

-- Not validated: added after the data.
CREATE DOMAIN to_be_checked AS int CONSTRAINT valid CHECK (VALUE <> 7);
CREATE TABLE a_table (d to_be_checked, p us_postal_code, q "Quoted ""name""");
INSERT INTO a_table VALUES (-1, '12345', '{1.5,2.25}');
ALTER DOMAIN to_be_checked ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
COMMENT ON CONSTRAINT positive ON DOMAIN to_be_checked IS 'later';

-- NOT NULL, with and without a name.
CREATE DOMAIN never_null AS int NOT NULL;
CREATE DOMAIN later_not_null AS int CHECK (VALUE > 0);
ALTER DOMAIN later_not_null SET NOT NULL;
CREATE DOMAIN not_null_again AS int NOT NULL;
ALTER DOMAIN not_null_again DROP NOT NULL;
CREATE DOMAIN named_not_null AS int CONSTRAINT "Has a name" NOT NULL CONSTRAINT a CHECK (VALUE > 0);
CREATE DOMAIN before_renamed AS int NOT NULL;
ALTER DOMAIN before_renamed RENAME TO renamed;
\if :names_not_null
COMMENT ON CONSTRAINT never_null_not_null ON DOMAIN never_null IS 'the made-up name';
COMMENT ON CONSTRAINT "Has a name" ON DOMAIN named_not_null IS 'a given name';
\endif

ALTER DOMAIN other."select" OWNER TO pg_monitor;
REVOKE ALL ON DOMAIN plain FROM PUBLIC;
GRANT USAGE ON DOMAIN plain TO pg_read_all_stats WITH GRANT OPTION;

-- Over other types of our own, against the order of names.
CREATE TYPE z_enum AS ENUM ('a', 'b');
CREATE TYPE z_composite AS (a int, b text);
CREATE DOMAIN z_domain AS int CHECK (VALUE > 0);
CREATE DOMAIN a_enum AS z_enum DEFAULT 'b';
CREATE DOMAIN a_composite AS z_composite CHECK ((VALUE).a > 0);
CREATE DOMAIN a_domain AS z_domain CHECK (VALUE < 100) NOT NULL;
CREATE DOMAIN a_domain_array AS z_domain[];
CREATE DOMAIN a_range AS int4range CHECK (NOT isempty(VALUE));

-- A check that needs a function, and ones that need the domain itself.
CREATE FUNCTION is_even(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0';
CREATE DOMAIN even AS int CONSTRAINT even CHECK (is_even(VALUE));
CREATE DOMAIN round_about AS int NOT NULL;
CREATE FUNCTION is_round(round_about) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN true; END';
ALTER DOMAIN round_about ADD CONSTRAINT round CHECK (is_round(VALUE));
ALTER DOMAIN round_about ADD CONSTRAINT simple CHECK (VALUE > 0);
COMMENT ON CONSTRAINT round ON DOMAIN round_about IS 'made separate';
CREATE DOMAIN array_about AS int;
CREATE FUNCTION fits(array_about[]) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN true; END';
ALTER DOMAIN array_about ADD CHECK (fits(ARRAY[VALUE]::array_about[]));
-- Defaults that call functions.
CREATE FUNCTION twelve() RETURNS int LANGUAGE sql AS 'SELECT 12';
CREATE DOMAIN dozen AS int DEFAULT twelve() + 0;

-- Taken away again, and validated
CREATE DOMAIN emptied AS int DEFAULT 7 CONSTRAINT gone CHECK (VALUE > 0) CONSTRAINT kept CHECK (VALUE < 100);
ALTER DOMAIN emptied DROP CONSTRAINT gone RESTRICT;
ALTER DOMAIN emptied DROP CONSTRAINT IF EXISTS gone CASCADE;
ALTER DOMAIN emptied DROP DEFAULT;
ALTER DOMAIN emptied RENAME CONSTRAINT kept TO "Kept";
ALTER DOMAIN emptied ADD CONSTRAINT validated CHECK (VALUE <> 50) NOT VALID;
ALTER DOMAIN emptied VALIDATE CONSTRAINT validated;
ALTER DOMAIN dozen SET DEFAULT 13;
ALTER DOMAIN dozen OWNER TO CURRENT_USER;
ALTER DOMAIN dozen SET SCHEMA other;
CREATE DOMAIN null_allowed AS int NULL;
