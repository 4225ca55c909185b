-- A little of everything; that every kind is written right is for other tests to see.
CREATE SCHEMA stock;
CREATE TYPE stock.unit AS ENUM ('piece', 'metre', 'litre');
CREATE TABLE stock.article (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    unit stock.unit NOT NULL DEFAULT 'piece',
    facts jsonb
);
INSERT INTO stock.article (name, unit, facts)
SELECT 'article ' || n, (enum_range(NULL::stock.unit))[1 + n % 3], jsonb_build_object('n', n, 'text', E'tab\tback\\slash')
FROM generate_series(1, 2000) AS n;
CREATE VIEW stock.by_the_metre AS SELECT name FROM stock.article WHERE unit = 'metre';
COMMENT ON TABLE stock.article IS 'what lies on the shelves';
SELECT lo_from_bytea(0, decode(repeat('00ff', 5000), 'hex'));
