-- Partitions by odd values.
CREATE TABLE hostile."by 'list'" ("k;" text COLLATE "C", v text) PARTITION BY LIST ("k;");
CREATE TABLE hostile."p 1" PARTITION OF hostile."by 'list'" FOR VALUES IN ('it''s', '"', E'\\', E'\n', '', NULL);
CREATE TABLE hostile."p 2" PARTITION OF hostile."by 'list'" FOR VALUES IN ('FROM', 'TO (', '😀', ' ', E'\t', '%s');
CREATE TABLE hostile."p default" PARTITION OF hostile."by 'list'" DEFAULT;
CREATE INDEX "by list's ""index""" ON hostile."by 'list'" ("k;", (v || E'it''s\\'));
ALTER TABLE hostile."by 'list'" ADD CONSTRAINT "u;" UNIQUE ("k;");
INSERT INTO hostile."by 'list'" VALUES ('it''s', 'a'), ('"', 'b'), (E'\\', 'c'), (E'\n', 'd'), ('', 'e'), (NULL, 'f'), ('FROM', 'g'), ('😀', E'\\N'), ('other', NULL);
CREATE TABLE hostile."by range" (a text COLLATE "C", b "select"."Enum; DROP") PARTITION BY RANGE (a, b);
CREATE TABLE hostile."range 1" PARTITION OF hostile."by range" FOR VALUES FROM (MINVALUE, MINVALUE) TO ('minvalue', 'it''s');
CREATE TABLE hostile."range 2" PARTITION OF hostile."by range" FOR VALUES FROM ('minvalue', 'it''s') TO ('o''clock', MAXVALUE);
INSERT INTO hostile."by range" VALUES ('a', 'it''s'), ('minvalue', 'select'), ('n', '\N');
CREATE TABLE hostile."by enum's hash" (e "select"."Enum; DROP") PARTITION BY HASH (e);
CREATE TABLE hostile."enum hash 0" PARTITION OF hostile."by enum's hash" FOR VALUES WITH (MODULUS 1, REMAINDER 0);
INSERT INTO hostile."by enum's hash" SELECT unnest(enum_range(NULL::"select"."Enum; DROP"));
