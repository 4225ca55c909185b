-- What belongs to the database itself, which -C dumps. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader', 'pgdump "writer"']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

SELECT format(command, current_database()) FROM (VALUES
  ('ALTER DATABASE %I CONNECTION LIMIT 17'),
  ('ALTER DATABASE %I SET search_path = "$user", public, "Odd ""schema"""'),
  ('ALTER DATABASE %I SET work_mem = ''4MB'''),
  ('ALTER DATABASE %I SET "odd.setting" = ''a, "b" ''''c'''' \ d'''),
  ('ALTER DATABASE %I SET timezone = ''Europe/Berlin'''),
  ('ALTER DATABASE %I SET DateStyle = ''ISO, DMY'''),
  ('ALTER DATABASE %I SET temp_tablespaces = '''''),
  ('ALTER ROLE pgdump_reader IN DATABASE %I SET statement_timeout = ''1min'''),
  ('ALTER ROLE pgdump_reader IN DATABASE %I SET search_path = pg_catalog, ''a, b'''),
  ('ALTER ROLE "pgdump ""writer""" IN DATABASE %I SET default_transaction_isolation = ''repeatable read'''),
  ('COMMENT ON DATABASE %I IS ''it''''s a database \'''),
  ('REVOKE ALL ON DATABASE %I FROM PUBLIC'),
  ('GRANT CONNECT ON DATABASE %I TO pgdump_reader'),
  ('GRANT CREATE, TEMPORARY ON DATABASE %I TO "pgdump ""writer""" WITH GRANT OPTION'),
  ('ALTER DATABASE %I OWNER TO "pgdump owner"')) AS commands (command) \gexec
