-- GRANT and REVOKE on every kind of object. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 170000 AS v17 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump owner', 'pgdump_reader', 'pgdump "writer"', 'pgdump=r/a', 'Pgdump, {x}\', 'pgdump_Ünï']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE TABLE shop.item (id integer PRIMARY KEY, name text, "Price" numeric);
CREATE VIEW shop.view AS SELECT * FROM shop.item;
CREATE MATERIALIZED VIEW shop.matview AS SELECT * FROM shop.item;
CREATE SEQUENCE shop.sequence;
CREATE TYPE shop.colour AS ENUM ('red', 'green');
CREATE TYPE shop.pair AS (a integer, b integer);
CREATE DOMAIN shop.positive AS integer CHECK (VALUE > 0);
CREATE TABLE shop.part (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE shop.part_1 PARTITION OF shop.part FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

-- Each privilege, with and without grant option
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON shop.item TO pgdump_reader;
GRANT ALL ON shop.item TO "pgdump ""writer""";
GRANT ALL ON shop.item TO "pgdump=r/a" WITH GRANT OPTION;
GRANT SELECT ON shop.item TO "Pgdump, {x}\" WITH GRANT OPTION;
GRANT UPDATE, DELETE ON shop.item TO "Pgdump, {x}\";
GRANT SELECT ON shop.item TO PUBLIC;
GRANT TRIGGER, REFERENCES ON shop.view TO PUBLIC;
GRANT INSERT ON shop.view TO "pgdump_Ünï";
GRANT ALL ON shop.matview TO pgdump_reader;
GRANT TRUNCATE ON shop.part TO pgdump_reader WITH GRANT OPTION;
GRANT SELECT ON shop.part_1 TO pgdump_reader;
\if :v17
GRANT MAINTAIN ON shop.part_1 TO pgdump_reader WITH GRANT OPTION;
REVOKE MAINTAIN ON shop.item FROM "pgdump ""writer""";
\endif
GRANT USAGE ON SEQUENCE shop.sequence TO pgdump_reader;
GRANT ALL ON SEQUENCE shop.sequence TO "pgdump ""writer""" WITH GRANT OPTION;
GRANT SELECT, UPDATE ON SEQUENCE shop.sequence TO PUBLIC;

-- Columns
GRANT SELECT (id, name), INSERT (name), UPDATE ("Price"), REFERENCES (id) ON shop.item TO pgdump_reader;
GRANT ALL ("Price") ON shop.item TO "pgdump ""writer""" WITH GRANT OPTION;
GRANT ALL (id) ON shop.view TO pgdump_reader;
GRANT SELECT (ctid, tableoid) ON shop.item TO pgdump_reader;
CREATE TABLE shop.only_columns (a integer, b integer);
GRANT SELECT (a) ON shop.only_columns TO PUBLIC;

-- Types, and what stands for them
REVOKE ALL ON TYPE shop.colour FROM PUBLIC;
GRANT USAGE ON TYPE shop.colour TO pgdump_reader WITH GRANT OPTION;
GRANT USAGE ON TYPE shop.pair TO pgdump_reader;
REVOKE ALL ON DOMAIN shop.positive FROM PUBLIC, CURRENT_USER;

-- The owner: fewer privileges, none, and some back behind those of others
CREATE TABLE shop.owned (a integer);
ALTER TABLE shop.owned OWNER TO "pgdump owner";
REVOKE INSERT, TRUNCATE ON shop.owned FROM "pgdump owner";
CREATE TABLE shop.revoked (a integer);
REVOKE ALL ON shop.revoked FROM CURRENT_USER;
CREATE TABLE shop.regranted (a integer);
ALTER TABLE shop.regranted OWNER TO "pgdump owner";
REVOKE ALL ON shop.regranted FROM "pgdump owner";
GRANT SELECT ON shop.regranted TO PUBLIC;
GRANT SELECT, INSERT ON shop.regranted TO pgdump_reader;
GRANT INSERT, SELECT ON shop.regranted TO "pgdump owner";
CREATE TABLE shop.granted_and_revoked (a integer);
GRANT SELECT ON shop.granted_and_revoked TO pgdump_reader;
REVOKE SELECT ON shop.granted_and_revoked FROM pgdump_reader;

-- Grants made by others than the owner
CREATE TABLE shop.chain (a integer, b integer);
GRANT SELECT, UPDATE ON shop.chain TO pgdump_reader WITH GRANT OPTION;
GRANT SELECT (a) ON shop.chain TO pgdump_reader WITH GRANT OPTION;
GRANT USAGE ON SCHEMA shop TO pgdump_reader, "pgdump ""writer""";
SET SESSION AUTHORIZATION pgdump_reader;
GRANT SELECT ON shop.chain TO "pgdump ""writer""" WITH GRANT OPTION;
GRANT UPDATE ON shop.chain TO PUBLIC;
GRANT SELECT (a) ON shop.chain TO PUBLIC;
SET SESSION AUTHORIZATION "pgdump ""writer""";
GRANT SELECT ON shop.chain TO "pgdump=r/a";
RESET SESSION AUTHORIZATION;

-- Catalogs: what initdb granted is not dumped, what was changed since is.
REVOKE SELECT ON pg_catalog.pg_stat_activity FROM PUBLIC;
GRANT SELECT ON pg_catalog.pg_authid TO pgdump_reader;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO PUBLIC;
GRANT UPDATE ON pg_catalog.pg_class TO pgdump_reader;
REVOKE USAGE ON TYPE pg_catalog.point FROM PUBLIC;
GRANT ALL ON LANGUAGE sql TO pgdump_reader;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO pgdump_reader;
