// What a dump and a restore are both told to leave out.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/option_tables.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

// The rows that the tables of both commands have.
[[nodiscard]] inline std::vector<Option> left_out_options() {
  return {{"no-owner", 'O', "", "no commands that set ownership"},
          {"no-privileges", 'x', "", "no privileges (GRANT and REVOKE)"},
          {"no-acl", 0, "", "same as --no-privileges"},
          {"no-comments", 0, "", "no comments"},
          {"no-policies", 0, "", "no row security policies"},
          {"no-publications", 0, "", "no publications"},
          {"no-subscriptions", 0, "", "no subscriptions"},
          {"no-security-labels", 0, "", "no security labels"},
          {"no-tablespaces", 0, "", "no tablespace assignments"},
          {"no-table-access-method", 0, "", "no table access methods"}};
}

// Takes what the command line gives of a table of the library's options.
template <typename Options, std::size_t count>
void take_switches(const Values& values, const pgdumpcore::NamedOption<Options, bool> (&table)[count],
                   Options& options) {
  for (const auto& option : table)
    if (values.has(option.command_line)) options.*option.member = true;
}

template <typename Options, std::size_t count>
void take_texts(const Values& values, const pgdumpcore::NamedOption<Options, std::string> (&table)[count],
                Options& options) {
  for (const auto& option : table) options.*option.member = values.text(option.command_line);
}

template <typename Options, std::size_t count>
void take_lists(const Values& values, const pgdumpcore::NamedOption<Options, std::vector<std::string>> (&table)[count],
                Options& options) {
  for (const auto& option : table)
    if (*option.command_line != '\0') options.*option.member = values.list(option.command_line);
}

}  // namespace cli
