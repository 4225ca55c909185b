-- Stock, staff, notes, the audit trail and the inherited tables.
INSERT INTO stock.warehouses (code, name, location, phone)
SELECT 'W' || lpad(n::text, 3, '0'), 'Warehouse ' || n, point(n * 1.5, -n / 3.0), ('08:00:2b:01:02:' || lpad(to_hex(n), 2, '0'))::macaddr
FROM generate_series(1, 12) AS n;
INSERT INTO stock.levels (warehouse, product_id, on_hand, reserved, bin, counted)
SELECT 'W' || lpad((n % 12 + 1)::text, 3, '0'), 1000 + n, n % 90, n % 7 * (n % 90) / 10, chr(65 + n % 26) || n % 40,
       TIMESTAMP WITH TIME ZONE '2024-03-31 01:30:00+00' + n * interval '1 minute'
FROM generate_series(0, 1999) AS n;
INSERT INTO stock.movements (warehouse, product_id, change, lot, price_seen, at, took, reference, table_of)
SELECT 'W001', 1000 + n % 2000, n % 21 - 10,
       CASE WHEN n % 100 = 0 THEN (SELECT w FROM stock.warehouses AS w WHERE code = 'W002') END,
       sales.price_range(n % 50, n % 50 + 10.25, '(]'), TIMESTAMP '2024-01-01' + n * interval '3 seconds',
       n * interval '1 minute', n, CASE WHEN n % 2 = 0 THEN 'stock.levels'::regclass END
FROM generate_series(1, 1500) AS n;
INSERT INTO stock.counts (warehouse, product_id, counted, counted_by, remark)
SELECT 'W00' || n % 9 + 1, 1000 + n, n % 33, 'shop_clerk', nullif(repeat('!', n % 4), '') FROM generate_series(1, 200) AS n;

BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO crm.teams SELECT n, 'Team ' || n, n * 10 FROM generate_series(1, 5) AS n;
INSERT INTO crm.employees SELECT n, 'Employee ' || n, (n - 1) / 10 + 1, nullif(n / 2, 0), DATE '2010-01-01' + n * 31 FROM generate_series(1, 50) AS n;
COMMIT;

INSERT INTO crm.notes (id, customer_id, body, author, written_at, expires)
SELECT n, n, E'line one\nline two\r\nline\ttabbed \\. and \\N and \b \f \v', 'shop_support',
       TIMESTAMP WITH TIME ZONE '2024-06-01 12:00:00+02' + n * interval '1 day', DATE '2025-01-01' + n
FROM generate_series(1, 300) AS n;

INSERT INTO "order desk"."nothing" SELECT FROM generate_series(1, 3);
INSERT INTO "order desk"."nothing left" SELECT FROM generate_series(1, 2);
INSERT INTO "order desk"."table" ("select", "from") SELECT n, 'row ' || n FROM generate_series(1, 10) AS n;

INSERT INTO audit.log (at, who, schema_name, table_name, operation, old_row, new_row, old_json)
SELECT TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+00' + n * interval '97 seconds', 'shop_app', 'sales', 'orders',
       (ARRAY['I', 'U', 'D'])[n % 3 + 1]::"char", CASE WHEN n % 3 > 0 THEN jsonb_build_object('id', n) END,
       jsonb_build_object('id', n, 'total', n / 8.0), ('{ "id" :' || n || E',\t"id": "again"}')::json
FROM generate_series(1, 2000) AS n;

INSERT INTO crm.party (party_id, name) VALUES (-1, 'nobody');
INSERT INTO crm.taxable (tax_number, name) VALUES ('T1', 'anyone');
INSERT INTO crm.person (party_id, name, birthday, created) SELECT n, 'Person ' || n, DATE '1980-01-01' + n, '2021-01-01' FROM generate_series(1, 40) AS n;
INSERT INTO crm.company (party_id, name, tax_number, employees) SELECT 100 + n, 'Company ' || n, 'NL' || n, n FROM generate_series(1, 30) AS n;
INSERT INTO crm.foreign_company (party_id, name, country, employees) SELECT 200 + n, 'Abroad ' || n, 'DE', n FROM generate_series(1, 20) AS n;
INSERT INTO crm.base_measure (metric) VALUES (1.5), (2.25);
INSERT INTO crm.derived_measure (metric, extra) VALUES (3, 'derived'), (4, NULL);
INSERT INTO crm.late_child (metric) VALUES (5), ('NaN');
INSERT INTO crm.freed_child (metric, more) VALUES (6, 7);
INSERT INTO crm.tickets (subject) SELECT 'Ticket ' || n FROM generate_series(1, 30) AS n;
INSERT INTO crm.urgent_tickets (subject, deadline) VALUES ('It burns', '2024-08-01');
INSERT INTO crm.old_tickets (subject) VALUES ('Long ago'), ('Longer ago');
INSERT INTO crm.plain_child (party_id, metric) VALUES (300, 8);
