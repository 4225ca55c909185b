-- What the manual's pages speak of, for tests/documentation/pages: a shop and its accounts, small, on a server of its own.
\set ON_ERROR_STOP on
\set QUIET on
CREATE ROLE shop_owner LOGIN;
CREATE ROLE reader;
CREATE ROLE auditor;
CREATE DATABASE shop OWNER shop_owner TEMPLATE template0;
CREATE DATABASE accounts TEMPLATE template0;

\connect shop
SET client_min_messages = warning;
CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer integer NOT NULL REFERENCES customers,
    placed_at timestamptz NOT NULL,
    total numeric(10, 2) NOT NULL CHECK (total >= 0)
);
CREATE INDEX ON orders (customer);
CREATE VIEW busy AS SELECT customer, count(*) AS orders FROM orders GROUP BY customer;
CREATE FUNCTION spent(id integer) RETURNS numeric LANGUAGE sql STABLE
    AS 'SELECT coalesce(sum(total), 0) FROM public.orders WHERE customer = $1';
CREATE SCHEMA crm;
CREATE TABLE crm.notes (id integer PRIMARY KEY, customer integer, written_at date NOT NULL, body text);
CREATE SCHEMA stock;
CREATE TABLE stock.article (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE stock.log (at timestamptz NOT NULL, article integer NOT NULL REFERENCES stock.article, change integer);
CREATE SCHEMA audit;
CREATE TABLE audit.log (at timestamptz NOT NULL, what text NOT NULL);
ALTER TABLE customers OWNER TO shop_owner;
ALTER TABLE orders OWNER TO shop_owner;
GRANT SELECT ON orders TO reader;
INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 100) n;
INSERT INTO orders
    SELECT n, 1 + n % 100, '2026-01-01Z'::timestamptz + n * interval '1 hour', n % 997 FROM generate_series(1, 1000) n;
INSERT INTO crm.notes SELECT n, n, date '2023-06-01' + n * 10, 'a note' FROM generate_series(1, 50) n;
INSERT INTO stock.article SELECT n, 'article ' || n FROM generate_series(1, 20) n;
INSERT INTO stock.log
    SELECT '2026-01-01Z'::timestamptz + n * interval '1 hour', 1 + n % 20, n - 15 FROM generate_series(1, 30) n;
INSERT INTO audit.log SELECT '2026-01-01Z'::timestamptz + n * interval '1 minute', 'something' FROM generate_series(1, 500) n;
-- Tables whose rows a recipe can lose, double or change: partitioned, without a key, with values that the server makes, with
-- children that inherit; and what goes with one that is dropped.
CREATE SCHEMA web;
CREATE FUNCTION web.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    new.note := 'written by the trigger';
    RETURN new;
END $$;
CREATE TABLE web.events (id bigint NOT NULL, at date NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE web.events_2025 PARTITION OF web.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE web.events_2026 PARTITION OF web.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id);
CREATE TABLE web.events_2026_rest PARTITION OF web.events_2026 DEFAULT;
CREATE TABLE web.visits (at date, page text, note json);
CREATE TABLE web.invoices (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer integer NOT NULL REFERENCES customers DEFERRABLE INITIALLY DEFERRED,
    net numeric NOT NULL,
    gross numeric GENERATED ALWAYS AS (net * 1.2) STORED,
    note text
);
CREATE TABLE web.payments (id serial PRIMARY KEY, invoice integer NOT NULL REFERENCES web.invoices, amount numeric);
CREATE TABLE web.people (id integer PRIMARY KEY, name text, note text);
CREATE TABLE web.staff (PRIMARY KEY (id), salary numeric) INHERITS (web.people);
CREATE TABLE web.prices (id integer, price numeric, PRIMARY KEY (id) INCLUDE (price));
CREATE VIEW web.unpaid AS SELECT * FROM web.invoices i WHERE NOT EXISTS (SELECT FROM web.payments WHERE invoice = i.id);
CREATE MATERIALIZED VIEW web.turnover AS SELECT customer, sum(gross) AS gross FROM web.invoices GROUP BY customer;
COMMENT ON VIEW web.unpaid IS 'what is to be paid';
GRANT SELECT ON web.visits, web.unpaid TO auditor;
ALTER DEFAULT PRIVILEGES IN SCHEMA web GRANT EXECUTE ON FUNCTIONS TO auditor;
INSERT INTO web.events SELECT n, date '2025-07-01' + n, 'event' FROM generate_series(1, 300) n;
INSERT INTO web.visits SELECT '2026-01-01', 'page ' || n % 10, '{"n": 1}' FROM generate_series(1, 100) n;
INSERT INTO web.visits VALUES (NULL, 'page 1', NULL), (NULL, 'page 1', NULL);
INSERT INTO web.invoices (customer, net, note) SELECT 1 + n % 100, n, 'invoice' FROM generate_series(1, 200) n;
INSERT INTO web.payments (invoice, amount) SELECT n, n FROM generate_series(1, 150) n;
INSERT INTO web.people SELECT n, 'person ' || n, 'person' FROM generate_series(1, 20) n;
INSERT INTO web.staff SELECT n, 'staff ' || n, 'staff', n FROM generate_series(101, 110) n;
INSERT INTO web.prices SELECT n, n FROM generate_series(1, 10) n;
REFRESH MATERIALIZED VIEW web.turnover;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON web.events FOR EACH ROW EXECUTE FUNCTION web.stamp();
CREATE TRIGGER stamp_2025 BEFORE INSERT OR UPDATE ON web.events_2025 FOR EACH ROW EXECUTE FUNCTION web.stamp();
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON web.invoices FOR EACH ROW EXECUTE FUNCTION web.stamp();
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON web.people FOR EACH ROW EXECUTE FUNCTION web.stamp();
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON web.staff FOR EACH ROW EXECUTE FUNCTION web.stamp();
-- Of a partition's copy of a trigger, too.
ALTER TABLE web.events_2025 DISABLE TRIGGER stamp;
ALTER TABLE web.events_2026_rest ENABLE REPLICA TRIGGER stamp;
ALTER TABLE web.people ENABLE ALWAYS TRIGGER stamp;
ALTER TABLE web.staff DISABLE TRIGGER stamp;
SELECT lo_from_bytea(4711, '\x6c6f676f') AS logo \gset

\connect accounts
CREATE TABLE bookings AS SELECT n AS id, n * 3 AS amount FROM generate_series(1, 200) n;
