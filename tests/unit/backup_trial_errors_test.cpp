// What errors of a trial restore are taken for: whatever the message's language, statements that need a role are left
// out, with what depends on them; a server without space or without an extension is to blame itself.
#include "backup/trial_errors.hpp"

#include <boost/test/unit_test.hpp>

using namespace pgdumpcore;
using namespace pgdumpcore::backups;

namespace {

Error failed(const std::string& sqlstate, const std::string& command, const std::string& message = "refused") {
  return Error(Fault::server, message).sqlstate(sqlstate).detail("Command was: " + command);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_trial_errors)

BOOST_AUTO_TEST_CASE(statements_that_need_a_role_are_forgiven) {
  for (const char* const command :
       {"GRANT SELECT ON TABLE public.t TO gone;", "ALTER TABLE public.t OWNER TO gone;",
        "CREATE POLICY p ON public.t TO gone USING (true);", "CREATE USER MAPPING FOR gone SERVER s;",
        "ALTER DEFAULT PRIVILEGES FOR ROLE gone GRANT SELECT ON TABLES TO PUBLIC;"}) {
    TrialErrors errors;
    errors.add(failed("42704", command, "Rolle »gone« existiert nicht"));
    BOOST_TEST_CONTEXT(command) {
      BOOST_TEST(errors.forgiven() == 1U);
      BOOST_TEST(errors.failed() == 0U);
    }
  }
}

BOOST_AUTO_TEST_CASE(and_what_depends_on_them) {
  TrialErrors errors;
  errors.add(failed("42704", "CREATE POLICY \"a ON b\" ON public.\"odd t\" TO gone USING (true);\n"));
  errors.add(failed("42704", "COMMENT ON POLICY \"a ON b\" ON public.\"odd t\" IS 'x';\n"));
  BOOST_TEST(errors.forgiven() == 2U);
  errors.add(failed("42704", "COMMENT ON POLICY a ON public.\"odd t\" IS 'x';\n"));
  errors.add(failed("42704", "COMMENT ON POLICY \"a ON b\" ON public.t IS 'x';\n"));
  BOOST_TEST(errors.failed() == 2U);
}

BOOST_AUTO_TEST_CASE(words_in_quotes_name_no_owner) {
  TrialErrors errors;
  errors.add(failed("42704", "COMMENT ON TEXT SEARCH PARSER x IS 'give it an OWNER TO love';"));
  BOOST_TEST(errors.failed() == 1U);
  BOOST_TEST(!errors.is_trouble_of_server());
}

BOOST_AUTO_TEST_CASE(the_server_is_to_blame) {
  for (const auto& [sqlstate, command] :
       {std::pair("53100", "COPY public.t (a) FROM stdin;"), std::pair("57P01", "CREATE INDEX i ON public.t (a);"),
        std::pair("0A000", "CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;"),
        std::pair("58P01", "CREATE FUNCTION public.f() RETURNS void LANGUAGE c AS '$libdir/f', 'f';")}) {
    TrialErrors errors;
    errors.add(failed("42P01", "ALTER TABLE ONLY public.t ADD PRIMARY KEY (a);", "the first"));
    errors.add(failed(sqlstate, command, "the cause"));
    BOOST_TEST_CONTEXT(command) {
      BOOST_TEST(errors.is_trouble_of_server());
      BOOST_TEST(errors.failed() == 2U);
      BOOST_TEST(errors.first()->what() == std::string("the cause"));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
