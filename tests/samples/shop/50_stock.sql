-- Warehouses and what lies in them.
SET ROLE shop_owner;

CREATE TABLE stock.warehouses (
    code character(4) PRIMARY KEY,
    name text NOT NULL,
    location point,
    area polygon DEFAULT '((0,0),(0,1),(1,1),(1,0))'::polygon,
    opens sales.working_hours DEFAULT sales.working_hours('08:00', '17:30'),
    phone macaddr,
    network cidr DEFAULT '10.0.0.0/8'
);

CREATE TABLE stock.levels (
    warehouse character(4) NOT NULL REFERENCES stock.warehouses ON UPDATE CASCADE,
    product_id bigint NOT NULL,
    on_hand integer DEFAULT 0 NOT NULL,
    reserved integer DEFAULT 0 NOT NULL,
    bin text,
    counted timestamp with time zone DEFAULT '-infinity',
    CONSTRAINT levels_pkey PRIMARY KEY (warehouse, product_id),
    CONSTRAINT levels_not_oversold CHECK (reserved <= on_hand)
);

CREATE TABLE stock.movements (
    id bigint DEFAULT 0 NOT NULL,
    warehouse character(4),
    product_id bigint,
    change integer NOT NULL,
    lot stock.warehouses,
    price_seen sales.price_range,
    at timestamp without time zone,
    took interval hour to minute DEFAULT '00:05:00',
    reference oid,
    table_of regclass,
    type_of regtype DEFAULT 'integer'::regtype
);
RESET ROLE;

-- A stock count by the clerk: other owner, and its columns are granted one by one later.
CREATE TABLE stock.counts (
    warehouse character(4),
    product_id bigint,
    counted integer,
    counted_by name DEFAULT CURRENT_ROLE,
    remark text
);
ALTER TABLE stock.counts OWNER TO shop_clerk;
