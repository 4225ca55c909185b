-- Foreign keys from, to and between partitioned tables.
SET ROLE shop_owner;

ALTER TABLE catalogue.products ADD CONSTRAINT products_category_fkey
    FOREIGN KEY (category_id) REFERENCES catalogue.categories (id) ON UPDATE CASCADE;
ALTER TABLE catalogue.products ADD CONSTRAINT products_brand_fkey
    FOREIGN KEY (brand_id) REFERENCES catalogue.brands ON DELETE SET DEFAULT;
-- Old rows are known to break it.
ALTER TABLE catalogue.images ADD CONSTRAINT images_product_fkey
    FOREIGN KEY (product_id) REFERENCES catalogue.products ON DELETE CASCADE NOT VALID;

-- From a partitioned table.
ALTER TABLE sales.orders ADD CONSTRAINT orders_customer_fkey
    FOREIGN KEY (customer_id) REFERENCES crm.customers (id) DEFERRABLE;
-- Between two partitioned tables.
ALTER TABLE sales.order_lines ADD CONSTRAINT order_lines_order_fkey
    FOREIGN KEY (placed_at, order_id) REFERENCES sales.orders (placed_at, id) ON DELETE CASCADE;
ALTER TABLE sales.order_lines ADD FOREIGN KEY (product_id) REFERENCES catalogue.products (id);
-- To a partitioned table, and to one partition of it alone.
CREATE TABLE sales.complaints (
    id integer PRIMARY KEY,
    placed_at timestamp with time zone,
    order_id bigint,
    line smallint,
    text text,
    CONSTRAINT complaints_order_fkey FOREIGN KEY (placed_at, order_id) REFERENCES sales.orders MATCH FULL
        ON UPDATE NO ACTION ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT complaints_line_fkey FOREIGN KEY (order_id, line) REFERENCES sales.order_lines (order_id, line)
);
CREATE TABLE sales.early_birds (
    placed_at timestamp with time zone,
    order_id bigint,
    FOREIGN KEY (placed_at, order_id) REFERENCES sales.orders_2023_h1 (placed_at, id)
);
-- One partition has a key of its own.
ALTER TABLE sales.payments_electronic ADD CONSTRAINT payments_electronic_order_fkey
    FOREIGN KEY (placed_at, order_id) REFERENCES sales.orders;
INSERT INTO sales.complaints
SELECT id, placed_at, id, 1, 'Complaint about order ' || id FROM sales.orders WHERE id % 100 = 0 ORDER BY id;
INSERT INTO sales.early_birds SELECT placed_at, id FROM sales.orders_2023_h1 WHERE id % 50 = 0 ORDER BY id;

-- To a unique key of other columns, in another order.
CREATE TABLE crm.logins (
    account_type character varying(12),
    customer integer,
    at timestamp(6) without time zone,
    CONSTRAINT logins_account_fkey FOREIGN KEY (account_type, customer) REFERENCES crm.accounts (account_type, customer_id)
        ON DELETE CASCADE ON UPDATE RESTRICT
);
RESET ROLE;
