-- Triggers of every sort.
SET ROLE shop_owner;

CREATE FUNCTION sales.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION sales.count_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count(*) FROM changed;
    RETURN NULL;
END $$;

CREATE TRIGGER orders_touch BEFORE INSERT OR UPDATE OR DELETE ON sales.orders
    FOR EACH ROW EXECUTE FUNCTION sales.touch();
CREATE TRIGGER orders_status_changed AFTER UPDATE OF status, total ON sales.orders
    FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status AND (old.total > 0 OR new.channel = 'it''s'))
    EXECUTE FUNCTION sales.touch('status', '', 'it''s', E'back\\slash', 'new
line', '42');
CREATE TRIGGER orders_statement AFTER TRUNCATE OR DELETE ON sales.orders
    FOR EACH STATEMENT EXECUTE FUNCTION sales.touch();
-- A partition may switch its copy off, or to another mode.
ALTER TABLE sales.orders_2023_h1 DISABLE TRIGGER orders_touch;
ALTER TABLE sales.orders_2023_h2 ENABLE ALWAYS TRIGGER orders_touch;
ALTER TABLE sales.orders_2024_early ENABLE REPLICA TRIGGER orders_status_changed;
-- And have one of its own.
CREATE TRIGGER early_only BEFORE INSERT ON sales.orders_2024_early FOR EACH ROW WHEN (new.total > 10) EXECUTE FUNCTION sales.touch();

CREATE TRIGGER customers_insert_count AFTER INSERT ON crm.customers
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sales.count_changes();
CREATE TRIGGER customers_update_count AFTER UPDATE ON crm.customers
    REFERENCING OLD TABLE AS before_it NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sales.count_changes();
CREATE TRIGGER customers_each_count AFTER DELETE ON crm.customers
    REFERENCING OLD TABLE AS changed FOR EACH ROW EXECUTE FUNCTION sales.count_changes();
CREATE TRIGGER "customers: 1st" BEFORE UPDATE OF mail, "family_name" ON crm.customers
    FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION sales.touch();

CREATE CONSTRAINT TRIGGER levels_balance AFTER INSERT OR UPDATE ON stock.levels
    FROM stock.warehouses DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sales.touch();
CREATE CONSTRAINT TRIGGER levels_checked AFTER DELETE ON stock.levels
    NOT DEFERRABLE FOR EACH ROW WHEN (old.on_hand > 0) EXECUTE FUNCTION sales.touch();
CREATE CONSTRAINT TRIGGER levels_late AFTER UPDATE OF bin ON stock.levels
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION sales.touch();

CREATE TRIGGER movements_disabled BEFORE INSERT ON stock.movements FOR EACH ROW EXECUTE FUNCTION sales.touch();
CREATE TRIGGER movements_replica BEFORE UPDATE ON stock.movements FOR EACH ROW EXECUTE FUNCTION sales.touch();
CREATE TRIGGER movements_always AFTER DELETE ON stock.movements FOR EACH STATEMENT EXECUTE FUNCTION sales.touch();
CREATE TRIGGER movements_truncate BEFORE TRUNCATE ON stock.movements EXECUTE FUNCTION sales.touch();
ALTER TABLE stock.movements DISABLE TRIGGER movements_disabled;
ALTER TABLE stock.movements ENABLE REPLICA TRIGGER movements_replica;
ALTER TABLE stock.movements ENABLE ALWAYS TRIGGER movements_always;

CREATE TRIGGER redundant BEFORE UPDATE ON stock.warehouses FOR EACH ROW EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger();
CREATE TRIGGER searchable BEFORE INSERT ON catalogue.loose_tags
    FOR EACH ROW EXECUTE FUNCTION sales.touch(1, 2.5, three);
COMMENT ON TRIGGER orders_touch ON sales.orders IS 'Cloned to every partition';
COMMENT ON TRIGGER early_only ON sales.orders_2024_early IS 'On one partition';
RESET ROLE;
