-- What PostgreSQL 17 added: identity and exclusion on partitioned tables, MAINTAIN, JSON_TABLE, MERGE ... RETURNING.
\if :v17
SET ROLE shop_owner;

CREATE TABLE stock.readings (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 7),
    sensor int4range NOT NULL,
    during tsrange NOT NULL,
    value real,
    CONSTRAINT readings_no_overlap EXCLUDE USING gist (sensor WITH =, during WITH &&) WHERE (value > 0)
) PARTITION BY LIST (sensor) USING heap;
CREATE TABLE stock.readings_1 PARTITION OF stock.readings FOR VALUES IN ('[1,2)', 'empty');
CREATE TABLE stock.readings_2 (value real, during tsrange NOT NULL, sensor int4range NOT NULL, id bigint NOT NULL);
ALTER TABLE stock.readings ATTACH PARTITION stock.readings_2 DEFAULT;
INSERT INTO stock.readings (sensor, during, value)
SELECT int4range(n % 4, n % 4 + 1), tsrange(TIMESTAMP '2024-01-01' + n * interval '1 hour', TIMESTAMP '2024-01-01 00:59' + n * interval '1 hour'), n / 7.0
FROM generate_series(1, 100) AS n;

CREATE VIEW stock.json_rows AS
    SELECT t.number, t.name, t.n FROM JSON_TABLE(
        '[{"name": "a", "list": [1, 2]}]'::jsonb, '$[*]' AS root
        COLUMNS (number FOR ORDINALITY, name text PATH '$.name' DEFAULT 'none' ON EMPTY,
                 NESTED PATH '$.list[*]' AS inner_list COLUMNS (n integer PATH '$'))) AS t;
CREATE VIEW stock.json_queries AS
    SELECT JSON_VALUE(settings, '$.icon' RETURNING text DEFAULT 'no "icon"' ON EMPTY ERROR ON ERROR) AS icon,
           JSON_EXISTS(settings, '$.x ? (@ > $low)' PASSING 3 AS low) AS has_x,
           JSON_QUERY(settings, '$.*' WITH CONDITIONAL WRAPPER KEEP QUOTES) AS found
    FROM catalogue.categories;
CREATE FUNCTION crm.merge_team(one_code text, n integer) RETURNS TABLE (code text, action text)
    LANGUAGE sql
    BEGIN ATOMIC
        MERGE INTO crm.teams AS c USING (SELECT one_code AS code, n AS n) AS s ON c.name = s.code AND c.id = s.n
        WHEN MATCHED AND c.leader_id IS NULL THEN UPDATE SET name = 'it''s merged'
        WHEN NOT MATCHED BY SOURCE AND c.id < 0 THEN DELETE
        WHEN NOT MATCHED THEN INSERT (name, id, leader_id) VALUES (s.code, s.n, 1)
        RETURNING c.name, merge_action();
    END;
CREATE DOMAIN stock.bin_code AS text CONSTRAINT bin_code_given NOT NULL CONSTRAINT bin_code_short CHECK (length(VALUE) < 9);
CREATE DOMAIN stock.shelf AS smallint;
ALTER DOMAIN stock.shelf ADD CONSTRAINT shelf_known NOT NULL;
COMMENT ON CONSTRAINT bin_code_given ON DOMAIN stock.bin_code IS 'A NOT NULL with a name';
ALTER TABLE sales.complaints ALTER COLUMN text SET STATISTICS DEFAULT;
GRANT MAINTAIN ON stock.levels TO shop_support;
GRANT ALL ON stock.movements TO shop_support WITH GRANT OPTION;
REVOKE MAINTAIN ON stock.movements FROM shop_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA stock GRANT MAINTAIN, SELECT ON TABLES TO shop_support;
RESET ROLE;
\endif
