-- What the manual's pages speak of, for tests/documentation/pages: a shop and its accounts, small, on a server of its own.
\set ON_ERROR_STOP on
\set QUIET on
CREATE ROLE shop_owner LOGIN;
CREATE ROLE reader;
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
SELECT lo_from_bytea(4711, '\x6c6f676f') AS logo \gset

\connect accounts
CREATE TABLE bookings AS SELECT n AS id, n * 3 AS amount FROM generate_series(1, 200) n;
