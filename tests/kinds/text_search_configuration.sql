-- CREATE TEXT SEARCH CONFIGURATION and ALTER TEXT SEARCH CONFIGURATION, every clause of their pages.
-- Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE TEXT SEARCH CONFIGURATION shop.empty (PARSER = default);
CREATE TEXT SEARCH CONFIGURATION shop.copied (COPY = german);
CREATE TEXT SEARCH DICTIONARY shop."own ""dictionary" (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION shop.changed (COPY = english);
ALTER TEXT SEARCH CONFIGURATION shop.changed
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart
  WITH shop."own ""dictionary", english_stem;
ALTER TEXT SEARCH CONFIGURATION shop.changed ALTER MAPPING REPLACE simple WITH shop."own ""dictionary";
ALTER TEXT SEARCH CONFIGURATION shop.changed ALTER MAPPING FOR numhword, word REPLACE english_stem WITH german_stem;
ALTER TEXT SEARCH CONFIGURATION shop.changed DROP MAPPING IF EXISTS FOR email, url, sfloat, float;
ALTER TEXT SEARCH CONFIGURATION shop.empty ADD MAPPING FOR blank, protocol, "int" WITH simple, german_stem, simple;
CREATE TEXT SEARCH PARSER shop."own ""parser" (
  START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION "Odd schema".of_own_parser (PARSER = shop."own ""parser");
ALTER TEXT SEARCH CONFIGURATION "Odd schema".of_own_parser ADD MAPPING FOR word WITH simple;
CREATE TEXT SEARCH CONFIGURATION shop.plain (PARSER = default);

ALTER TEXT SEARCH CONFIGURATION shop.plain RENAME TO "na;me ""--";
ALTER TEXT SEARCH CONFIGURATION shop.copied OWNER TO "pgdump kinds owner";
ALTER TEXT SEARCH CONFIGURATION shop.copied SET SCHEMA "Odd schema";
COMMENT ON TEXT SEARCH CONFIGURATION shop."na;me ""--" IS 'it''s
two lines';

-- What needs a configuration comes after it.
CREATE TABLE shop.document (body text, words tsvector GENERATED ALWAYS AS (to_tsvector('shop.changed', body)) STORED);
CREATE INDEX ON shop.document USING gin (to_tsvector('shop.changed', body));
