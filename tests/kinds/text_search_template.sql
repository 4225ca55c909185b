-- CREATE TEXT SEARCH TEMPLATE and ALTER TEXT SEARCH TEMPLATE. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE TEXT SEARCH TEMPLATE shop.both_functions (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE shop.without_init (LEXIZE = dsimple_lexize);
CREATE FUNCTION shop."le""xize"(internal, internal, internal, internal) RETURNS internal
  LANGUAGE internal AS 'dsimple_lexize';
CREATE TEXT SEARCH TEMPLATE shop.own_function (INIT = dsimple_init, LEXIZE = shop."le""xize");
CREATE TEXT SEARCH TEMPLATE shop.plain (LEXIZE = dsimple_lexize);

ALTER TEXT SEARCH TEMPLATE shop.plain RENAME TO "na;me ""--";
ALTER TEXT SEARCH TEMPLATE shop.without_init SET SCHEMA "Odd schema";
COMMENT ON TEXT SEARCH TEMPLATE shop."na;me ""--" IS 'it''s
two lines';
