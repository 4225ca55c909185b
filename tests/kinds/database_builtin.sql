-- CREATE DATABASE with the built-in locale provider, since 17. Runs in an empty database, as a superuser, and makes that
-- anew.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 170000 AS v17, current_database() AS database \gset

\if :v17
\connect postgres
DROP DATABASE :"database";
CREATE DATABASE :"database" TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C'
  LC_CTYPE 'C.UTF-8';
\connect :"database"
\endif
CREATE TABLE words (word text COLLATE "default", other text COLLATE "C");
INSERT INTO words VALUES ('Vogel', 'x');
