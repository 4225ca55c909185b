-- What PostgreSQL 19 added.
\if :v19
SET ROLE shop_owner;
CREATE VIEW sales.last_known_coupon AS
    SELECT id, lag(extra ->> 'coupon') IGNORE NULLS OVER (PARTITION BY customer_id ORDER BY placed_at) AS coupon FROM sales.orders;
CREATE FUNCTION crm.team_of(number integer) RETURNS SETOF crm.teams
    LANGUAGE sql
    BEGIN ATOMIC
        INSERT INTO crm.teams (id, name, leader_id) VALUES (number, 'new', 10)
        ON CONFLICT (id) DO SELECT FOR UPDATE WHERE teams.id > 0 RETURNING *;
    END;
RESET ROLE;
\endif
