-- Row security.
SET ROLE shop_owner;

ALTER TABLE crm.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY customers_all ON crm.customers TO shop_app USING (true) WITH CHECK (family_name <> '');
CREATE POLICY customers_own ON crm.customers FOR SELECT TO shop_clerk, shop_support USING (managed_by = CURRENT_USER);
CREATE POLICY "customers: never 'vip'" ON crm.customers AS RESTRICTIVE FOR DELETE
    USING (NOT 'vip' = ANY (tags) AND id NOT IN (SELECT customer_id FROM sales.orders));
CREATE POLICY customers_public ON crm.customers FOR SELECT TO PUBLIC USING (id < 0);

ALTER TABLE crm.notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE crm.notes FORCE ROW LEVEL SECURITY;
CREATE POLICY notes_insert ON crm.notes FOR INSERT WITH CHECK (author = SESSION_USER);
CREATE POLICY notes_update ON crm.notes AS RESTRICTIVE FOR UPDATE TO shop_app, CURRENT_USER
    USING (author = current_user) WITH CHECK (expires > '2020-01-01'::date);
CREATE POLICY notes_same ON crm.notes AS PERMISSIVE FOR ALL TO shop_owner USING (crm.is_phone_number(body) IS NOT NULL);

ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_of_channel ON sales.orders FOR ALL TO shop_readonly
    USING (channel = current_setting('shop.channel', true));
ALTER TABLE sales.orders_2024_early ENABLE ROW LEVEL SECURITY;
CREATE POLICY early ON sales.orders_2024_early USING (EXISTS (SELECT FROM crm.customers AS c WHERE c.id = orders_2024_early.customer_id));

-- A policy that waits for row security, and forced row security that is off.
CREATE POLICY waiting ON stock.warehouses FOR UPDATE TO shop_app USING (code ~ '^W');
ALTER TABLE stock.levels FORCE ROW LEVEL SECURITY;
-- Nothing may be seen at all.
ALTER TABLE crm.accounts ENABLE ROW LEVEL SECURITY;
COMMENT ON POLICY customers_own ON crm.customers IS 'A clerk sees the customers given to him';
RESET ROLE;
