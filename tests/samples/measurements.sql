-- A measurement store: time series, documents, large objects, own types, and extensions.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;
SET timezone = 'UTC';
SELECT count(*) = 5 AS has_extensions FROM pg_catalog.pg_available_extensions
WHERE name IN ('hstore', 'pgcrypto', 'pg_trgm', 'btree_gist', 'pg_stat_statements')
\gset

\ir measurements/10_schemas.sql
\ir measurements/20_base_types.sql
\ir measurements/21_types.sql
\ir measurements/30_stations.sql
\ir measurements/31_series.sql
\ir measurements/32_documents.sql
\ir measurements/33_values.sql
\ir measurements/34_own_types.sql
\ir measurements/40_large_objects.sql
\ir measurements/50_indexes.sql
\ir measurements/60_views.sql
\ir measurements/70_extensions.sql
\ir measurements/80_multiranges.sql
\ir measurements/90_database.sql
