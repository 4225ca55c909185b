-- Views of every sort, and triggers on them.
SET ROLE shop_owner;

CREATE VIEW catalogue.visible_products WITH (security_barrier = true) AS
    SELECT id, sku, title, gross_price FROM catalogue.products WHERE availability <> 'discontinued';
CREATE VIEW crm.dutch_customers AS
    SELECT id, family_name, mail, phone, uid FROM crm.customers WHERE (home).country = 'NL'
    WITH LOCAL CHECK OPTION;
CREATE VIEW crm.dutch_vips WITH (security_barrier, check_option = cascaded) AS
    SELECT * FROM crm.dutch_customers WHERE id < 500;
CREATE VIEW crm.renamed (number, "Full ""Name""", "e-mail") AS
    SELECT id, concat(given_name, ' ', family_name), mail FROM crm.customers;
ALTER VIEW crm.dutch_vips ALTER COLUMN family_name SET DEFAULT 'de Wit';
ALTER VIEW crm.dutch_vips ALTER COLUMN phone SET DEFAULT crm.default_phone();

CREATE RECURSIVE VIEW catalogue.category_tree (id, depth, trail) AS
    SELECT id, 0, ARRAY[name] FROM catalogue.categories WHERE parent_id IS NULL
    UNION ALL
    SELECT c.id, t.depth + 1, t.trail || c.name
    FROM catalogue.categories AS c JOIN category_tree AS t ON c.parent_id = t.id;

CREATE VIEW sales.monthly AS
    WITH per_month AS (
        SELECT date_trunc('month', placed_at) AS month, channel, sum(total) AS total
        FROM sales.orders GROUP BY GROUPING SETS ((1, 2), (1), ())
    )
    SELECT month, channel, total,
           rank() OVER w AS place,
           lag(total, 1, 0::numeric) OVER (PARTITION BY channel ORDER BY month ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous,
           sum(total) FILTER (WHERE channel = 'web') OVER w AS web_total
    FROM per_month
    WINDOW w AS (PARTITION BY month ORDER BY total DESC NULLS LAST);
CREATE VIEW sales.odds_and_ends AS
    SELECT o.id,
           CASE o.status WHEN 'cart' THEN 'a''b' WHEN 'open' THEN E'c\\d' ELSE NULL END AS label,
           o.placed_at AT TIME ZONE 'Europe/Amsterdam' AS local_time,
           extract(epoch FROM o.placed_at) AS epoch,
           substring(o.channel FROM 2 FOR 3) AS part,
           o.total::integer % 7 BETWEEN SYMMETRIC 3 AND 1 AS middling,
           EXISTS (SELECT FROM sales.complaints AS c WHERE c.order_id = o.id) AS complained,
           ARRAY(SELECT l.product_id FROM sales.order_lines AS l WHERE l.order_id = o.id ORDER BY l.line) AS products,
           (o.delivery).hours AS hours,
           o.extra -> 'coupon' ->> 0 AS coupon,
           coalesce(o.discount, 0) IS NOT DISTINCT FROM 0 AS no_discount,
           o.channel COLLATE "C" < 'x' AS collated,
           o.channel LIKE 'a\_%' ESCAPE '\' AS escaped,
           CURRENT_DATE AS today
    FROM sales.orders AS o
    LEFT JOIN LATERAL (SELECT max(p.paid_on) AS paid_on FROM sales.payments AS p WHERE p.order_id = o.id) AS paid ON true
    WHERE o.id NOT IN (VALUES (1), (2)) AND o.channel ~~* '%e%'
    ORDER BY o.placed_at DESC NULLS LAST
    OFFSET 5 FETCH FIRST 100 ROWS ONLY;
CREATE VIEW sales.whole_rows AS SELECT o, o.*::text AS as_text FROM sales.early_birds AS o;
CREATE VIEW sales.constants AS VALUES (1, 'one'), (2, 'two');
CREATE VIEW sales.set_operations AS
    (SELECT id FROM crm.teams EXCEPT ALL SELECT id FROM crm.employees) UNION (SELECT id FROM crm.notes INTERSECT SELECT 7);
CREATE VIEW sales.table_functions AS
    SELECT f.a, f.b, f.ordinality, s.n FROM ROWS FROM (unnest(ARRAY[1, 2]), generate_series(5, 6)) WITH ORDINALITY AS f (a, b)
    CROSS JOIN sales.numbers(1, 2) AS s (n);
CREATE VIEW sales.sampled AS SELECT id FROM sales.orders TABLESAMPLE bernoulli (10) REPEATABLE (42);
CREATE VIEW sales.locked AS SELECT id FROM crm.teams FOR UPDATE OF teams SKIP LOCKED;
CREATE VIEW sales.no_columns AS SELECT;

-- Written to through triggers.
CREATE FUNCTION crm.renamed_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crm.customers SET mail = NEW."e-mail" WHERE id = NEW.number;
    RETURN NEW;
END $$;
CREATE TRIGGER renamed_insert INSTEAD OF INSERT OR UPDATE ON crm.renamed FOR EACH ROW EXECUTE FUNCTION crm.renamed_write();
CREATE TRIGGER renamed_statement AFTER UPDATE ON crm.renamed FOR EACH STATEMENT EXECUTE FUNCTION sales.touch();
RESET ROLE;

CREATE VIEW reporting.everything AS
    SELECT (SELECT count(*) FROM catalogue.products) AS products, (SELECT count(*) FROM sales.orders) AS orders;
ALTER VIEW reporting.everything OWNER TO shop_readonly;
