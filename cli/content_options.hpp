// What a dump and a restore are both told to leave out.
#pragma once

#include "arguments.hpp"

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

// Takes what DumpOptions and RestoreOptions have under the same names: parts, drops, and what is left out.
template <class Options>
void contents_from(const Values& values, Options& options) {
  options.schema_only = values.has("schema-only");
  options.data_only = values.has("data-only");
  options.statistics_only = values.has("statistics-only");
  options.statistics = values.has("statistics");
  options.no_schema = values.has("no-schema");
  options.no_data = values.has("no-data");
  options.no_statistics = values.has("no-statistics");
  options.clean = values.has("clean");
  options.if_exists = values.has("if-exists");
  options.create = values.has("create");
  options.no_owner = values.has("no-owner");
  options.no_privileges = values.has("no-privileges") || values.has("no-acl");
  options.no_comments = values.has("no-comments");
  options.no_policies = values.has("no-policies");
  options.no_publications = values.has("no-publications");
  options.no_subscriptions = values.has("no-subscriptions");
  options.no_security_labels = values.has("no-security-labels");
  options.no_tablespaces = values.has("no-tablespaces");
  options.no_table_access_method = values.has("no-table-access-method");
}

}  // namespace cli
