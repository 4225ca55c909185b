-- The database with the odd name.
SELECT pg_catalog.current_database() AS database \gset
COMMENT ON DATABASE :"database" IS E'it''s "odd" \\ %d\n-- \\connect template1\n$$ /* 😀';
ALTER DATABASE :"database" SET search_path = "select", "it's ""quoted""", ' blanks around ', "back\slash", "a,b";
ALTER DATABASE :"database" SET "hostile.setting" = E'it''s "x" \\ %s\nline; --';
ALTER DATABASE :"database" SET "hostile.Mixed" = '';
ALTER ROLE "hostile ""quoted"" 'role'" IN DATABASE :"database" SET "hostile.setting" = E'\\''"$$';
ALTER ROLE " hostile padded " IN DATABASE :"database" SET search_path = '';
GRANT CREATE, CONNECT ON DATABASE :"database" TO "hostile ""quoted"" 'role'", "hostile=r*w/x" WITH GRANT OPTION;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
ANALYZE;
