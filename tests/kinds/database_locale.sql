-- CREATE DATABASE with one locale for all, and settings that are taken back. Runs in an empty database, as a superuser,
-- and makes that anew.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_database() AS database \gset

\connect postgres
DROP DATABASE :"database";
CREATE DATABASE :"database" TEMPLATE template0 LOCALE 'C';
\connect :"database"
ALTER DATABASE :"database" SET work_mem TO '3MB';
ALTER DATABASE :"database" SET search_path TO a, "B c";
ALTER DATABASE :"database" RESET ALL;
CREATE TABLE words (word text COLLATE "default");
