-- CREATE DATABASE with ICU as its locale provider, since 15. Runs in an empty database, as a superuser, and makes that
-- anew.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 150000 AS v15,
       current_setting('server_version_num')::int >= 160000 AS v16, current_database() AS database \gset

\if :v15
\connect postgres
DROP DATABASE :"database";
\if :v16
CREATE DATABASE :"database" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'
  ICU_RULES E'& V << w <<< W & ''\\\\'' < x' LOCALE 'C.UTF-8';
\else
CREATE DATABASE :"database" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C.UTF-8';
\endif
\connect :"database"
\endif
CREATE TABLE words (word text COLLATE "default", other text COLLATE "C");
INSERT INTO words VALUES ('Vogel', 'x');
