-- CREATE AGGREGATE and ALTER AGGREGATE, every clause of their pages. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT current_setting('server_version_num')::int >= 140000 AS v14,
       current_setting('server_version_num')::int >= 190000 AS v19 \gset
SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY['pgdump owner', 'pgdump_reader']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd";
CREATE FUNCTION shop.add(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + coalesce($2, 0)';
CREATE FUNCTION shop.subtract(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 - coalesce($2, 0)';
CREATE FUNCTION "Odd"."Finish"(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION "Odd"."Finish"(bigint, integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';

CREATE AGGREGATE simple(integer) (SFUNC = int4larger, STYPE = integer);
CREATE AGGREGATE with_start(integer) (SFUNC = shop.add, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE counting(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', COMBINEFUNC = int8pl);
CREATE AGGREGATE odd_start(text) (SFUNC = textcat, STYPE = text, INITCOND = 'it''s "\ ');
CREATE AGGREGATE "Odd"."Aggregate ""name"""("Arg" integer) (
  SFUNC = shop.add, STYPE = bigint, SSPACE = 64, INITCOND = '7', FINALFUNC = "Odd"."Finish");
CREATE AGGREGATE extra(integer) (
  SFUNC = shop.add, STYPE = bigint, INITCOND = '0', FINALFUNC = "Odd"."Finish", FINALFUNC_EXTRA,
  FINALFUNC_MODIFY = READ_WRITE, PARALLEL = RESTRICTED);
CREATE AGGREGATE shareable(integer) (
  SFUNC = shop.add, STYPE = bigint, INITCOND = '0', FINALFUNC = "Odd"."Finish", FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE read_only(integer) (
  SFUNC = shop.add, STYPE = bigint, INITCOND = '0', FINALFUNC = "Odd"."Finish", FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE moving(integer) (
  SFUNC = shop.add, STYPE = bigint, INITCOND = '0',
  MSFUNC = shop.add, MINVFUNC = shop.subtract, MSTYPE = bigint, MSSPACE = 32, MINITCOND = '0',
  MFINALFUNC = "Odd"."Finish", MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = SHAREABLE,
  FINALFUNC = "Odd"."Finish", FINALFUNC_EXTRA);
CREATE AGGREGATE serialized(numeric) (
  SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
  SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize, PARALLEL = SAFE);

-- Sort operators, of pg_catalog and of a schema that needs quotes
CREATE AGGREGATE highest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >, PARALLEL = SAFE);
CREATE AGGREGATE lowest(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = OPERATOR(pg_catalog.<));

-- Several arguments, variadic ones, names, polymorphic ones
CREATE FUNCTION shop.collect(text[], text, text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $2 || $3';
CREATE AGGREGATE collecting(separator text, VARIADIC more text[]) (
  SFUNC = shop.collect, STYPE = text[], INITCOND = '{}');
CREATE FUNCTION shop.append(anyarray, anyelement) RETURNS anyarray LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $2';
CREATE AGGREGATE any_array(anyelement) (SFUNC = shop.append, STYPE = anyarray, INITCOND = '{}');

-- Ordered-set and hypothetical-set aggregates
CREATE AGGREGATE middle(float8 ORDER BY anyelement) (
  SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA = true,
  FINALFUNC_MODIFY = READ_WRITE);
CREATE AGGREGATE middle_read_only(fraction float8 ORDER BY value anyelement) (
  SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA,
  FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE my_rank(VARIADIC "any" ORDER BY VARIADIC "any") (
  SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);

-- Names that only their arguments tell apart
CREATE AGGREGATE twin(text) (SFUNC = textcat, STYPE = text);
CREATE AGGREGATE twin(integer) (SFUNC = int4larger, STYPE = integer);
CREATE AGGREGATE twin(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');

-- Owner, comment, privileges: GRANT names them as functions.
ALTER AGGREGATE simple(integer) RENAME TO simplest;
ALTER AGGREGATE simplest(integer) SET SCHEMA shop;
ALTER AGGREGATE counting(*) OWNER TO "pgdump owner";
ALTER AGGREGATE middle(float8 ORDER BY anyelement) OWNER TO "pgdump owner";
COMMENT ON AGGREGATE counting(*) IS 'it''s counting';
COMMENT ON AGGREGATE "Odd"."Aggregate ""name"""(integer) IS 'an odd one';
COMMENT ON AGGREGATE middle(float8 ORDER BY anyelement) IS 'in the middle';
REVOKE ALL ON FUNCTION counting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION counting() TO pgdump_reader WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION middle(float8, anyelement) TO pgdump_reader;
GRANT EXECUTE ON FUNCTION "Odd"."Aggregate ""name"""(integer) TO "pgdump owner";

-- Other ways to say it
CREATE AGGREGATE old_style (BASETYPE = integer, SFUNC = int4larger, STYPE = integer);
CREATE AGGREGATE old_style_any (BASETYPE = 'ANY', SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE replaced(integer) (SFUNC = int4larger, STYPE = integer);
CREATE OR REPLACE AGGREGATE replaced(integer) (SFUNC = int4smaller, STYPE = integer, PARALLEL = UNSAFE);
ALTER AGGREGATE old_style(integer) OWNER TO CURRENT_USER;
ALTER AGGREGATE replaced(integer) OWNER TO SESSION_USER;
\if :v14
ALTER AGGREGATE old_style_any(*) OWNER TO CURRENT_ROLE;
\endif
\if :v19
CREATE FUNCTION shop.support(internal) RETURNS internal LANGUAGE internal STRICT AS 'generate_series_int4_support';
CREATE AGGREGATE supported(integer) (SFUNC = int4larger, STYPE = integer, SUPPORT = shop.support);
CREATE AGGREGATE supported_set(float8 ORDER BY anyelement) (
  SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA,
  SUPPORT = shop.support);
CREATE AGGREGATE supported_rank(VARIADIC "any" ORDER BY VARIADIC "any") (
  SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA,
  SUPPORT = shop.support, PARALLEL = RESTRICTED, HYPOTHETICAL);
CREATE FUNCTION "Odd"."Support"(internal) RETURNS internal LANGUAGE internal STRICT AS 'generate_series_int4_support';
CREATE AGGREGATE supported_highest(integer) (
  SFUNC = int4larger, STYPE = integer, SUPPORT = "Odd"."Support", SORTOP = >, PARALLEL = SAFE);
\endif
