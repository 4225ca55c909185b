-- Rules on tables and views.
SET ROLE shop_owner;

CREATE RULE levels_no_delete AS ON DELETE TO stock.levels WHERE old.on_hand > 0 DO INSTEAD NOTHING;
CREATE RULE levels_log AS ON UPDATE TO stock.levels WHERE new.on_hand <> old.on_hand
    DO ALSO INSERT INTO stock.movements (warehouse, product_id, change)
            VALUES (new.warehouse, new.product_id, new.on_hand - old.on_hand);
CREATE RULE notes_nothing AS ON INSERT TO crm.logins DO NOTHING;
CREATE RULE "warehouses: two things" AS ON INSERT TO stock.warehouses DO ALSO (
    INSERT INTO stock.counts (warehouse, remark) VALUES (new.code, 'it''s new');
    UPDATE stock.counts SET remark = E'again\\' WHERE counts.warehouse = new.code;
    NOTIFY warehouses, 'changed'
);
CREATE VIEW sales.complaint_desk AS SELECT id, order_id, text FROM sales.complaints;
CREATE RULE complaint_desk_insert AS ON INSERT TO sales.complaint_desk
    DO INSTEAD INSERT INTO sales.complaints (id, text) VALUES (new.id, new.text) RETURNING id, order_id, text;
CREATE RULE complaint_desk_delete AS ON DELETE TO sales.complaint_desk
    DO INSTEAD DELETE FROM sales.complaints WHERE complaints.id = old.id;
CREATE RULE complaint_desk_update AS ON UPDATE TO sales.complaint_desk WHERE old.text IS NULL
    DO INSTEAD UPDATE sales.complaints SET text = new.text WHERE complaints.id = old.id;
ALTER TABLE stock.levels DISABLE RULE levels_no_delete;
ALTER TABLE stock.levels ENABLE REPLICA RULE levels_log;
ALTER TABLE crm.logins ENABLE ALWAYS RULE notes_nothing;
ALTER TABLE stock.warehouses DISABLE RULE "warehouses: two things";
COMMENT ON RULE levels_log ON stock.levels IS 'Replicas only';
COMMENT ON RULE complaint_desk_insert ON sales.complaint_desk IS 'Returns the row';
RESET ROLE;

CREATE RULE upsert_counts AS ON UPDATE TO stock.counts
    DO ALSO INSERT INTO crm.teams (id, name, leader_id) VALUES (1, 'x', 1) ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE teams.id > 0;
