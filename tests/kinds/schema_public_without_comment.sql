-- The schema "public" without initdb's comment. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
COMMENT ON SCHEMA public IS NULL;
GRANT ALL ON SCHEMA public TO PUBLIC;
