-- A small shop, for docker/compose.yaml.
CREATE DATABASE shop;
\connect shop

CREATE TABLE customers (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    mail text NOT NULL UNIQUE
);
CREATE TABLE orders (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    customer integer NOT NULL REFERENCES customers,
    placed timestamptz NOT NULL,
    cents integer NOT NULL CHECK (cents > 0)
);
CREATE INDEX ON orders (customer, placed);

INSERT INTO customers (name, mail)
SELECT 'Customer ' || n, 'customer' || n || '@example.org' FROM generate_series(1, 500) n;
INSERT INTO orders (customer, placed, cents)
SELECT 1 + n % 500, '2026-01-01Z'::timestamptz + n * interval '7 minutes', 100 + n * 37 % 20000
FROM generate_series(1, 50000) n;

CREATE VIEW turnover AS
SELECT customers.name, count(*) AS orders, sum(orders.cents) AS cents
FROM customers JOIN orders ON orders.customer = customers.id
GROUP BY customers.name;
