-- CREATE, ALTER and COMMENT ON COLLATION, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 160000 AS v16,
       current_setting('server_version_num')::int >= 170000 AS v17,
       current_setting('server_version_num')::int >= 180000 AS v18,
       EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i') AS icu \gset
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd ""schema";

-- libc: one locale, two, and copies of others
CREATE COLLATION shop.c (LOCALE = 'C');
CREATE COLLATION shop.utf8 (PROVIDER = libc, LOCALE = 'C.UTF-8');
CREATE COLLATION shop.two_locales (LC_COLLATE = 'C', LC_CTYPE = 'C.UTF-8');
CREATE COLLATION shop.copy_of_c FROM "C";
CREATE COLLATION IF NOT EXISTS shop.c FROM "POSIX";
CREATE COLLATION "Odd ""schema"."collation; -- 'x'
\connect template1" (LOCALE = 'POSIX');
CREATE COLLATION public.in_public FROM "POSIX";

\if :icu
-- Its version is none that the restoring server should be told
CREATE COLLATION shop.with_version (PROVIDER = icu, LOCALE = 'fr', VERSION = '1.2.3');
CREATE COLLATION shop.german (PROVIDER = icu, LOCALE = 'de-u-co-phonebk');
CREATE COLLATION shop.ignore_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE COLLATION shop.deterministic (PROVIDER = icu, LOCALE = 'en', DETERMINISTIC = true);
CREATE COLLATION shop.copy_of_icu FROM "de-x-icu";
CREATE TABLE shop.names (german text COLLATE shop.german, caseless text COLLATE shop.ignore_case UNIQUE,
  odd text COLLATE "Odd ""schema"."collation; -- 'x'
\connect template1");
CREATE INDEX ON shop.names (german COLLATE shop.deterministic);
CREATE DOMAIN shop.caseless AS text COLLATE shop.ignore_case;
\if :v16
CREATE COLLATION shop.with_rules (PROVIDER = icu, LOCALE = 'de', RULES = E'& V << w <<< W & ''\\\\'' < x');
\endif
\if :v18
ALTER COLLATION shop.german REFRESH VERSION;
\endif
\endif
\if :v17
CREATE COLLATION shop.builtin (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE COLLATION shop.builtin_c (PROVIDER = builtin, LOCALE = 'C');
\endif
\if :v18
CREATE COLLATION shop.unicode_fast (PROVIDER = builtin, LOCALE = 'PG_UNICODE_FAST');
\endif

ALTER COLLATION shop.utf8 REFRESH VERSION;
ALTER COLLATION shop.two_locales OWNER TO "pgdump kinds owner";
ALTER COLLATION shop.copy_of_c RENAME TO "Copy of C";
ALTER COLLATION public.in_public SET SCHEMA "Odd ""schema";
COMMENT ON COLLATION shop.c IS E'it''s a comment\n-- with \\ backslash and newline';
COMMENT ON COLLATION "Odd ""schema"."collation; -- 'x'
\connect template1" IS 'of an odd one';

ALTER COLLATION shop.utf8 OWNER TO CURRENT_USER;
ALTER COLLATION shop.c OWNER TO SESSION_USER;
