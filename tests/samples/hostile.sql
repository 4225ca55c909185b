-- Hostile names and values, in UTF-8. Nothing here is well meant.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;
SET timezone = 'UTC';

\ir hostile/10_schemas.sql
\ir hostile/20_types.sql
\ir hostile/21_functions.sql
\ir hostile/30_tables.sql
\ir hostile/31_names_by_the_dozen.sql
\ir hostile/32_partitions.sql
\ir hostile/40_values.sql
\ir hostile/41_bytes.sql
\ir hostile/50_dependents.sql
\ir hostile/51_views.sql
\ir hostile/60_large_objects.sql
\ir hostile/70_grants.sql
\ir hostile/71_comments.sql
\ir hostile/90_database.sql
