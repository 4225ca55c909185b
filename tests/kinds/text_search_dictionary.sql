-- CREATE TEXT SEARCH DICTIONARY and ALTER TEXT SEARCH DICTIONARY. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY['pgdump kinds owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE TEXT SEARCH DICTIONARY shop.no_options (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY shop.some_options (TEMPLATE = snowball, LANGUAGE = russian, STOPWORDS = 'english');
CREATE TEXT SEARCH DICTIONARY shop.one_option (TEMPLATE = simple, ACCEPT = false);
CREATE FUNCTION shop.start(internal) RETURNS internal LANGUAGE internal AS 'dsimple_init';
CREATE TEXT SEARCH TEMPLATE shop."own ""template" (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY shop.of_own_template (TEMPLATE = shop."own ""template");
CREATE TEXT SEARCH DICTIONARY shop.plain (TEMPLATE = simple);

ALTER TEXT SEARCH DICTIONARY shop.one_option (ACCEPT, STOPWORDS = english);
ALTER TEXT SEARCH DICTIONARY shop.some_options (STOPWORDS);
ALTER TEXT SEARCH DICTIONARY shop.plain RENAME TO "na;me ""--";
ALTER TEXT SEARCH DICTIONARY shop.no_options OWNER TO "pgdump kinds owner";
ALTER TEXT SEARCH DICTIONARY shop.no_options SET SCHEMA "Odd schema";
COMMENT ON TEXT SEARCH DICTIONARY shop."na;me ""--" IS 'it''s
two lines';
