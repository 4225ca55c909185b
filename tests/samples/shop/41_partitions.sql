-- Partitions that did not start as such: attached, detached, with a shape of their own.
SET ROLE shop_owner;

-- Same columns in another order, with holes in other places.
CREATE TABLE sales.orders_2025_q1 (
    extra jsonb,
    unused_a integer,
    id bigint NOT NULL,
    channel text DEFAULT 'import' NOT NULL,
    status sales.order_status DEFAULT 'open' NOT NULL,
    unused_b text,
    discount sales.percentage,
    total numeric(14, 2) DEFAULT 0 NOT NULL,
    customer_id integer NOT NULL,
    delivery sales.delivery_slot,
    placed_at timestamp with time zone NOT NULL,
    CONSTRAINT orders_total_check CHECK (total >= 0),
    CONSTRAINT q1_bounds CHECK (placed_at >= '2025-01-01 00:00:00+00' AND placed_at < '2025-04-01 00:00:00+00')
);
ALTER TABLE sales.orders_2025_q1 DROP COLUMN unused_a, DROP COLUMN unused_b;
ALTER TABLE sales.orders ATTACH PARTITION sales.orders_2025_q1
    FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2025-04-01 00:00:00+00');

-- With its own primary key name, taken over by the parent's.
CREATE TABLE sales.orders_2025_q2 (LIKE sales.orders INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE sales.orders_2025_q2 ADD CONSTRAINT q2_orders_identify_by PRIMARY KEY (placed_at, id);
ALTER TABLE sales.orders ATTACH PARTITION sales.orders_2025_q2
    FOR VALUES FROM ('2025-04-01 00:00:00+00') TO ('2025-07-01 00:00:00+00');

-- Detached: a plain table again, with what it got while it was a partition.
CREATE TABLE sales.payments_invoice PARTITION OF sales.payments FOR VALUES IN ('invoice');
ALTER TABLE sales.payments DETACH PARTITION sales.payments_invoice;

-- A unique constraint of the parent that not every partition has yet: not valid.
CREATE TABLE sales.vouchers (kind text NOT NULL, code integer NOT NULL, worth numeric(8, 2)) PARTITION BY LIST (kind);
CREATE TABLE sales.vouchers_gift PARTITION OF sales.vouchers FOR VALUES IN ('gift');
CREATE TABLE sales.vouchers_staff PARTITION OF sales.vouchers FOR VALUES IN ('staff', 'guest');
ALTER TABLE ONLY sales.vouchers ADD CONSTRAINT vouchers_code_key UNIQUE (kind, code);
ALTER TABLE sales.vouchers_gift ADD CONSTRAINT gifts_by_code UNIQUE (kind, code);
ALTER INDEX sales.vouchers_code_key ATTACH PARTITION sales.gifts_by_code;

-- A partition in another schema, owned by another role.
CREATE TABLE "order desk"."payments: none" PARTITION OF sales.payments FOR VALUES IN (NULL);
RESET ROLE;
ALTER TABLE "order desk"."payments: none" OWNER TO shop_clerk;
