-- CREATE DATABASE and ALTER DATABASE: what a database is made with, and what is changed from another one. Runs in an
-- empty database, as a superuser, and makes that anew.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 150000 AS v15, current_database() AS database \gset
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE "pgdump kinds" LOCATION '''''
 WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'pgdump kinds') \gexec
SELECT 'CREATE ROLE "pgdump owner"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pgdump owner') \gexec

\connect postgres
DROP DATABASE :"database";
\if :v15
CREATE DATABASE :"database" WITH OWNER = "pgdump owner" TEMPLATE = template0 ENCODING = 'LATIN1' STRATEGY = file_copy
  LC_COLLATE = 'C' LC_CTYPE = 'POSIX' OID = 4000000001 TABLESPACE = "pgdump kinds"
  ALLOW_CONNECTIONS = true CONNECTION LIMIT = 20 IS_TEMPLATE = true;
\else
CREATE DATABASE :"database" WITH OWNER = "pgdump owner" TEMPLATE = template0 ENCODING = 'LATIN1'
  LC_COLLATE = 'C' LC_CTYPE = 'POSIX' TABLESPACE = "pgdump kinds"
  ALLOW_CONNECTIONS = true CONNECTION LIMIT = 20 IS_TEMPLATE = true;
\endif
ALTER DATABASE :"database" RENAME TO kinds_database_elsewhere;
ALTER DATABASE kinds_database_elsewhere SET TABLESPACE pg_default;
ALTER DATABASE kinds_database_elsewhere SET TABLESPACE "pgdump kinds";
ALTER DATABASE kinds_database_elsewhere WITH ALLOW_CONNECTIONS true CONNECTION LIMIT 19 IS_TEMPLATE true;
ALTER DATABASE kinds_database_elsewhere RENAME TO :"database";
\connect :"database"

ALTER DATABASE :"database" SET work_mem TO '3MB';
ALTER DATABASE :"database" SET statement_timeout = 70000;
ALTER DATABASE :"database" SET maintenance_work_mem TO DEFAULT;
SET extra_float_digits = 2;
ALTER DATABASE :"database" SET extra_float_digits FROM CURRENT;
ALTER DATABASE :"database" RESET work_mem;
ALTER DATABASE :"database" OWNER TO CURRENT_USER;
\if :v15
ALTER DATABASE :"database" REFRESH COLLATION VERSION;
\endif
CREATE TABLE words (word text);
INSERT INTO words VALUES (E'caf\u00e9');
