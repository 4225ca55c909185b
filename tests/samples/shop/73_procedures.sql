-- Procedures, and functions over the tables.
SET ROLE shop_owner;

CREATE PROCEDURE sales.close_orders(before timestamp with time zone, INOUT closed integer DEFAULT 0)
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE sales.orders SET status = 'completed' WHERE placed_at < before AND status = 'shipped';
    GET DIAGNOSTICS closed = ROW_COUNT;
END;
$$;
CREATE PROCEDURE sales.archive(VARIADIC years integer[])
    LANGUAGE sql SECURITY DEFINER SET search_path TO sales, pg_temp
    AS $$ SELECT count(*) FROM sales.orders WHERE extract(year FROM placed_at) = ANY (years) $$;
CREATE PROCEDURE sales.archive()
    LANGUAGE plpgsql AS 'BEGIN PERFORM 1; COMMIT; END';

CREATE FUNCTION crm.find_customer(mail_like text DEFAULT '%', maximum integer DEFAULT 10) RETURNS SETOF crm.customers
    LANGUAGE sql STABLE ROWS 10
    AS $$ SELECT * FROM crm.customers WHERE mail LIKE mail_like ORDER BY id LIMIT maximum $$;
CREATE FUNCTION crm.age_of(c crm.customers) RETURNS interval
    LANGUAGE sql STABLE AS $$ SELECT age('2024-01-01'::date, c.birthday) $$;
CREATE FUNCTION sales.status_rank(sales.order_status) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_position(enum_range(NULL::sales.order_status), $1) $$;
CREATE FUNCTION sales.order_lines_of(the_order sales.orders.id%TYPE) RETURNS SETOF sales.order_lines
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN QUERY SELECT * FROM sales.order_lines AS l WHERE l.order_id = the_order; END $$;
CREATE FUNCTION stock.on_hand(product bigint, OUT total bigint, OUT places text[]) RETURNS record
    LANGUAGE sql STABLE
    AS $$ SELECT sum(on_hand), array_agg(bin) FROM stock.levels WHERE product_id = product $$;
RESET ROLE;
ALTER FUNCTION stock.on_hand(bigint) LEAKPROOF COST 33;
ALTER FUNCTION stock.on_hand(bigint) SET enable_seqscan = off;
ALTER FUNCTION stock.on_hand(bigint) SET lock_timeout = '5s';
ALTER FUNCTION crm.age_of(crm.customers) DEPENDS ON EXTENSION plpgsql;
ALTER PROCEDURE sales.archive() OWNER TO shop_app;
