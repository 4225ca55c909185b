-- CREATE SUBSCRIPTION and ALTER SUBSCRIPTION, every clause of their pages that needs no publisher. Subscriptions keep
-- their database from being dropped, until they are. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = error;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 160000 AS v16,
       current_setting('server_version_num')::int >= 170000 AS v17,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump_super']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE pgdump_super SUPERUSER;

CREATE SUBSCRIPTION plain CONNECTION 'dbname=nowhere' PUBLICATION a WITH (connect = false);
CREATE SUBSCRIPTION "odd "";subscription" CONNECTION 'dbname=no\\where password=''a b'''
  PUBLICATION b, "Odd ""publication", "select", a WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION slot CONNECTION 'dbname=nowhere' PUBLICATION a WITH (connect = false, slot_name = 'other_slot');
CREATE SUBSCRIPTION synchronous CONNECTION 'dbname=nowhere' PUBLICATION a
  WITH (connect = false, synchronous_commit = remote_apply);
CREATE SUBSCRIPTION synchronous_on CONNECTION '' PUBLICATION a WITH (connect = false, synchronous_commit = on);
\if :v14
CREATE SUBSCRIPTION streaming CONNECTION 'dbname=nowhere' PUBLICATION a
  WITH (connect = false, binary = true, streaming = true);
CREATE SUBSCRIPTION not_streaming CONNECTION 'dbname=nowhere' PUBLICATION a WITH (connect = false, streaming = off);
\endif
\if :v15
CREATE SUBSCRIPTION two_phase CONNECTION 'dbname=nowhere' PUBLICATION a
  WITH (connect = false, two_phase = true, disable_on_error = true);
\endif
\if :v16
CREATE SUBSCRIPTION parallel CONNECTION 'dbname=nowhere' PUBLICATION a
  WITH (connect = false, streaming = parallel, password_required = false, run_as_owner = true, origin = none);
CREATE SUBSCRIPTION any_origin CONNECTION 'dbname=nowhere' PUBLICATION a WITH (connect = false, origin = 'ANY');
\endif
\if :v17
CREATE SUBSCRIPTION failing_over CONNECTION 'dbname=nowhere' PUBLICATION a WITH (connect = false, failover = true);
\endif
\if :v19
CREATE SUBSCRIPTION retaining CONNECTION 'dbname=nowhere' PUBLICATION a
  WITH (connect = false, retain_dead_tuples = true, max_retention_duration = 5000);
CREATE SUBSCRIPTION patient CONNECTION 'dbname=nowhere' PUBLICATION a
  WITH (connect = false, wal_receiver_timeout = '5min');
CREATE EXTENSION postgres_fdw;
CREATE SERVER "odd "";server" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'nowhere');
CREATE USER MAPPING FOR CURRENT_USER SERVER "odd "";server" OPTIONS ("user" 'somebody', password 'secret');
CREATE SUBSCRIPTION of_server SERVER "odd "";server" PUBLICATION a WITH (connect = false);
\endif
ALTER SUBSCRIPTION plain SET (slot_name = NONE);
ALTER SUBSCRIPTION slot OWNER TO pgdump_super;
ALTER SUBSCRIPTION slot RENAME TO "order";
COMMENT ON SUBSCRIPTION "odd "";subscription" IS 'it''s
two lines';

-- Changed later
CREATE SUBSCRIPTION changed CONNECTION 'dbname=nowhere' PUBLICATION a, b WITH (connect = false);
ALTER SUBSCRIPTION changed CONNECTION 'dbname=''no where'' application_name=x';
ALTER SUBSCRIPTION changed SET PUBLICATION c, "D" WITH (refresh = false);
ALTER SUBSCRIPTION changed SET (synchronous_commit = local);
ALTER SUBSCRIPTION changed OWNER TO SESSION_USER;
BEGIN;
ALTER SUBSCRIPTION changed ENABLE;
ALTER SUBSCRIPTION changed DISABLE;
COMMIT;
\if :v14
ALTER SUBSCRIPTION changed ADD PUBLICATION e WITH (refresh = false);
ALTER SUBSCRIPTION changed DROP PUBLICATION c WITH (refresh = false);
ALTER SUBSCRIPTION changed SET (binary = true, streaming = on);
\endif
\if :v15
ALTER SUBSCRIPTION changed SKIP (lsn = '0/1234');
ALTER SUBSCRIPTION changed SKIP (lsn = NONE);
ALTER SUBSCRIPTION changed SET (disable_on_error = true);
\endif
\if :v16
ALTER SUBSCRIPTION changed SET (password_required = false, run_as_owner = true, origin = none);
\endif
\if :v19
ALTER SUBSCRIPTION changed SERVER "odd "";server";
ALTER SUBSCRIPTION of_server CONNECTION 'dbname=elsewhere';
\endif
