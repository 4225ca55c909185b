-- CREATE, ALTER and COMMENT ON LANGUAGE and their privileges. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner', 'pgdump kinds reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd ""schema";

-- Without CREATE EXTENSION a language is an object of its own; these are the server's own handlers for PL/pgSQL.
CREATE FUNCTION shop.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION "Odd ""schema"."inline handler"(internal) RETURNS void LANGUAGE c STRICT
  AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION shop.validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';

CREATE TRUSTED LANGUAGE shop_language HANDLER shop.handler INLINE "Odd ""schema"."inline handler"
  VALIDATOR shop.validator;
CREATE LANGUAGE "untrusted; -- language" HANDLER shop.handler;
CREATE TRUSTED PROCEDURAL LANGUAGE with_validator HANDLER shop.handler VALIDATOR shop.validator;
CREATE LANGUAGE with_inline HANDLER shop.handler INLINE "Odd ""schema"."inline handler";
CREATE FUNCTION shop.in_it() RETURNS integer LANGUAGE shop_language AS 'BEGIN RETURN 1; END';
CREATE FUNCTION shop.in_an_odd_one() RETURNS integer LANGUAGE "untrusted; -- language" AS 'BEGIN RETURN 1; END';

ALTER LANGUAGE shop_language OWNER TO "pgdump kinds owner";
ALTER LANGUAGE with_validator RENAME TO "With Validator";
REVOKE USAGE ON LANGUAGE shop_language FROM PUBLIC;
GRANT USAGE ON LANGUAGE shop_language TO "pgdump kinds reader" WITH GRANT OPTION;
GRANT USAGE ON LANGUAGE "With Validator" TO "pgdump kinds reader";
-- Built-in languages and members of extensions give their privileges only
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE sql TO PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO "pgdump kinds reader";
COMMENT ON LANGUAGE shop_language IS E'it''s a comment\n-- with \\ backslash and newline';
COMMENT ON LANGUAGE "untrusted; -- language" IS 'of an odd one';

CREATE OR REPLACE TRUSTED LANGUAGE with_inline HANDLER shop.handler INLINE "Odd ""schema"."inline handler"
  VALIDATOR shop.validator;
ALTER PROCEDURAL LANGUAGE with_inline OWNER TO CURRENT_USER;
ALTER LANGUAGE with_inline OWNER TO SESSION_USER;
