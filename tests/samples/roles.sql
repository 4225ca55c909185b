-- The roles of every sample database. Loading this twice changes nothing.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;

DO $roles$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[
        'shop_owner', 'shop_app', 'shop_clerk', 'shop_readonly', 'shop_auditor', 'shop_support',
        'meas_owner', 'meas_ingest', 'meas_reader', 'meas_admin',
        'hostile', 'Hostile', 'hostile role', ' hostile padded ', 'hostile "quoted" ''role''',
        'hostile\back\slash', 'hostile;drop role x--', 'hostile=r*w/x', 'hostile %s $1 $$', 'hostile_ünï_😀',
        'hostile_' || repeat('r', 53) || 'é'
    ]
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
    END LOOP;

    -- Servers from 19 on refuse line ends in role names.
    IF current_setting('server_version_num')::integer < 190000
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = E'hostile\nline\r\nend')
    THEN
        CREATE ROLE U&"hostile\000Aline\000D\000Aend";
    END IF;
END
$roles$;

ALTER ROLE shop_owner NOLOGIN CREATEDB;
ALTER ROLE shop_app LOGIN CONNECTION LIMIT 40;
ALTER ROLE shop_clerk LOGIN NOINHERIT VALID UNTIL '2042-01-01 00:00:00+00';
ALTER ROLE shop_readonly LOGIN;
ALTER ROLE shop_auditor LOGIN BYPASSRLS;
ALTER ROLE shop_support LOGIN CREATEROLE;
ALTER ROLE meas_ingest LOGIN REPLICATION;
ALTER ROLE meas_reader LOGIN;

ALTER ROLE shop_app SET search_path = sales, catalogue, "$user";
ALTER ROLE shop_app SET statement_timeout = '30s';
ALTER ROLE shop_readonly SET default_transaction_read_only = on;
ALTER ROLE meas_ingest SET synchronous_commit = off;
ALTER ROLE "hostile ""quoted"" 'role'" SET "hostile.motto" = 'it''s "quoted" \ and %s';

GRANT shop_readonly TO shop_app, shop_clerk;
GRANT shop_clerk TO shop_support WITH ADMIN OPTION;
GRANT meas_reader TO meas_ingest;
GRANT hostile TO "Hostile" WITH ADMIN OPTION;
GRANT pg_monitor TO meas_admin;
\if :v16
    GRANT shop_app TO shop_support WITH INHERIT FALSE, SET TRUE;
    GRANT meas_ingest TO meas_admin WITH ADMIN TRUE, INHERIT TRUE, SET FALSE;
\endif

COMMENT ON ROLE shop_owner IS 'Owns every object of the shop';
COMMENT ON ROLE "hostile ""quoted"" 'role'" IS E'it''s a "role"\nwith a second line -- and no comment\\';
