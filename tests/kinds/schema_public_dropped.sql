-- No schema "public" at all. Runs in an empty database, as a superuser. A restored dump has the schema of the new
-- database again, so a second dump is not equal to the first.
\set ON_ERROR_STOP on
DROP SCHEMA public;
CREATE SCHEMA other;
