-- Narrow rows, as pgbench makes them: pgbench_accounts and its little sisters at scale :scale.
CREATE TABLE branches (bid integer PRIMARY KEY, bbalance integer, filler character(88));
CREATE TABLE tellers (tid integer PRIMARY KEY, bid integer REFERENCES branches, tbalance integer, filler character(84));
CREATE TABLE accounts (aid integer, bid integer, abalance integer, filler character(84));

INSERT INTO branches SELECT n, 0, '' FROM generate_series(1, :scale) AS n;
INSERT INTO tellers SELECT n, (n - 1) / 10 + 1, 0, '' FROM generate_series(1, 10 * :scale) AS n;
INSERT INTO accounts SELECT n, (n - 1) / 100000 + 1, 0, '' FROM generate_series(1, 100000 * :scale) AS n;
ALTER TABLE accounts ADD PRIMARY KEY (aid);
