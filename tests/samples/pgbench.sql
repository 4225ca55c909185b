-- pgbench's four tables, as "pgbench -i" leaves them, at the scale of the variable "scale".
\set QUIET on
SET client_min_messages = warning;

CREATE TABLE pgbench_history (
    tid integer,
    bid integer,
    aid integer,
    delta integer,
    mtime timestamp without time zone,
    filler character(22)
);
CREATE TABLE pgbench_tellers (
    tid integer NOT NULL,
    bid integer,
    tbalance integer,
    filler character(84)
) WITH (fillfactor = 100);
CREATE TABLE pgbench_accounts (
    aid integer NOT NULL,
    bid integer,
    abalance integer,
    filler character(84)
) WITH (fillfactor = 100);
CREATE TABLE pgbench_branches (
    bid integer NOT NULL,
    bbalance integer,
    filler character(88)
) WITH (fillfactor = 100);

INSERT INTO pgbench_branches (bid, bbalance)
SELECT branch, 0 FROM generate_series(1, :scale) AS branch;
INSERT INTO pgbench_tellers (tid, bid, tbalance)
SELECT teller, (teller - 1) / 10 + 1, 0 FROM generate_series(1, 10 * :scale) AS teller;
INSERT INTO pgbench_accounts (aid, bid, abalance, filler)
SELECT account, (account - 1) / 100000 + 1, 0, '' FROM generate_series(1, 100000 * :scale) AS account;

ALTER TABLE pgbench_branches ADD PRIMARY KEY (bid);
ALTER TABLE pgbench_tellers ADD PRIMARY KEY (tid);
ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid);
ANALYZE;
