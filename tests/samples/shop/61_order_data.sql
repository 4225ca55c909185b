-- Orders of the years 2022 to 2025, their lines, payments and shipments.
INSERT INTO crm.customers (uid, salutation, given_name, family_name, mail, phone, birthday, home, card, tags, managed_by)
SELECT md5('customer' || n)::uuid,
       (ARRAY['Ms', 'Mr', 'Mx', ''])[n % 4 + 1]::crm.salutation,
       CASE WHEN n % 11 <> 0 THEN initcap(substr(md5('g' || n), 1, 6)) END,
       initcap(substr(md5('f' || n), 3, 9)) || CASE WHEN n % 13 = 0 THEN ' O''Connor, "Jr"' ELSE '' END,
       'customer' || n || '@example.org', '+31 6 ' || 10000000 + n,
       DATE '1950-01-01' + n * 17,
       ROW('Straße "' || n || '"', n, '1234 AB', CASE WHEN n % 5 = 0 THEN E'Den, (Haag)\\' END, 'NL')::crm.postal_address,
       CASE WHEN n % 50 = 0 THEN
           ROW('card ' || n, ROW(NULL, '', 'x', 'y', 'BE'), ARRAY[ROW('a', 'b', 'c', 'd', 'DE')]::crm.postal_address[], 'x@y')::crm.contact_card
       END,
       CASE n % 3 WHEN 0 THEN '{}'::text[] WHEN 1 THEN '{vip,"do not call"}' ELSE '{newsletter}' END,
       'shop_clerk'
FROM generate_series(1, 1000) AS n;

INSERT INTO crm.addresses (customer_id, label, address)
SELECT n, CASE WHEN n % 2 = 0 THEN 'home' ELSE 'work' END,
       ROW('Kade', n, '9999 ZZ', 'Delft', NULL)::crm.postal_address
FROM generate_series(1, 1000) AS n;
INSERT INTO crm.accounts (customer_id, account_type, login, secret_hash, last_seen, flags, features)
SELECT n, CASE WHEN n % 9 = 0 THEN 'trade' ELSE 'personal' END, 'user' || n, md5('secret' || n),
       CASE WHEN n % 2 = 0 THEN TIMESTAMP WITH TIME ZONE '2024-02-29 23:59:59.999999+00' - n * interval '1 hour' ELSE 'infinity' END,
       (n % 256)::bit(8), substr((n * 7919)::bit(32)::text, 32 - n % 30)::bit varying
FROM generate_series(1, 800) AS n;
INSERT INTO crm.account_events (customer_id, account_type, happened_at, what)
SELECT CASE WHEN n % 10 <> 0 THEN n % 800 + 1 END,
       CASE WHEN n % 10 <> 0 THEN CASE WHEN (n % 800 + 1) % 9 = 0 THEN 'trade' ELSE 'personal' END END,
       TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+00' + n * interval '11 minutes',
       CASE WHEN n % 3 = 0 THEN ('<login n="' || n || '">&lt;ok&gt;</login>')::xml END
FROM generate_series(1, 1500) AS n;

INSERT INTO sales.orders (id, customer_id, placed_at, status, total, discount, delivery, channel, extra)
SELECT n, n % 1000 + 1,
       TIMESTAMP WITH TIME ZONE '2022-06-01 08:00:00+00' + n * interval '4 hours 7 minutes 13 seconds',
       (enum_range(NULL::sales.order_status))[n % 7 + 1],
       (n * 733 % 150000) / 100.0, n % 20,
       CASE WHEN n % 6 = 0 THEN ROW(DATE '2023-01-01' + n % 700, '[09:00,12:30)', 'Post "NL"')::sales.delivery_slot END,
       (ARRAY['web', 'app', 'phone', 'Shop', 'ZZ'])[n % 5 + 1],
       CASE WHEN n % 8 = 0 THEN jsonb_build_object('coupon', md5(n::text), 'lines', n % 4) END
FROM generate_series(1, 6500) AS n;

INSERT INTO sales.order_lines (order_id, placed_at, line, product_id, quantity, unit_price, note)
SELECT o.id, o.placed_at, l, 1000 + (o.id * 7 + l * 13) % 2000, o.id % 3 + l, (o.id % 500) + 0.95,
       CASE WHEN o.id % 40 = 0 THEN E'gift wrap\twith ' || l || ' ribbons' END
FROM sales.orders AS o CROSS JOIN generate_series(1, 2) AS l
ORDER BY o.id, l;

INSERT INTO sales.payments (id, order_id, placed_at, method, amount, paid_on)
SELECT o.id, o.id, o.placed_at,
       CASE WHEN o.id % 17 = 0 THEN 'customer''s choice' WHEN o.id % 3 = 0 THEN 'card' WHEN o.id % 3 = 1 THEN 'transfer' ELSE 'gift card' END::sales.payment_method,
       ROW(o.total, 'EUR', 2, o.placed_at::date)::sales.money_amount, o.placed_at::date + 1
FROM sales.orders AS o WHERE o.id % 2 = 0
ORDER BY o.id;
INSERT INTO sales.payments (id, method, amount) VALUES (90001, 'invoice', NULL), (90002, 'invoice', ROW(1, 'USD', NULL, NULL));
INSERT INTO sales.payments_invoice (id, method, paid_on) VALUES (80001, 'invoice', '2020-12-31'), (80002, 'card', NULL);

INSERT INTO sales.shipments (id, order_id, status, carrier)
SELECT n, n * 3, (enum_range(NULL::sales.order_status))[n % 7 + 1], 'carrier ' || n % 4 FROM generate_series(1, 1500) AS n;
INSERT INTO sales.visits (id, channel, pages, "Country")
SELECT n, (ARRAY['web', 'it''s "app"', 'Phone', 'fax', 'tv', NULL])[n % 6 + 1], n % 12, 'BE' FROM generate_series(1, 1200) AS n;
