-- A shop: catalogue, customers, partitioned orders, stock, an audit trail and its reports.
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;
SET timezone = 'UTC';

\ir shop/10_schemas.sql
\ir shop/20_types.sql
\ir shop/21_functions.sql
\ir shop/22_aggregates.sql
\ir shop/30_catalogue.sql
\ir shop/31_customers.sql
\ir shop/40_orders.sql
\ir shop/41_partitions.sql
\ir shop/50_stock.sql
\ir shop/51_sequences.sql
\ir shop/52_inheritance.sql
\ir shop/60_catalogue_data.sql
\ir shop/61_order_data.sql
\ir shop/62_other_data.sql
\ir shop/70_foreign_keys.sql
\ir shop/71_indexes.sql
\ir shop/72_loops.sql
\ir shop/73_procedures.sql
\ir shop/74_triggers.sql
\ir shop/75_views.sql
\ir shop/76_rules.sql
\ir shop/77_materialized_views.sql
\ir shop/78_policies.sql
\ir shop/80_version_14.sql
\ir shop/81_versions_15_16.sql
\ir shop/82_version_17.sql
\ir shop/83_version_18.sql
\ir shop/84_version_19.sql
\ir shop/90_grants.sql
\ir shop/91_comments.sql
\ir shop/92_database.sql
