-- What PostgreSQL 14 added: SQL-standard bodies, compression, multiranges, subscripts, OUT arguments of procedures.
\if :v14
SET ROLE shop_owner;

CREATE FUNCTION sales.order_total(the_order bigint) RETURNS numeric
    LANGUAGE sql STABLE
    RETURN (SELECT sum(line_total) FROM sales.order_lines WHERE order_id = the_order);
CREATE FUNCTION sales.last_orders(customer integer DEFAULT 1) RETURNS TABLE (id bigint, placed_at timestamp with time zone)
    LANGUAGE sql STABLE PARALLEL SAFE COST 50 ROWS 5
    BEGIN ATOMIC
        SELECT o.id, o.placed_at FROM sales.orders AS o WHERE o.customer_id = last_orders.customer ORDER BY o.placed_at DESC LIMIT 5;
    END;
CREATE FUNCTION sales.several_steps(a integer, b text) RETURNS text
    LANGUAGE sql
    BEGIN ATOMIC
        INSERT INTO stock.counts (counted, remark) VALUES (a, b);
        UPDATE stock.counts SET remark = 'it''s; done' WHERE counted = a;
        DELETE FROM stock.counts WHERE counted = a;
        SELECT 'END; $$'::text AS last_words;
    END;
CREATE FUNCTION sales.empty_body() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
-- Its body relies on a primary key, which comes after all data.
CREATE FUNCTION crm.customers_by_key() RETURNS TABLE (family_name text, orders bigint)
    LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT c.family_name, count(*) FROM crm.customers AS c JOIN sales.orders AS o ON o.customer_id = c.id GROUP BY c.id;
    END;
CREATE VIEW crm.key_users AS SELECT family_name FROM crm.customers_by_key();
CREATE PROCEDURE sales.settle(IN the_order bigint, OUT paid numeric, OUT note text)
    LANGUAGE sql
    BEGIN ATOMIC
        SELECT sum((amount).amount), 'ok'::text FROM sales.payments WHERE order_id = the_order;
    END;
CREATE FUNCTION sales.widest(anycompatible, anycompatiblerange, anycompatiblemultirange) RETURNS anycompatible
    LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
-- A view over a function over a view.
CREATE VIEW sales.lines_of_one AS SELECT * FROM sales.order_lines WHERE order_id = 1;
CREATE FUNCTION sales.count_one() RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT count(*) FROM sales.lines_of_one);
CREATE MATERIALIZED VIEW sales.one_counted AS SELECT sales.count_one() AS n;

CREATE TABLE stock.documents (
    id integer PRIMARY KEY,
    body text COMPRESSION pglz,
    scan bytea,
    closed datemultirange DEFAULT '{[2024-12-25,2024-12-27),[2025-01-01,2025-01-02)}'::datemultirange,
    hours sales.working_hours
);
\if :has_lz4
    ALTER TABLE stock.documents ALTER COLUMN scan SET COMPRESSION lz4;
\endif
ALTER TABLE stock.documents ALTER COLUMN scan SET STORAGE EXTENDED;
INSERT INTO stock.documents (id, body, scan)
SELECT n, repeat(md5(n::text) || ' ', n * 20), decode(repeat(md5('scan' || n), n), 'hex') FROM generate_series(1, 60) AS n;
CREATE INDEX documents_closed_idx ON stock.documents USING gist (closed);
CREATE OR REPLACE TRIGGER documents_touch BEFORE UPDATE ON stock.documents FOR EACH ROW EXECUTE FUNCTION sales.touch();

CREATE VIEW sales.version_14 AS
    WITH RECURSIVE walk (id, parent_id) AS (
        SELECT id, parent_id FROM catalogue.categories
        UNION ALL
        SELECT c.id, c.parent_id FROM catalogue.categories AS c JOIN walk AS w ON c.parent_id = w.id
    ) SEARCH DEPTH FIRST BY id SET visit_order CYCLE id SET is_cycle USING trail
    SELECT id, is_cycle FROM walk;
CREATE VIEW sales.join_alias AS SELECT j.id FROM (crm.teams AS t JOIN crm.notes AS n USING (id) AS j);
CREATE VIEW sales.distinct_groups AS SELECT channel, count(*) AS n FROM sales.orders GROUP BY DISTINCT ROLLUP (channel, status), ROLLUP (channel);
RESET ROLE;
\endif
