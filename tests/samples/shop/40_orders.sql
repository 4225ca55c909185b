-- Orders (by time), their lines (by hash), payments (by method) and shipments (by an enum's hash).
SET ROLE shop_owner;

CREATE TABLE sales.orders (
    id bigint NOT NULL,
    customer_id integer NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    obsolete_flag boolean,
    status sales.order_status DEFAULT 'cart' NOT NULL,
    total numeric(14, 2) DEFAULT 0 NOT NULL,
    discount sales.percentage,
    delivery sales.delivery_slot,
    channel text DEFAULT 'web' NOT NULL,
    extra jsonb,
    CONSTRAINT orders_pkey PRIMARY KEY (placed_at, id),
    CONSTRAINT orders_total_check CHECK (total >= 0)
) PARTITION BY RANGE (placed_at);
ALTER TABLE sales.orders DROP COLUMN obsolete_flag;

CREATE TABLE sales.orders_before_2023 PARTITION OF sales.orders
    FOR VALUES FROM (MINVALUE) TO ('2023-01-01 00:00:00+00');
CREATE TABLE sales.orders_2023_h1 PARTITION OF sales.orders
    FOR VALUES FROM ('2023-01-01 00:00:00+00') TO ('2023-07-01 00:00:00+00');
CREATE TABLE sales.orders_2023_h2 PARTITION OF sales.orders (
    channel DEFAULT 'phone',
    CONSTRAINT orders_2023_h2_small CHECK (total < 1000000)
) FOR VALUES FROM ('2023-07-01 00:00:00+00') TO ('2024-01-01 00:00:00+00') WITH (fillfactor = 75);
-- Partitioned once more, and its default again.
CREATE TABLE sales.orders_2024 PARTITION OF sales.orders
    FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')
    PARTITION BY RANGE (id);
CREATE TABLE sales.orders_2024_early PARTITION OF sales.orders_2024 FOR VALUES FROM (MINVALUE) TO (5000);
CREATE TABLE sales.orders_2024_late PARTITION OF sales.orders_2024 DEFAULT
    PARTITION BY HASH (placed_at, id);
CREATE TABLE sales.orders_2024_late_even PARTITION OF sales.orders_2024_late FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE sales.orders_2024_late_odd PARTITION OF sales.orders_2024_late FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE sales.orders_default PARTITION OF sales.orders DEFAULT;

CREATE TABLE sales.order_lines (
    order_id bigint NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    line smallint NOT NULL,
    product_id bigint NOT NULL,
    quantity integer DEFAULT 1 NOT NULL CONSTRAINT order_lines_some CHECK (quantity > 0),
    unit_price catalogue.price,
    line_total numeric GENERATED ALWAYS AS (quantity * unit_price) STORED,
    note character varying,
    CONSTRAINT order_lines_pkey PRIMARY KEY (order_id, line)
) PARTITION BY HASH (order_id);
CREATE TABLE sales.order_lines_0 PARTITION OF sales.order_lines FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE sales.order_lines_1 PARTITION OF sales.order_lines FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE sales.order_lines_2 PARTITION OF sales.order_lines FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE UNLOGGED TABLE sales.order_lines_3 PARTITION OF sales.order_lines FOR VALUES WITH (MODULUS 4, REMAINDER 3);

CREATE TABLE sales.payments (
    id bigint NOT NULL,
    order_id bigint,
    placed_at timestamp with time zone,
    method sales.payment_method NOT NULL,
    amount sales.money_amount,
    paid_on date
) PARTITION BY LIST (method);
CREATE TABLE sales.payments_electronic PARTITION OF sales.payments FOR VALUES IN ('card', 'transfer', 'gift card');
CREATE TABLE sales.payments_by_choice PARTITION OF sales.payments FOR VALUES IN ('customer''s choice');
CREATE TABLE sales.payments_rest PARTITION OF sales.payments DEFAULT;

-- An enum's hash changes with its oids: such data must go through the root. A second partition would get
-- other rows in every copy of this database.
CREATE TABLE sales.shipments (
    id integer NOT NULL,
    order_id bigint NOT NULL,
    status sales.order_status NOT NULL,
    carrier text
) PARTITION BY HASH (status, id);
CREATE TABLE sales.shipments_all PARTITION OF sales.shipments FOR VALUES WITH (MODULUS 1, REMAINDER 0);

-- Keys that are expressions, with collations and operator classes.
CREATE TABLE sales.visits (
    id bigint,
    channel text,
    pages integer,
    "Country" crm.country_code
) PARTITION BY LIST (channel COLLATE "C" text_pattern_ops);
CREATE TABLE sales.visits_web PARTITION OF sales.visits FOR VALUES IN ('web', 'it''s "app"', E'back\\slash', NULL);
CREATE TABLE sales.visits_other PARTITION OF sales.visits DEFAULT
    PARTITION BY RANGE (lower(channel), id int8_ops, (pages + 1), "Country");
CREATE TABLE sales.visits_low PARTITION OF sales.visits_other
    FOR VALUES FROM (MINVALUE, MINVALUE, MINVALUE, MINVALUE) TO ('phone', 1000, MAXVALUE, MAXVALUE);
CREATE TABLE sales.visits_high PARTITION OF sales.visits_other
    FOR VALUES FROM ('phone', 1000, MAXVALUE, MAXVALUE) TO (MAXVALUE, MAXVALUE, MAXVALUE, MAXVALUE);

-- Nobody has made a partition yet.
CREATE TABLE sales.returns (
    id integer,
    reason text,
    accepted boolean
) PARTITION BY LIST ((accepted IS TRUE));
RESET ROLE;
