-- Schemas whose names try everything.
CREATE SCHEMA "select";
CREATE SCHEMA "Select";
CREATE SCHEMA "a.b";
CREATE SCHEMA " blanks around ";
CREATE SCHEMA "it's ""quoted""";
CREATE SCHEMA "back\slash";
CREATE SCHEMA "-- comment";
CREATE SCHEMA "/* comment";
CREATE SCHEMA "*/; $$ %s";
CREATE SCHEMA U&"line\000Aend";
CREATE SCHEMA U&"carriage\000D\000Areturn\0009tab";
CREATE SCHEMA "'; DROP DATABASE postgres; --";
CREATE SCHEMA "Ünïcödé 😀 日本語" AUTHORIZATION "hostile_ünï_😀";
-- 63 bytes; in the second one the last character ends on the last of them.
CREATE SCHEMA "sixty_three_bytes_of_schema_name_012345678901234567890123456789";
CREATE SCHEMA "sixty_three_bytes_of_schema_name_0123456789012345678901234567é";
CREATE SCHEMA "user" AUTHORIZATION "hostile role";
CREATE SCHEMA hostile AUTHORIZATION hostile;
CREATE SCHEMA "Hostile" AUTHORIZATION "Hostile";
CREATE SCHEMA "HOSTILE" AUTHORIZATION "hostile\back\slash";
CREATE SCHEMA U&"\200B";
CREATE SCHEMA "1digit";
CREATE SCHEMA "$dollar";
CREATE SCHEMA "\connect postgres";
CREATE SCHEMA "public ";
CREATE SCHEMA "pg catalog";
CREATE SCHEMA """";
CREATE SCHEMA "'";
CREATE SCHEMA "\";

-- psql's own commands, at the start of a line that a name begins.
CREATE SCHEMA U&"x\000A\\! false\000A\\q";

ALTER DEFAULT PRIVILEGES FOR ROLE "hostile ""quoted"" 'role'" IN SCHEMA "it's ""quoted""", "back\slash"
    GRANT SELECT ON TABLES TO "hostile;drop role x--", "hostile=r*w/x" WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE hostile GRANT EXECUTE ON FUNCTIONS TO " hostile padded ";
ALTER DEFAULT PRIVILEGES FOR ROLE "hostile_ünï_😀" REVOKE ALL ON TYPES FROM PUBLIC;
