-- Names and values in EUC_JP, a database whose server-side texts quote every identifier, and no schema "public".
\set QUIET on
\ir versions.sql
SET client_min_messages = warning;
\encoding UTF8

DROP SCHEMA public;
CREATE SCHEMA "日本語";
CREATE SCHEMA plain;
CREATE TYPE "日本語"."色" AS ENUM ('赤', '青', '黄色');
CREATE DOMAIN "日本語"."名前" AS text CHECK (VALUE <> '無し');
CREATE TABLE "日本語"."顧客" (
    "番号" integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "氏名" "日本語"."名前" DEFAULT '山田 太郎',
    "好きな色" "日本語"."色" DEFAULT '青',
    kana text DEFAULT 'ｶﾀｶﾅ',
    "表\" text
);
INSERT INTO "日本語"."顧客" ("氏名", "好きな色", kana, "表\")
SELECT '顧客' || n || '号', (ARRAY['赤', '青', '黄色'])[n % 3 + 1]::"日本語"."色", CASE WHEN n % 2 = 0 THEN 'ﾃｽﾄ' END, '能\表' || E'\t' || n
FROM generate_series(1, 500) AS n;
COMMENT ON TABLE "日本語"."顧客" IS E'顧客の表\n「引用」';
CREATE INDEX "索引" ON "日本語"."顧客" ("氏名", (kana || 'ソ')) WHERE ("氏名" <> '表');
CREATE VIEW "日本語"."ビュー" AS SELECT "番号", "氏名" || '様' AS "宛名" FROM "日本語"."顧客" WHERE "好きな色" = '赤';

-- All characters of the rows of kana and Greek.
CREATE TABLE plain.characters (code integer PRIMARY KEY, c text);
INSERT INTO plain.characters
SELECT hi * 256 + lo, convert_from(set_byte(set_byte('\x0000', 0, hi), 1, lo), 'EUC_JP')
FROM generate_series(164, 166) AS hi, generate_series(161, 206) AS lo WHERE hi < 166 OR lo < 185;

CREATE TABLE plain.orders (id integer PRIMARY KEY, total numeric DEFAULT 0 CHECK (total >= 0), CONSTRAINT orders_total_key UNIQUE (total, id));
CREATE TABLE plain.lines (order_id integer REFERENCES plain.orders ON DELETE CASCADE, line integer, CONSTRAINT lines_pkey PRIMARY KEY (order_id, line));
CREATE FUNCTION plain.same(value integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT value';
CREATE VIEW plain.totals AS SELECT o.id, sum(o.total) AS total FROM plain.orders AS o GROUP BY o.id;
CREATE INDEX orders_total_idx ON plain.orders (plain.same(id), total DESC);
CREATE RULE nothing AS ON DELETE TO plain.orders DO INSTEAD NOTHING;
CREATE POLICY everyone ON plain.orders USING (id > 0);

SELECT pg_catalog.current_database() AS database \gset
ALTER DATABASE :"database" SET quote_all_identifiers = on;
COMMENT ON DATABASE :"database" IS '日本語のデータベース';
