// What a restore knows of a script's statements before it runs them.
#include "restore/script_statement.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace pgdumpcore;
using Kind = restoring::StatementFacts::Kind;

namespace {

struct Row {
  const char* sql;
  Kind kind;
  const char* schema = "";
  const char* name = "";
};

constexpr Row rows[] = {
    {"CREATE TABLE public.t (a int)", Kind::creates_relation, "public", "t"},
    {"create /* ( */ unlogged table \"S.x\".\"a \"\"b\" (\n a int)", Kind::creates_relation, "S.x", "a \"b"},
    {"CREATE FOREIGN TABLE s.f ()", Kind::creates_relation, "s", "f"},
    {"CREATE MATERIALIZED VIEW s.m AS SELECT 1", Kind::creates_relation, "s", "m"},
    {"CREATE SEQUENCE seq", Kind::creates_relation, "", "seq"},
    {"CREATE TABLE IF NOT EXISTS t ()", Kind::other},
    {"CREATE OR REPLACE VIEW v AS SELECT 1", Kind::other},
    {"CREATE TEMP TABLE t ()", Kind::other},
    {"CREATE INDEX i ON t (a)", Kind::other},
    {"DROP TABLE IF EXISTS public.t", Kind::drops_relation, "public", "t"},
    {"DROP SCHEMA IF EXISTS s CASCADE", Kind::drops_schema, "", "s"},
    {"CREATE DATABASE \"D\" TEMPLATE template0", Kind::creates_database, "", "D"},
    {"DROP DATABASE IF EXISTS d", Kind::drops_database, "", "d"},
    {"SET statement_timeout = 0", Kind::sets_parameter, "", "statement_timeout"},
    {"SET LOCAL x TO 'y'", Kind::sets_parameter, "", "x"},
    {"SET search_path = s, pg_catalog", Kind::sets_search_path, "s"},
    {"SELECT pg_catalog.set_config('search_path', '', false)", Kind::sets_search_path},
    {"SELECT pg_catalog.setval('s', 1)", Kind::changes_rows},
    {"INSERT INTO t VALUES ('CREATE TABLE x')", Kind::changes_rows, "", "t"},
    {"insert into s.\"T\" select 1", Kind::changes_rows, "s", "T"},
    {"BEGIN WORK", Kind::begins_transaction},
    {"START TRANSACTION READ ONLY", Kind::begins_transaction},
    {"END", Kind::commits_transaction},
    {"COMMIT AND CHAIN", Kind::commits_transaction},
    {"COMMIT PREPARED 'x'", Kind::other},
    {"PREPARE TRANSACTION 'x'", Kind::leaves_transaction},
    {"PREPARE plan AS SELECT 1", Kind::other},
    {"ROLLBACK", Kind::leaves_transaction},
    {"ROLLBACK TRANSACTION TO SAVEPOINT s", Kind::other},
    {"SET SESSION AUTHORIZATION 'a'", Kind::sets_owner},
    {"ALTER FUNCTION s.f(integer) OWNER TO \"to\"", Kind::sets_owner},
    {"ALTER DATABASE d OWNER TO a", Kind::sets_owner},
    {"ALTER TABLE t ADD COLUMN owner int", Kind::other},
    {"GRANT SELECT ON TABLE t TO a", Kind::sets_privileges},
    {"REVOKE ALL ON SCHEMA public FROM PUBLIC", Kind::sets_privileges},
    {"ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT ALL ON TABLES TO b", Kind::sets_privileges},
    {"GRANT a TO \"on\"", Kind::other},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(script_statement)

BOOST_AUTO_TEST_CASE(facts) {
  for (const Row& row : rows) {
    const restoring::StatementFacts found = restoring::statement_facts(row.sql);
    BOOST_TEST_CONTEXT(row.sql) {
      BOOST_TEST(static_cast<int>(found.kind) == static_cast<int>(row.kind));
      BOOST_TEST(found.name.schema == row.schema);
      BOOST_TEST(found.name.name == row.name);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
