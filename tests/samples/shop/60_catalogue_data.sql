-- Rows of the catalogue and of the customers.
INSERT INTO catalogue.categories (parent_id, name, path, sort_key)
SELECT CASE WHEN n > 6 THEN (n % 6) + 1 END, 'Category ' || n, '/c' || lpad(n::text, 3, '0'), n % 9
FROM generate_series(1, 40) AS n;
UPDATE catalogue.categories SET settings = jsonb_build_object('icon', md5(path), 'depth', 2, 'näme', '☕ & "tea"')
WHERE id % 4 = 0;

INSERT INTO catalogue.brands (name, country, founded, logo)
SELECT 'Brand ' || chr(64 + n) || CASE WHEN n % 7 = 0 THEN E'\tand Sons\\Co' ELSE '' END,
       (ARRAY['NL', 'DE', 'FR', 'SE', 'JP'])[n % 5 + 1], DATE '1850-06-01' + n * 911,
       CASE WHEN n % 3 = 0 THEN decode(md5('logo' || n), 'hex') END
FROM generate_series(1, 26) AS n;

INSERT INTO catalogue.products (sku, title, category_id, brand_id, availability, net_price, weight_grams, dimensions,
                                attributes, description, added_at, rating)
SELECT r.* FROM (
    SELECT 'AB-' || lpad(n::text, 6, '0'),
           initcap(substr(translate(md5('t' || n), '0123456789', 'aeioulnrst'), 1, 10)) || ' no. ' || 1000 + n,
           n % 40 + 1, 10 + 5 * (n % 26),
           (ARRAY['in stock', 'on order', 'discontinued'])[n % 3 + 1]::catalogue.availability,
           (n * 137 % 99991) / 100.0, 1 + n % 997 / 7.0,
           ARRAY[n % 10, n % 7 + 0.5, NULL],
           jsonb_build_object('colour', (ARRAY['green', 'b"ack', 'white', 'žlut'])[n % 4 + 1], 'size', n % 5, 'parts', jsonb_build_array(1000 + n, NULL, 1000.25 + n)),
           CASE WHEN n % 10 = 0 THEN NULL
                WHEN n % 10 = 1 THEN ''
                WHEN n % 10 = 2 THEN repeat('Description ' || translate(md5('d' || n), '0123456789', 'ghijklmnop') || E'.\n', 60)
                ELSE 'Description ' || translate(md5('d' || n), '0123456789', 'ghijklmnop') END,
           TIMESTAMP WITH TIME ZONE '2019-01-01 00:00:00+00' + n * interval '7 hours 13 minutes',
           (n % 51) / 10.0
    FROM generate_series(1, 2000) AS n
) AS r (sku, title, category_id, brand_id, availability, net_price, weight_grams, dimensions, attributes, description)
-- Small rows first: a copy of the table then has its rows in the same order.
ORDER BY coalesce(length(description), 0), pg_column_size(r), sku;

INSERT INTO catalogue.price_history (product_id, valid, net_price, promotion)
SELECT 1000 + n, daterange(DATE '2022-01-01' + n, CASE WHEN n % 5 <> 0 THEN DATE '2022-03-01' + n END), n % 300 + 0.99, NULL
FROM generate_series(0, 499) AS n
UNION ALL
SELECT 1000 + n, 'empty', 1, 'Spring ' || n FROM generate_series(0, 49) AS n;

INSERT INTO catalogue.product_tags (tag, weight, added_by)
SELECT 'tag ' || n, n % 9 + 1, nullif(n % 4, 0) FROM generate_series(1, 60) AS n;
INSERT INTO catalogue.loose_tags SELECT * FROM catalogue.product_tags WHERE weight < 3;
INSERT INTO catalogue.product_relations (product_id, related_id, kind)
SELECT 1000 + n, 1000 + (n * 31 + 7) % 2000, CASE n % 2 WHEN 0 THEN 'similar' ELSE 'accessory' END
FROM generate_series(0, 799) AS n WHERE (n * 31 + 7) % 2000 <> n;
INSERT INTO catalogue.search_cache
SELECT 'query ' || n, ARRAY[n, n * 2, n * 3], TIMESTAMP '2024-05-05 05:05:05' + n * interval '1 ms' FROM generate_series(1, 100) AS n;
INSERT INTO catalogue.images (product_id, file_name, "position")
SELECT 1000 + n % 2000, 'images\' || md5(n::text) || '.jpg', n % 4 + 1 FROM generate_series(1, 900) AS n;
