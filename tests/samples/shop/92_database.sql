-- The database itself: settings, of all roles and of one, comment, privileges, limits.
SELECT pg_catalog.current_database() AS database \gset
ALTER DATABASE :"database" SET search_path = sales, catalogue, crm, "$user", public;
ALTER DATABASE :"database" SET timezone = 'UTC';
ALTER DATABASE :"database" SET "DateStyle" = 'German, DMY';
ALTER DATABASE :"database" SET intervalstyle = 'sql_standard';
ALTER DATABASE :"database" SET work_mem = '16MB';
ALTER DATABASE :"database" SET "shop.motto" = E'it''s "open"\\ always';
ALTER DATABASE :"database" SET "shop.empty" = '';
ALTER DATABASE :"database" SET jit = off;
ALTER DATABASE :"database" SET temp_tablespaces = '';
ALTER ROLE shop_app IN DATABASE :"database" SET lock_timeout = '2s';
ALTER ROLE shop_app IN DATABASE :"database" SET search_path = sales;
ALTER ROLE shop_clerk IN DATABASE :"database" SET "shop.channel" = 'phone';
ALTER DATABASE :"database" CONNECTION LIMIT 150;
COMMENT ON DATABASE :"database" IS E'The shop''s "main" database\nsecond line \\';
REVOKE TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO shop_app WITH GRANT OPTION;
GRANT CREATE ON DATABASE :"database" TO shop_support;
ANALYZE;
