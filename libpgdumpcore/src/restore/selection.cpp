#include "restore/selection.hpp"

#include "archive/listing.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <unordered_map>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using archive::Wanted;
using std::string_view;
using Names = std::vector<std::string>;

bool holds(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_facet(const Entry& entry) {
  return entry.description == "ACL" || entry.description == "COMMENT" || entry.description == "SECURITY LABEL";
}

class NameFilter {
 public:
  NameFilter(const archive::Toc& toc, const RestoreOptions& options) : options_(options) {
    for (const Entry& entry : toc.entries) by_id_.emplace(entry.dump_id, &entry);
  }

  [[nodiscard]] bool chooses() const {
    return chooses_kinds() || !options_.schemas.empty() || !options_.exclude_schemas.empty();
  }

  // Asked in the order of the table of contents.
  bool takes(const Entry& entry) {
    // What belongs to a database was chosen with --create.
    const bool belongs_to_database =
        archive::is_database(entry) || (is_facet(entry) && entry.tag.starts_with("DATABASE "));
    const bool follows = is_facet(entry) || archive::is_statistics_data(entry);
    const bool taken = belongs_to_database || (follows ? follows_what_is_taken(entry) : stands_alone(entry));
    if (taken) taken_.insert(entry.dump_id);
    return taken;
  }

 private:
  [[nodiscard]] bool chooses_kinds() const {
    return !options_.tables.empty() || !options_.functions.empty() || !options_.indexes.empty() ||
           !options_.triggers.empty();
  }

  // A comment goes with what it is about; that a privilege waits for another one does not count.
  [[nodiscard]] bool follows_what_is_taken(const Entry& entry) const {
    bool any = false;
    for (const int id : entry.dependencies) {
      const auto found = by_id_.find(id);
      if (found == by_id_.end() || found->second->description == "ACL") continue;
      if (!taken_.contains(id)) return false;
      any = true;
    }
    return any;
  }

  [[nodiscard]] bool stands_alone(const Entry& entry) const {
    if (!options_.schemas.empty() && !holds(options_.schemas, entry.schema)) return false;
    if (!entry.schema.empty() && holds(options_.exclude_schemas, entry.schema)) return false;
    if (!chooses_kinds()) return true;
    const Names* const names = names_for(entry);
    return names != nullptr && holds(*names, entry.tag);
  }

  [[nodiscard]] const Names* names_for(const Entry& entry) const {
    static constexpr std::array relations = {"TABLE",         "TABLE DATA",        "VIEW",
                                             "FOREIGN TABLE", "MATERIALIZED VIEW", "MATERIALIZED VIEW DATA",
                                             "SEQUENCE",      "SEQUENCE SET"};
    const string_view what = entry.description;
    if (std::ranges::find(relations, what) != relations.end()) return &options_.tables;
    if (what == "INDEX") return &options_.indexes;
    if (what == "FUNCTION" || what == "AGGREGATE" || what == "PROCEDURE") return &options_.functions;
    if (what == "TRIGGER") return &options_.triggers;
    return nullptr;
  }

  const RestoreOptions& options_;
  std::unordered_map<int, const Entry*> by_id_{};
  std::set<int> taken_{};
};

void check_names(const archive::Toc& toc, const RestoreOptions& options) {
  const auto check = [&](const Names& names, const char* what, auto&& is_it) {
    for (const std::string& name : names)
      if (std::ranges::none_of(toc.entries, [&](const Entry& entry) { return is_it(entry, name); }))
        throw Error(Fault::usage, fmt::format("{} \"{}\" not found", what, name));
  };
  const auto tagged = [](std::initializer_list<string_view> descriptions) {
    return [descriptions = std::vector<string_view>(descriptions)](const Entry& entry, const std::string& name) {
      return entry.tag == name && std::ranges::find(descriptions, entry.description) != descriptions.end();
    };
  };
  check(options.schemas, "schema", [](const Entry& entry, const std::string& name) { return entry.schema == name; });
  check(options.tables, "table",
        tagged({"TABLE", "TABLE DATA", "VIEW", "FOREIGN TABLE", "MATERIALIZED VIEW", "MATERIALIZED VIEW DATA",
                "SEQUENCE", "SEQUENCE SET"}));
  check(options.indexes, "index", tagged({"INDEX"}));
  check(options.functions, "function", tagged({"FUNCTION", "AGGREGATE", "PROCEDURE"}));
  check(options.triggers, "trigger", tagged({"TRIGGER"}));
}

}  // namespace

archive::ScriptOptions script_options(const RestoreOptions& options) {
  const bool only_schema = options.schema_only;
  const bool only_data = options.data_only;
  const bool only_statistics = options.statistics_only;
  archive::ScriptOptions out;
  out.sections = options.sections;
  out.schema = !only_data && !only_statistics && !options.no_schema;
  out.data = !only_schema && !only_statistics && !options.no_data;
  out.statistics = !only_schema && !only_data && !options.no_statistics;
  out.clean = options.clean;
  out.if_exists = options.if_exists;
  out.create = options.create;
  out.no_owner = options.no_owner;
  out.no_privileges = options.no_privileges;
  out.no_comments = options.no_comments;
  out.no_policies = options.no_policies;
  out.no_publications = options.no_publications;
  out.no_security_labels = options.no_security_labels;
  out.no_subscriptions = options.no_subscriptions;
  out.no_tablespaces = options.no_tablespaces;
  out.no_table_access_method = options.no_table_access_method;
  out.disable_triggers = options.disable_triggers;
  out.enable_row_security = options.enable_row_security;
  out.use_set_session_authorization = options.use_set_session_authorization;
  out.superuser = options.superuser;
  out.role = options.role;
  return out;
}

std::vector<Wanted> select_entries(const archive::Toc& toc, const RestoreOptions& options) {
  if (options.strict_names) check_names(toc, options);
  std::vector<const Entry*> entries;
  if (options.use_list.empty())
    for (const Entry& entry : toc.entries) entries.push_back(&entry);
  else
    entries = archive::read_list(io::file_source(options.use_list), options.use_list, toc);
  std::vector<Wanted> wanted = archive::wanted_entries(entries, script_options(options));
  NameFilter filter(toc, options);
  if (!filter.chooses()) return wanted;
  // Statistics go with a table that is chosen by its name, even if nothing else of it is wanted.
  std::set<const Entry*> chosen;
  for (const Entry* entry : entries)
    if (filter.takes(*entry)) chosen.insert(entry);
  std::erase_if(wanted, [&](const Wanted& item) { return !chosen.contains(item.entry); });
  return wanted;
}

}  // namespace pgdumpcore::restoring
