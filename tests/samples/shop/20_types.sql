-- Enums, domains and composite types.
SET ROLE shop_owner;

CREATE TYPE sales.order_status AS ENUM ('open', 'paid', 'shipped', 'closed');
ALTER TYPE sales.order_status ADD VALUE 'cart' BEFORE 'open';
ALTER TYPE sales.order_status ADD VALUE 'packed' AFTER 'paid';
ALTER TYPE sales.order_status ADD VALUE 'returned';
ALTER TYPE sales.order_status RENAME VALUE 'closed' TO 'completed';

CREATE TYPE sales.payment_method AS ENUM ('card', 'transfer', 'invoice', 'gift card', 'customer''s choice');
CREATE TYPE crm.salutation AS ENUM ('Ms', 'Mr', 'Mx', '');
-- Declared for the next release and empty until then.
CREATE TYPE crm.loyalty_tier AS ENUM ();
CREATE TYPE catalogue.availability AS ENUM ('in stock', 'on order', 'discontinued');

CREATE DOMAIN catalogue.sku AS character varying(24) COLLATE "C"
    CONSTRAINT sku_has_a_prefix CHECK (VALUE ~ '^[A-Z]{2}-')
    CONSTRAINT sku_is_not_short CHECK (length(VALUE) >= 5);
CREATE DOMAIN catalogue.price AS numeric(12, 2) DEFAULT 0.00 NOT NULL CHECK (VALUE >= 0);
CREATE DOMAIN catalogue.discounted_price AS catalogue.price CHECK (VALUE < 100000);
CREATE DOMAIN crm.email AS text CHECK (VALUE LIKE '%_@_%') NOT NULL;
CREATE DOMAIN crm.country_code AS character(2) DEFAULT 'NL'::bpchar;
CREATE DOMAIN crm.tags AS text[] DEFAULT '{}'::text[] CHECK (array_position(VALUE, NULL) IS NULL);
CREATE DOMAIN sales.percentage AS numeric DEFAULT 0;
ALTER DOMAIN sales.percentage ADD CONSTRAINT percentage_in_range CHECK (VALUE BETWEEN 0 AND 100) NOT VALID;
ALTER DOMAIN catalogue.sku ADD CONSTRAINT sku_is_trimmed CHECK (VALUE = btrim(VALUE)) NOT VALID;
ALTER DOMAIN catalogue.sku VALIDATE CONSTRAINT sku_is_trimmed;

CREATE TYPE crm.postal_address AS (
    street text COLLATE "C",
    house_number character varying(10),
    postal_code character(8),
    city text,
    country crm.country_code
);
CREATE TYPE crm.contact_card AS (
    display_name text,
    home crm.postal_address,
    others crm.postal_address[],
    mail crm.email
);
-- An attribute that has gone leaves a hole in the type's numbering.
CREATE TYPE sales.money_amount AS (amount numeric(14, 4), currency text, obsolete_rate integer, rounding smallint);
ALTER TYPE sales.money_amount DROP ATTRIBUTE obsolete_rate;
ALTER TYPE sales.money_amount ALTER ATTRIBUTE currency TYPE character(3);
ALTER TYPE sales.money_amount ADD ATTRIBUTE booked_on date;
CREATE TYPE sales.nothing_at_all AS ();

CREATE TYPE sales.price_range AS RANGE (subtype = numeric);
CREATE TYPE sales.working_hours AS RANGE (subtype = time);

-- What catalogue.product_tags is made from further on.
CREATE TYPE catalogue.tag_row AS (tag text, weight smallint, added_by integer);

RESET ROLE;

-- Belongs to someone else than the objects around it.
CREATE TYPE sales.delivery_slot AS (day date, hours sales.working_hours, carrier text);
ALTER TYPE sales.delivery_slot OWNER TO shop_clerk;
