-- CREATE STATISTICS and ALTER STATISTICS, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 170000 AS v17,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset

CREATE SCHEMA shop;
CREATE SCHEMA elsewhere;
CREATE TABLE shop.place (city text, zip text, country text, "Odd ""column" integer, made date);

CREATE STATISTICS shop.all_kinds ON city, zip FROM shop.place;
CREATE STATISTICS shop.ndistinct_alone (ndistinct) ON city, zip, country FROM shop.place;
CREATE STATISTICS shop.dependencies_alone (dependencies) ON zip, city FROM shop.place;
CREATE STATISTICS shop.mcv_alone (mcv) ON country, city FROM shop.place;
CREATE STATISTICS shop.two_kinds (mcv, ndistinct) ON country, "Odd ""column" FROM shop.place;
CREATE STATISTICS elsewhere.of_another_schema ON city, made FROM shop.place;
\if :v14
CREATE STATISTICS shop.one_expression ON (lower(city)) FROM shop.place;
CREATE STATISTICS shop.expressions (ndistinct, dependencies) ON country, (zip || city), (date_trunc('month', made))
  FROM shop.place;
CREATE FUNCTION shop.fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.lower($1)';
CREATE STATISTICS shop.by_function ON (shop.fold(city)), (shop.fold(zip)) FROM shop.place;
\endif

ALTER STATISTICS shop.mcv_alone SET STATISTICS 250;
ALTER STATISTICS shop.two_kinds SET STATISTICS 0;
ALTER STATISTICS shop.all_kinds SET STATISTICS 10;
ALTER STATISTICS shop.all_kinds SET STATISTICS -1;
COMMENT ON STATISTICS shop.mcv_alone IS 'it''s
two lines';
COMMENT ON STATISTICS elsewhere.of_another_schema IS 'x';
ALTER STATISTICS shop.ndistinct_alone RENAME TO "na;me ""--";
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump kinds owner') THEN
    CREATE ROLE "pgdump kinds owner";
  END IF;
END $$;
ALTER STATISTICS shop.two_kinds OWNER TO "pgdump kinds owner";

-- On other relations
CREATE MATERIALIZED VIEW shop.places AS SELECT city, zip FROM shop.place;
CREATE STATISTICS shop.of_view ON city, zip FROM shop.places;
CREATE TABLE shop.parted (a integer, b integer) PARTITION BY HASH (a);
CREATE TABLE shop.parted_0 PARTITION OF shop.parted FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE STATISTICS shop.of_whole ON a, b FROM shop.parted;
CREATE STATISTICS shop.of_part ON b, a FROM shop.parted_0;

ALTER STATISTICS shop.mcv_alone OWNER TO CURRENT_USER;
ALTER STATISTICS elsewhere.of_another_schema SET SCHEMA shop;
CREATE STATISTICS IF NOT EXISTS shop.mcv_alone ON made, zip FROM shop.place;
\if :v17
CREATE STATISTICS ON city, country FROM shop.place;
ALTER STATISTICS shop.mcv_alone SET STATISTICS DEFAULT;
\endif
\if :v19
CREATE TABLE shop.virtual (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
CREATE STATISTICS shop.of_virtual ON b FROM shop.virtual;
CREATE STATISTICS shop.of_both ON a, b, (a + b) FROM shop.virtual;
\endif
