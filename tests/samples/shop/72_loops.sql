-- Objects that need each other: a dump has to cut these loops open.
SET ROLE shop_owner;

-- A default that calls a function over the table's own row type.
CREATE TABLE catalogue.bundles (
    id integer NOT NULL,
    parts bigint[],
    label text,
    checksum text
);
CREATE FUNCTION catalogue.bundle_label(b catalogue.bundles) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$ SELECT 'bundle of ' || coalesce(array_length((b).parts, 1), 0) $$;
CREATE FUNCTION catalogue.bundle_is_sound(b catalogue.bundles) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$ SELECT (b).parts IS NULL OR array_length((b).parts, 1) > 0 $$;
ALTER TABLE catalogue.bundles ALTER COLUMN label SET DEFAULT catalogue.bundle_label(NULL::catalogue.bundles);
-- A check over the whole row.
ALTER TABLE catalogue.bundles ADD CONSTRAINT bundles_sound CHECK (catalogue.bundle_is_sound(bundles.*));
CREATE INDEX bundles_by_label ON catalogue.bundles (catalogue.bundle_label(bundles.*));
INSERT INTO catalogue.bundles (id, parts, checksum) SELECT n, ARRAY[n, n + 1], md5(n::text) FROM generate_series(1, 25) AS n;

-- A domain whose check takes the domain.
CREATE DOMAIN catalogue.ean AS text;
CREATE FUNCTION catalogue.ean_is_valid(code catalogue.ean) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN length(code) IN (8, 13); END $$;
ALTER DOMAIN catalogue.ean ADD CONSTRAINT ean_length CHECK (catalogue.ean_is_valid(VALUE));
COMMENT ON CONSTRAINT ean_length ON DOMAIN catalogue.ean IS 'EAN-8 or EAN-13';

-- A view over a function that takes the view's row.
CREATE VIEW reporting_orders AS SELECT id, total, ''::text AS summary FROM sales.orders;
CREATE FUNCTION order_summary(o reporting_orders) RETURNS text
    LANGUAGE sql STABLE AS $$ SELECT '#' || (o).id || ': ' || (o).total $$;
CREATE OR REPLACE VIEW reporting_orders AS
    SELECT o.id, o.total, public.order_summary(ROW(o.id, o.total, NULL)::public.reporting_orders) AS summary
    FROM sales.orders AS o;

-- Two views that select from each other; nobody can run them, a dump must still write them.
CREATE VIEW sales.view_a AS SELECT 1 AS n, 'x'::text AS t;
CREATE VIEW sales.view_b AS SELECT n, t FROM sales.view_a WHERE n > 0;
CREATE OR REPLACE VIEW sales.view_a AS SELECT n, t FROM sales.view_b;

-- A view and a materialized view over a primary key that GROUP BY relies on.
CREATE VIEW reporting.customer_totals AS
    SELECT c.id, c.family_name, c.mail, sum(o.total) AS total, count(*) AS orders
    FROM crm.customers AS c JOIN sales.orders AS o ON o.customer_id = c.id
    GROUP BY c.id;
RESET ROLE;
CREATE MATERIALIZED VIEW reporting.product_sales AS
    SELECT p.id, p.sku, p.title, sum(l.quantity) AS sold, sum(l.line_total) AS turnover
    FROM catalogue.products AS p JOIN sales.order_lines AS l ON l.product_id = p.id
    GROUP BY p.id;
CREATE UNIQUE INDEX product_sales_id ON reporting.product_sales (id);
-- What depends on it comes later still.
CREATE VIEW reporting.best_sellers AS SELECT id, title FROM reporting.product_sales WHERE sold > 20;
CREATE MATERIALIZED VIEW reporting.best_seller_count AS SELECT count(*) AS n FROM reporting.best_sellers;
COMMENT ON MATERIALIZED VIEW reporting.product_sales IS 'Waits for the primary key of products';
GRANT SELECT ON reporting.best_sellers TO shop_readonly;
ALTER MATERIALIZED VIEW reporting.best_seller_count OWNER TO shop_readonly;

-- A column default of a view on such a view; a rule that leads back to it.
ALTER VIEW reporting.customer_totals ALTER COLUMN family_name SET DEFAULT 'nobody';
CREATE RULE customer_totals_rename AS ON UPDATE TO reporting.customer_totals
    DO INSTEAD UPDATE crm.customers SET family_name = new.family_name WHERE customers.id = old.id;
