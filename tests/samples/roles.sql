-- The roles of every sample database. Loading this twice changes nothing.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;

-- Made in the order of their names and with all their attributes at once: so they lie in the catalogue as they
-- do in a restored cluster, and what lists roles without sorting them (a policy's roles) lists both alike.
DO $roles$
DECLARE
    wanted text[];
BEGIN
    FOREACH wanted SLICE 1 IN ARRAY ARRAY[
        [' hostile padded ', ''],
        ['Hostile', ''],
        ['hostile', ''],
        [E'hostile\nline\r\nend', ''],
        ['hostile "quoted" ''role''', ''],
        ['hostile %s $1 $$', ''],
        ['hostile role', ''],
        ['hostile;drop role x--', ''],
        ['hostile=r*w/x', ''],
        ['hostile\back\slash', ''],
        ['hostile_' || repeat('r', 53) || 'é', ''],
        ['hostile_ünï_😀', ''],
        ['meas_admin', ''],
        ['meas_ingest', 'LOGIN REPLICATION'],
        ['meas_owner', ''],
        ['meas_reader', 'LOGIN'],
        ['shop_app', 'LOGIN CONNECTION LIMIT 40'],
        ['shop_auditor', 'LOGIN BYPASSRLS'],
        ['shop_clerk', 'LOGIN NOINHERIT VALID UNTIL ''2042-01-01 00:00:00+00'''],
        ['shop_owner', 'CREATEDB'],
        ['shop_readonly', 'LOGIN'],
        ['shop_support', 'LOGIN CREATEROLE']
    ]
    LOOP
        -- Servers from 19 on refuse line ends in names.
        CONTINUE WHEN wanted[1] ~ '\n' AND current_setting('server_version_num')::integer >= 190000;
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted[1]) THEN
            EXECUTE format('CREATE ROLE %I %s', wanted[1], wanted[2]);
        END IF;
    END LOOP;
END
$roles$;

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
