-- Aggregates of every sort.
SET ROLE shop_owner;

CREATE FUNCTION reporting_product(double precision, double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 * $2 $$;
CREATE FUNCTION reporting_unproduct(double precision, double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 / nullif($2, 0) $$;
CREATE FUNCTION reporting_final(double precision, double precision) RETURNS numeric
    LANGUAGE sql IMMUTABLE AS $$ SELECT round($1::numeric, 4) $$;
CREATE FUNCTION reporting_plain_final(double precision) RETURNS numeric
    LANGUAGE sql IMMUTABLE AS $$ SELECT round($1::numeric, 4) $$;
RESET ROLE;

CREATE AGGREGATE reporting.product(double precision) (
    SFUNC = public.reporting_product, STYPE = double precision, INITCOND = '1');

-- Usable as a moving window, and in parallel.
CREATE AGGREGATE reporting.moving_product(factor double precision) (
    SFUNC = public.reporting_product, STYPE = double precision, SSPACE = 16, INITCOND = '1',
    FINALFUNC = public.reporting_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_ONLY,
    COMBINEFUNC = public.reporting_product,
    MSFUNC = public.reporting_product, MINVFUNC = public.reporting_unproduct, MSTYPE = double precision, MSSPACE = 32,
    MFINALFUNC = public.reporting_plain_final, MFINALFUNC_MODIFY = SHAREABLE, MINITCOND = '1',
    PARALLEL = SAFE);

CREATE AGGREGATE reporting.sum_of_days(interval) (
    SFUNC = interval_pl, STYPE = interval, INITCOND = '00:00:00', PARALLEL = RESTRICTED);

CREATE AGGREGATE reporting.largest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
CREATE AGGREGATE reporting.count_all(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');

\if :v14
    CREATE AGGREGATE reporting.collect(anycompatible) (
        SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}');
\else
    CREATE AGGREGATE reporting.collect(anyelement) (
        SFUNC = array_append, STYPE = anyarray, INITCOND = '{}');
\endif

-- The transition state is internal: serialised between parallel workers.
CREATE AGGREGATE reporting.exact_average(numeric) (
    SFUNC = numeric_avg_accum, STYPE = internal, SSPACE = 128, FINALFUNC = numeric_avg, FINALFUNC_MODIFY = SHAREABLE,
    COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize,
    MSFUNC = numeric_avg_accum, MINVFUNC = numeric_accum_inv, MSTYPE = internal, MFINALFUNC = numeric_avg,
    PARALLEL = SAFE);

CREATE AGGREGATE reporting.middle(fraction double precision ORDER BY anyelement) (
    SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE reporting.would_rank(VARIADIC "any" ORDER BY VARIADIC "any") (
    SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE reporting.label_list(VARIADIC labels text[]) (
    SFUNC = array_cat, STYPE = text[], INITCOND = '{"a \"quoted\" start",''}');

ALTER AGGREGATE reporting.product(double precision) OWNER TO shop_owner;
COMMENT ON AGGREGATE reporting.middle(double precision ORDER BY anyelement) IS 'The value in the middle, or at any other fraction';
COMMENT ON AGGREGATE reporting.count_all(*) IS 'Takes a star';
REVOKE ALL ON FUNCTION reporting.product(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting.product(double precision) TO shop_readonly WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION reporting.would_rank("any") TO shop_app;
