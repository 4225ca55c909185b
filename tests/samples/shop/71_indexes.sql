-- Indexes of every sort, on plain and on partitioned tables.
SET ROLE shop_owner;

CREATE INDEX products_title_idx ON catalogue.products (title text_pattern_ops, category_id DESC NULLS LAST);
CREATE INDEX products_lower_title_idx ON catalogue.products (lower(title) COLLATE "C", (net_price * 1.21) DESC) WITH (fillfactor = 50);
ALTER INDEX catalogue.products_lower_title_idx ALTER COLUMN 1 SET STATISTICS 300;
ALTER INDEX catalogue.products_lower_title_idx ALTER COLUMN 2 SET STATISTICS 12;
CREATE INDEX products_available_idx ON catalogue.products (brand_id, category_id)
    INCLUDE (title, net_price) WHERE (availability <> 'discontinued'::catalogue.availability AND rating > 1);
CREATE UNIQUE INDEX products_slug_key ON catalogue.products (title_slug NULLS FIRST) WITH (deduplicate_items = off);
CREATE INDEX products_attributes_idx ON catalogue.products USING gin (attributes jsonb_path_ops) WITH (fastupdate = off, gin_pending_list_limit = 256);
CREATE INDEX products_attribute_keys_idx ON catalogue.products USING gin (attributes, search_vector);
CREATE INDEX products_added_idx ON catalogue.products USING brin (added_at, weight_grams) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX products_hash_idx ON catalogue.products USING hash (title);
CREATE INDEX "products: with ""quotes""" ON catalogue.products ((attributes ->> 'it''s'), (attributes #>> '{a,"b c"}'));
CREATE INDEX warehouses_location_idx ON stock.warehouses USING gist (location) WITH (buffering = on, fillfactor = 60);
CREATE INDEX warehouses_opens_idx ON stock.warehouses USING spgist (location quad_point_ops);
CREATE INDEX warehouses_area_idx ON stock.warehouses USING gist (area);
CREATE UNIQUE INDEX levels_bin_idx ON stock.levels (warehouse, bin, product_id) WHERE (bin IS NOT NULL);
ALTER TABLE stock.levels CLUSTER ON levels_pkey;
CREATE INDEX customers_name_idx ON crm.customers (family_name COLLATE "POSIX", given_name COLLATE pg_catalog."default");
CREATE INDEX customers_city_idx ON crm.customers (((home).city), ((card).home));
ALTER TABLE crm.customers CLUSTER ON customers_name_idx;
CREATE UNIQUE INDEX movements_identity ON stock.movements (id);
ALTER TABLE stock.movements REPLICA IDENTITY USING INDEX movements_identity;

-- A unique index that became a constraint, with and without a new name.
CREATE UNIQUE INDEX warehouses_by_name ON stock.warehouses (name);
ALTER TABLE stock.warehouses ADD CONSTRAINT warehouses_name_key UNIQUE USING INDEX warehouses_by_name;
CREATE UNIQUE INDEX logins_at ON crm.logins (at, customer) INCLUDE (account_type);
ALTER TABLE crm.logins ALTER COLUMN at SET NOT NULL, ALTER COLUMN customer SET NOT NULL;
ALTER TABLE crm.logins ADD PRIMARY KEY USING INDEX logins_at INITIALLY DEFERRED;

-- A foreign key to a unique index that is no constraint.
CREATE TABLE stock.movement_notes (
    movement_id bigint,
    note text,
    CONSTRAINT movement_notes_movement_fkey FOREIGN KEY (movement_id) REFERENCES stock.movements (id) ON DELETE CASCADE
);

-- On partitioned tables: all the way down,
CREATE INDEX orders_customer_idx ON sales.orders (customer_id, placed_at DESC);
CREATE UNIQUE INDEX order_lines_position_key ON sales.order_lines (order_id, line) INCLUDE (quantity);
ALTER TABLE sales.order_lines ADD CONSTRAINT order_lines_product_key UNIQUE (order_id, product_id, line);
-- made on the parent alone and attached to by some partitions only: not valid yet,
CREATE INDEX orders_status_idx ON ONLY sales.orders (status) WHERE (status < 'shipped'::sales.order_status);
CREATE INDEX h1_by_status ON sales.orders_2023_h1 (status) WHERE (status < 'shipped'::sales.order_status);
ALTER INDEX sales.orders_status_idx ATTACH PARTITION sales.h1_by_status;
-- attached everywhere, the partition's own index having another name,
CREATE INDEX electronic_paid ON sales.payments_electronic (paid_on) WITH (fillfactor = 40);
CREATE INDEX payments_paid_on_idx ON sales.payments (paid_on);
CREATE INDEX shipments_expression_idx ON sales.shipments ((order_id % 10), carrier);
-- and a partition's very own.
CREATE INDEX orders_2023_h2_extra_idx ON sales.orders_2023_h2 USING gin (extra);
CREATE INDEX orders_2024_early_total_idx ON sales.orders_2024_early (total) WHERE (total > 1000);
ALTER TABLE sales.orders_2023_h2 CLUSTER ON orders_2023_h2_pkey;
ALTER TABLE sales.orders_2023_h1 REPLICA IDENTITY USING INDEX orders_2023_h1_pkey;
ALTER INDEX sales.orders_2023_h2_customer_id_placed_at_idx SET (fillfactor = 66);

RESET ROLE;
-- What a failed CREATE INDEX CONCURRENTLY leaves behind: no dump has it.
CREATE INDEX counts_unfinished_idx ON stock.counts (remark);
UPDATE pg_catalog.pg_index SET indisvalid = false WHERE indexrelid = 'stock.counts_unfinished_idx'::regclass;
