-- Privileges on everything, with and without the right to pass them on.
GRANT USAGE ON SCHEMA catalogue, sales, crm, stock TO shop_app, shop_clerk, shop_readonly, shop_support;
GRANT USAGE, CREATE ON SCHEMA reporting TO shop_readonly WITH GRANT OPTION;
GRANT ALL ON SCHEMA "order desk" TO PUBLIC;

GRANT SELECT, INSERT, UPDATE, DELETE ON sales.orders, sales.order_lines TO shop_app;
GRANT SELECT ON catalogue.products TO shop_clerk WITH GRANT OPTION;
GRANT ALL ON catalogue.brands TO shop_app;
GRANT TRUNCATE, REFERENCES, TRIGGER ON stock.levels TO shop_clerk;
REVOKE ALL ON catalogue.search_cache FROM PUBLIC;
-- The owner has taken rights from himself, some or all of them.
REVOKE DELETE, TRUNCATE ON crm.customers FROM shop_owner;
REVOKE ALL ON crm.logins FROM shop_owner;
GRANT SELECT (id, given_name, family_name), UPDATE (phone, mail) ON crm.customers TO shop_clerk, shop_support;
GRANT SELECT (family_name) ON crm.customers TO PUBLIC;
GRANT INSERT (counted, remark), REFERENCES (product_id) ON stock.counts TO shop_app WITH GRANT OPTION;
GRANT SELECT ON stock.counts TO shop_readonly;
GRANT SELECT ("select"), UPDATE ("Where") ON "order desk"."table" TO shop_app;
GRANT SELECT (xmin, ctid, tableoid) ON crm.notes TO shop_auditor;
GRANT SELECT ON catalogue.visible_products, crm.dutch_customers TO PUBLIC;

-- Passed on by somebody else than the owner.
SET ROLE shop_clerk;
GRANT SELECT ON catalogue.products TO shop_support;
RESET ROLE;
SET ROLE shop_app;
GRANT INSERT (counted) ON stock.counts TO shop_auditor;
GRANT USAGE ON SEQUENCE sales.order_numbers TO shop_support;
RESET ROLE;

GRANT SELECT ON SEQUENCE sales.countdown TO shop_readonly;
GRANT ALL ON SEQUENCE stock.label_numbers TO shop_app WITH GRANT OPTION;
GRANT UPDATE ON SEQUENCE catalogue.brand_numbers TO shop_app;
GRANT EXECUTE ON FUNCTION crm.mask(text), catalogue.slug(text) TO shop_clerk;
GRANT EXECUTE ON FUNCTION sales.amount(integer, text, integer[]) TO shop_readonly WITH GRANT OPTION;
GRANT EXECUTE ON PROCEDURE sales.close_orders(timestamp with time zone, integer) TO shop_app;
REVOKE ALL ON PROCEDURE sales.archive() FROM PUBLIC, shop_app;
GRANT EXECUTE ON ROUTINE sales.join_labels(text[]) TO PUBLIC;
REVOKE EXECUTE ON FUNCTION sales.same_text(text, text) FROM PUBLIC;
GRANT USAGE ON TYPE sales.order_status TO PUBLIC;
GRANT USAGE ON DOMAIN catalogue.sku TO shop_readonly WITH GRANT OPTION;
REVOKE ALL ON TYPE sales.delivery_slot FROM PUBLIC;
GRANT USAGE ON TYPE sales.working_hours, crm.postal_address TO PUBLIC, shop_auditor;
REVOKE USAGE ON TYPE crm.contact_card FROM shop_owner;

-- On the system's own objects: what initdb did not give is part of a dump.
GRANT USAGE ON LANGUAGE sql TO shop_app;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO shop_owner, shop_app;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO shop_auditor;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT SELECT ON pg_catalog.pg_statistic TO shop_auditor WITH GRANT OPTION;
GRANT SELECT (rolname, oid) ON pg_catalog.pg_authid TO shop_support;
REVOKE SELECT ON pg_catalog.pg_stat_replication FROM PUBLIC;
GRANT USAGE ON SCHEMA information_schema TO shop_readonly WITH GRANT OPTION;
REVOKE USAGE ON TYPE pg_catalog.circle FROM PUBLIC;
