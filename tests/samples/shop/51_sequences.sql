-- Sequences of every sort.
SET ROLE shop_owner;

CREATE SEQUENCE sales.order_numbers START WITH 100000 INCREMENT BY 7 MINVALUE 100000 MAXVALUE 99999999 CACHE 10;
CREATE SEQUENCE sales.small_numbers AS smallint START WITH 5 CYCLE;
CREATE SEQUENCE sales.int_numbers AS integer INCREMENT BY -3 MINVALUE -90 MAXVALUE -1 START WITH -1 CYCLE;
CREATE SEQUENCE sales.countdown INCREMENT BY -1;
CREATE SEQUENCE sales.never_called;
CREATE SEQUENCE sales.set_not_called START WITH 3;
CREATE SEQUENCE sales.all_defaults NO MINVALUE NO MAXVALUE NO CYCLE OWNED BY NONE;
CREATE SEQUENCE sales.whole_small AS smallint MINVALUE -32768 MAXVALUE 32767 START WITH -32768;
CREATE SEQUENCE sales."Invoice Numbers" OWNED BY sales.payments.id;
CREATE SEQUENCE stock.movement_numbers OWNED BY stock.movements.id;
ALTER TABLE stock.movements ALTER COLUMN id SET DEFAULT nextval('stock.movement_numbers');
ALTER TABLE sales.orders ALTER COLUMN id SET DEFAULT nextval('sales.order_numbers');
-- Called by its text, and so without a dependency.
ALTER TABLE crm.notes ALTER COLUMN id SET DEFAULT nextval('sales.order_numbers'::text::regclass);

SELECT nextval('sales.order_numbers'), nextval('sales.order_numbers');
SELECT setval('sales.int_numbers', -31), setval('sales.countdown', -9000000000), setval('sales.set_not_called', 42, false);
SELECT setval('sales."Invoice Numbers"', 20231, true), setval('sales.whole_small', 32767);

CREATE SEQUENCE stock.label_numbers;
RESET ROLE;
ALTER SEQUENCE stock.label_numbers OWNER TO shop_clerk;
COMMENT ON SEQUENCE sales.order_numbers IS 'Steps by seven, so that numbers cannot be guessed';
