-- CREATE TEXT SEARCH PARSER and ALTER TEXT SEARCH PARSER. Runs in an empty database, as a superuser.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";
CREATE TEXT SEARCH PARSER shop.all_functions (
  START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH PARSER shop.without_headline (
  START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- With functions of the user's own
CREATE FUNCTION shop."odd ""start"(internal, integer) RETURNS internal LANGUAGE internal AS 'prsd_start';
CREATE FUNCTION "Odd schema"."end"(internal) RETURNS void LANGUAGE internal AS 'prsd_end';
CREATE TEXT SEARCH PARSER shop.own_functions (
  START = shop."odd ""start", GETTOKEN = prsd_nexttoken, END = "Odd schema"."end", LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER shop.plain (
  START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);

ALTER TEXT SEARCH PARSER shop.plain RENAME TO "na;me ""--";
ALTER TEXT SEARCH PARSER shop.without_headline SET SCHEMA "Odd schema";
COMMENT ON TEXT SEARCH PARSER shop."na;me ""--" IS 'it''s
two lines';
