-- What PostgreSQL 18 added: virtual columns, NOT ENFORCED, temporal keys, named and unvalidated NOT NULL.
\if :v18
SET ROLE shop_owner;

CREATE TABLE stock.boxes (
    id integer CONSTRAINT boxes_id_required NOT NULL,
    width numeric CONSTRAINT "width: given" NOT NULL NO INHERIT,
    height numeric,
    depth numeric NOT NULL,
    volume numeric GENERATED ALWAYS AS (width * height * depth),
    label text GENERATED ALWAYS AS ('box '::text || id) VIRTUAL CONSTRAINT boxes_label_not_null NOT NULL,
    kept numeric GENERATED ALWAYS AS (width + 1::numeric) STORED,
    CONSTRAINT boxes_pkey PRIMARY KEY (id),
    CONSTRAINT boxes_wide CHECK (width > 0) NOT ENFORCED,
    CONSTRAINT boxes_high CHECK (height > 0) NO INHERIT NOT ENFORCED
);
CREATE TABLE stock.small_boxes (
    colour text CONSTRAINT small_boxes_colour NOT NULL,
    CONSTRAINT small_boxes_height NOT NULL height
) INHERITS (stock.boxes);
INSERT INTO stock.boxes (id, width, height, depth) SELECT n, n, NULL, 2 FROM generate_series(1, 30) AS n;
INSERT INTO stock.small_boxes (id, width, height, depth, colour) SELECT n, n, 1, 2, 'c' || n FROM generate_series(40, 60) AS n;
ALTER TABLE stock.boxes ADD CONSTRAINT boxes_height_known NOT NULL height NOT VALID;
COMMENT ON CONSTRAINT boxes_height_known ON stock.boxes IS 'Old boxes have none';
COMMENT ON CONSTRAINT "width: given" ON stock.boxes IS 'Named, not inherited';
COMMENT ON CONSTRAINT boxes_pkey ON stock.boxes IS 'A primary key';

CREATE TABLE stock.leases (
    box int4range NOT NULL,
    during daterange NOT NULL,
    price_band numrange,
    CONSTRAINT leases_pkey PRIMARY KEY (box, during WITHOUT OVERLAPS),
    CONSTRAINT leases_price_key UNIQUE (price_band, during WITHOUT OVERLAPS)
);
CREATE TABLE stock.lease_payments (
    id integer CONSTRAINT lease_payments_id PRIMARY KEY,
    box int4range,
    paid_for daterange,
    CONSTRAINT lease_payments_lease_fkey FOREIGN KEY (box, PERIOD paid_for) REFERENCES stock.leases (box, PERIOD during)
);
INSERT INTO stock.leases SELECT int4range(n, n + 1), daterange(DATE '2024-01-01' + n, DATE '2024-06-01' + n) FROM generate_series(1, 50) AS n;
INSERT INTO stock.lease_payments SELECT n, int4range(n, n + 1), daterange(DATE '2024-02-01' + n, DATE '2024-03-01' + n) FROM generate_series(1, 50) AS n;

RESET ROLE;
ALTER TABLE stock.counts ADD CONSTRAINT counts_warehouse_fkey FOREIGN KEY (warehouse) REFERENCES stock.warehouses NOT ENFORCED;
SET ROLE shop_owner;
-- A partitioned table's foreign key that is not validated yet.
ALTER TABLE sales.shipments ADD CONSTRAINT shipments_team_fkey FOREIGN KEY (id) REFERENCES crm.notes (id) NOT VALID;
-- NOT NULL that a partition has validated and its parent has not.
CREATE TABLE stock.moves (id integer, what text) PARTITION BY RANGE (id);
CREATE TABLE stock.moves_low PARTITION OF stock.moves FOR VALUES FROM (0) TO (100);
CREATE TABLE stock.moves_high PARTITION OF stock.moves (what CONSTRAINT moves_high_what NOT NULL) FOR VALUES FROM (100) TO (200);
ALTER TABLE stock.moves ADD CONSTRAINT moves_what NOT NULL what NOT VALID;
ALTER TABLE stock.moves_low VALIDATE CONSTRAINT moves_what;
CREATE FUNCTION stock.old_and_new(box integer) RETURNS numeric
    LANGUAGE sql
    BEGIN ATOMIC
        UPDATE stock.boxes SET depth = 3 WHERE id = box RETURNING new.depth - old.depth;
    END;
RESET ROLE;
\endif
