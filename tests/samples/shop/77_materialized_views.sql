-- Materialized views: on tables, on each other, empty, indexed, with options.
CREATE MATERIALIZED VIEW reporting.orders_per_day WITH (fillfactor = 80, autovacuum_enabled = off) AS
    SELECT (placed_at AT TIME ZONE 'UTC')::date AS day, count(*) AS orders, sum(total) AS total
    FROM sales.orders GROUP BY 1;
CREATE UNIQUE INDEX orders_per_day_key ON reporting.orders_per_day (day);
CREATE INDEX orders_per_day_total ON reporting.orders_per_day (total DESC) WHERE (orders > 4);
ALTER MATERIALIZED VIEW reporting.orders_per_day CLUSTER ON orders_per_day_key;
ALTER MATERIALIZED VIEW reporting.orders_per_day ALTER COLUMN total SET STATISTICS 400;

-- Named so that it sorts before the one it reads.
CREATE MATERIALIZED VIEW reporting.a_best_days AS
    SELECT d.day, d.total FROM reporting.orders_per_day AS d WHERE d.total > (SELECT avg(total) FROM reporting.orders_per_day);
CREATE MATERIALIZED VIEW reporting.a_weeks (week, "the best") AS
    SELECT date_trunc('week', day), max(total) FROM reporting.a_best_days GROUP BY 1;
CREATE VIEW reporting.b_between AS SELECT week FROM reporting.a_weeks;
CREATE MATERIALIZED VIEW reporting.a_after_view AS SELECT week FROM reporting.b_between;
CREATE MATERIALIZED VIEW catalogue.tag_cloud USING heap AS SELECT tag, weight FROM catalogue.product_tags;
CREATE MATERIALIZED VIEW reporting.not_yet AS SELECT id, body FROM crm.notes WITH NO DATA;
CREATE INDEX not_yet_id ON reporting.not_yet (id);
-- Reads one that is empty, and stays empty with it.
CREATE MATERIALIZED VIEW reporting.neither_yet AS SELECT id FROM reporting.not_yet WITH NO DATA;
CREATE RULE orders_per_day_note AS ON INSERT TO stock.counts WHERE (SELECT count(*) FROM reporting.orders_per_day) < 0 DO INSTEAD NOTHING;

GRANT SELECT ON reporting.a_best_days TO shop_readonly;
ALTER MATERIALIZED VIEW reporting.a_weeks OWNER TO shop_readonly;
ALTER MATERIALIZED VIEW reporting.a_weeks ALTER COLUMN "the best" SET STORAGE PLAIN;
COMMENT ON MATERIALIZED VIEW reporting.not_yet IS 'Filled by hand';
COMMENT ON COLUMN reporting.a_weeks."the best" IS 'Turnover of the best day';
GRANT SELECT ON reporting.orders_per_day TO shop_readonly, shop_auditor WITH GRANT OPTION;
GRANT SELECT (week) ON reporting.a_weeks TO shop_clerk;
