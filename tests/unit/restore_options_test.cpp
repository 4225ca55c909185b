// An option that chooses or changes parts makes an archive of a plain script; one that is forgotten there would be
// ignored.
#include "restore/options.hpp"

#include <pgdumpcore/option_tables.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <string_view>

BOOST_AUTO_TEST_SUITE(restore_options)

using pgdumpcore::RestoreOptions;
using pgdumpcore::restoring::option_of_parts;

// What a script that is run as it is can heed too, or what only qualifies another option.
constexpr std::array<std::string_view, 6> not_of_parts = {"strict_names",       "if_exists", "exit_on_error",
                                                          "single_transaction", "force",     "allow_missing_names"};
constexpr std::array<std::string_view, 3> texts_not_of_parts = {"superuser", "role", "restrict_key"};

bool is_in(const auto& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

BOOST_AUTO_TEST_CASE(without_options_a_script_stays_one) {
  BOOST_TEST(option_of_parts(RestoreOptions(), true) == nullptr);
  BOOST_TEST(option_of_parts(RestoreOptions(), false) == nullptr);
}

BOOST_AUTO_TEST_CASE(every_switch_chooses_parts_or_is_known_not_to) {
  for (const auto& option : pgdumpcore::restore_switches) {
    RestoreOptions options;
    options.*option.member = true;
    BOOST_TEST_CONTEXT(option.name)
    BOOST_TEST((option_of_parts(options, true) == nullptr) == is_in(not_of_parts, option.name));
  }
}

BOOST_AUTO_TEST_CASE(every_list_of_names_chooses_parts) {
  for (const auto& option : pgdumpcore::restore_lists) {
    RestoreOptions options;
    options.*option.member = {"name"};
    options.with_parts = true;
    const char* const named = option_of_parts(options, false);
    BOOST_TEST_REQUIRE(named != nullptr);
    BOOST_TEST(std::string_view(named).ends_with(option.command_line));
  }
}

BOOST_AUTO_TEST_CASE(every_text_chooses_parts_or_is_known_not_to) {
  for (const auto& option : pgdumpcore::restore_texts) {
    RestoreOptions options;
    options.*option.member = "text";
    BOOST_TEST_CONTEXT(option.name)
    BOOST_TEST((option_of_parts(options, false) == nullptr) == is_in(texts_not_of_parts, option.name));
  }
}

BOOST_AUTO_TEST_SUITE_END()
