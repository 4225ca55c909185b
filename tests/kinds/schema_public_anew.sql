-- The schema "public" dropped and made anew: it has no initial privileges then. Runs in an empty database, as a
-- superuser.
\set ON_ERROR_STOP on
SELECT 'CREATE ROLE "pgdump owner"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump owner') \gexec
DROP SCHEMA public;
CREATE SCHEMA public AUTHORIZATION "pgdump owner";
CREATE TABLE public.inside (id integer);
