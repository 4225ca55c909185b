#include "restore/selection.hpp"

#include "archive/listing.hpp"
#include "base/ascii.hpp"
#include "base/nearest.hpp"
#include "pg/quote.hpp"
#include "restore/belonging.hpp"

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

// A name as it stands in the archive, or with its schema before it; quotes may be around either.
bool is_named(const Entry& entry, string_view name) {
  if (name == entry.tag) return true;
  if (entry.schema.empty() || name.find('.') == string_view::npos) return false;
  const std::string schemas[] = {entry.schema, pg::double_quoted(entry.schema)};
  for (const std::string& schema : schemas) {
    if (name.size() <= schema.size() || !name.starts_with(schema) || name[schema.size()] != '.') continue;
    const string_view rest = name.substr(schema.size() + 1);
    if (rest == entry.tag || rest == pg::double_quoted(entry.tag)) return true;
  }
  return false;
}

bool names_it(const Names& names, const Entry& entry) {
  return std::ranges::any_of(names, [&](const std::string& name) { return is_named(entry, name); });
}

// What an option's names are names of. Nothing for what no option names.
const Names* names_for(const Entry& entry, const RestoreOptions& options) {
  static constexpr std::array relations = {"TABLE",         "TABLE DATA",        "VIEW",
                                           "FOREIGN TABLE", "MATERIALIZED VIEW", "MATERIALIZED VIEW DATA",
                                           "SEQUENCE",      "SEQUENCE SET"};
  const string_view what = entry.description;
  if (std::ranges::find(relations, what) != relations.end()) return &options.tables;
  if (what == "INDEX") return &options.indexes;
  if (what == "FUNCTION" || what == "AGGREGATE" || what == "PROCEDURE") return &options.functions;
  if (what == "TRIGGER") return &options.triggers;
  return nullptr;
}

bool is_facet(const Entry& entry) {
  return entry.description == "ACL" || entry.description == "COMMENT" || entry.description == "SECURITY LABEL";
}

bool belongs_to_database(const Entry& entry) {
  return archive::is_database(entry) || (is_facet(entry) && entry.tag.starts_with("DATABASE "));
}

class NameFilter {
 public:
  NameFilter(const archive::Toc& toc, const RestoreOptions& options) : options_(options) {
    for (const Entry& entry : toc.entries) by_id_.emplace(entry.dump_id, &entry);
    if (options.with_parts)
      belonging_ = belonging(toc, options, [this](const Entry& entry) { return stands_alone(entry); });
  }

  [[nodiscard]] bool chooses() const {
    return chooses_kinds() || !options_.schemas.empty() || !options_.exclude_schemas.empty();
  }

  // Asked in the order of the table of contents.
  bool takes(const Entry& entry) {
    // What belongs to a database was chosen with --create.
    const bool follows = is_facet(entry) || archive::is_statistics_data(entry);
    const bool taken = belongs_to_database(entry) || (follows ? follows_what_is_taken(entry) : is_chosen(entry));
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

  [[nodiscard]] bool is_chosen(const Entry& entry) const {
    // Rows alone leave sequences as they are.
    if (options_.with_parts && options_.data_only && entry.description == "SEQUENCE SET") return false;
    if (!options_.with_parts || options_.tables.empty()) return belonging_.contains(&entry) || stands_alone(entry);
    // What is chosen by other names stands beside the tables.
    const Names* const names = names_for(entry, options_);
    return belonging_.contains(&entry) || (names != nullptr && names != &options_.tables && stands_alone(entry));
  }

  [[nodiscard]] bool stands_alone(const Entry& entry) const {
    if (!options_.schemas.empty() && !holds(options_.schemas, entry.schema)) return false;
    if (!entry.schema.empty() && holds(options_.exclude_schemas, entry.schema)) return false;
    if (!chooses_kinds()) return true;
    const Names* const names = names_for(entry, options_);
    return names != nullptr && names_it(*names, entry);
  }

  const RestoreOptions& options_;
  std::unordered_map<int, const Entry*> by_id_{};
  std::set<int> taken_{};
  Entries belonging_{};
};

// --- names that match nothing

struct NamedKind {
  const char* what;
  const Names RestoreOptions::*names;
};
constexpr NamedKind named_kinds[] = {{"table", &RestoreOptions::tables},
                                     {"index", &RestoreOptions::indexes},
                                     {"function", &RestoreOptions::functions},
                                     {"trigger", &RestoreOptions::triggers}};

struct MissingName {
  const char* what;
  std::string name;
  std::string meant;  // a name that is there and near it; empty: none
};

string_view without_arguments(string_view name) {
  return name.substr(0, name.find('('));
}

// The name of an entry that was probably meant, with its schema if the given one has any or that is what is wrong.
std::string meant_instead_of(const std::string& name, const std::vector<const Entry*>& entries) {
  const auto dot = name.rfind('.', name.find('('));
  const std::string bare = dot == std::string::npos ? name : name.substr(dot + 1);
  std::vector<std::string> names;
  for (const Entry* entry : entries) {
    const std::string qualified = entry->schema.empty() ? entry->tag.str() : entry->schema + "." + entry->tag;
    // A trigger's name has its table's before it.
    const bool same = lower(without_arguments(entry->tag)) == lower(without_arguments(bare)) ||
                      (entry->description == "TRIGGER" && entry->tag.view().ends_with(" " + bare));
    if (same) return dot == std::string::npos ? entry->tag.str() : qualified;
    names.push_back(dot == std::string::npos ? entry->tag.str() : qualified);
  }
  return nearest_name(name, names);
}

std::vector<MissingName> missing_names(const archive::Toc& toc, const RestoreOptions& options) {
  std::vector<MissingName> missing;
  std::set<std::string> schemas;
  for (const Entry& entry : toc.entries) {
    if (!entry.schema.empty()) schemas.insert(entry.schema);
    // An empty one is there, but for pg_restore.
    if (entry.description == "SCHEMA" && !options.strict_names) schemas.insert(entry.tag.str());
  }
  for (const std::string& name : options.schemas)
    if (!schemas.contains(name))
      missing.push_back({"schema", name, nearest_name(name, {schemas.begin(), schemas.end()})});
  for (const NamedKind& kind : named_kinds) {
    const Names& names = options.*kind.names;
    if (names.empty()) continue;
    std::vector<const Entry*> entries;
    for (const Entry& entry : toc.entries)
      if (names_for(entry, options) == &names) entries.push_back(&entry);
    for (const std::string& name : names)
      if (std::ranges::none_of(entries, [&](const Entry* entry) { return is_named(*entry, name); }))
        missing.push_back({kind.what, name, meant_instead_of(name, entries)});
  }
  return missing;
}

std::string hint_about(const MissingName& missing) {
  if (!missing.meant.empty()) return fmt::format("Did you mean \"{}\"?", missing.meant);
  if (missing.name.find_first_of("*?") != std::string::npos) return "Names are given here, not patterns.";
  return "\"pgdump list\" shows what the archive holds.";
}

void check_names(const archive::Toc& toc, const RestoreOptions& options, const SelectionWarning& warn) {
  const std::vector<MissingName> missing = missing_names(toc, options);
  if (missing.empty()) return;
  const MissingName& first = missing.front();
  // pg_restore's own words.
  if (options.strict_names) throw Error(Fault::usage, fmt::format("{} \"{}\" not found", first.what, first.name));
  const auto message = [](const MissingName& one) { return fmt::format("no {} matches \"{}\"", one.what, one.name); };
  if (options.allow_missing_names) {
    for (const MissingName& one : missing)
      if (warn) warn(message(one), hint_about(one));
    return;
  }
  std::string others;
  for (std::size_t i = 1; i < missing.size(); ++i) {
    others += (i > 1 ? "\n" : "") + message(missing[i]);
    if (!missing[i].meant.empty()) others += fmt::format("; did you mean \"{}\"?", missing[i].meant);
  }
  throw Error(Fault::usage, message(first)).detail(others).hint(hint_about(first));
}

void check_chosen(const std::set<const Entry*>& chosen, const RestoreOptions& options, const SelectionWarning& warn) {
  const bool excludes_only = options.schemas.empty() && std::ranges::all_of(named_kinds, [&](const NamedKind& kind) {
                               return (options.*kind.names).empty();
                             });
  if (excludes_only || !std::ranges::all_of(chosen, [](const Entry* entry) { return belongs_to_database(*entry); }))
    return;
  static constexpr const char* nothing = "nothing in the archive matches the options that choose objects";
  static constexpr const char* why = "What is restored has to match -n and one of -t, -P, -I and -T, and no -N.";
  if (!options.allow_missing_names) throw Error(Fault::usage, nothing).hint(why);
  if (warn) warn(nothing, why);
}

// Each name has to be that of something in the schemas that are chosen, too.
void check_names_in_schemas(const std::set<const Entry*>& chosen, const RestoreOptions& options,
                            const SelectionWarning& warn) {
  if (options.schemas.empty() && options.exclude_schemas.empty()) return;
  for (const NamedKind& kind : named_kinds)
    for (const std::string& name : options.*kind.names) {
      if (std::ranges::any_of(chosen, [&](const Entry* entry) {
            return names_for(*entry, options) == &(options.*kind.names) && is_named(*entry, name);
          }))
        continue;
      const std::string message = fmt::format("{} \"{}\" is not in the schemas that are chosen", kind.what, name);
      static constexpr const char* why = "With -n and -N names are looked for in those schemas alone.";
      if (!options.allow_missing_names) throw Error(Fault::usage, message).hint(why);
      if (warn) warn(message, why);
    }
}

// Tables named without their definitions, of which nothing else is there: partitioned tables and views.
void check_rows(const std::vector<Wanted>& wanted, const RestoreOptions& options, const SelectionWarning& warn) {
  if (script_options(options).schema) return;
  if (options.with_parts && !wanted.empty()) return;
  for (const std::string& name : options.tables) {
    if (std::ranges::any_of(wanted, [&](const Wanted& item) { return is_named(*item.entry, name); })) continue;
    const std::string message = fmt::format("the archive has no rows of \"{}\" itself", name);
    static constexpr const char* why =
        "The rows of a partitioned table are in its partitions: name them with -t too. Views have none.";
    if (!options.allow_missing_names) throw Error(Fault::usage, message).hint(why);
    if (warn) warn(message, why);
  }
}

}  // namespace

bool names_relation(const RestoreOptions& options, const Entry& entry) {
  return names_it(options.tables, entry);
}

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

std::vector<Wanted> select_entries(const archive::Toc& toc, const RestoreOptions& options,
                                   const SelectionWarning& warn) {
  check_names(toc, options, warn);
  std::vector<const Entry*> entries;
  if (options.use_list.empty())
    for (const Entry& entry : toc.entries) entries.push_back(&entry);
  else
    entries =
        archive::read_list(io::file_source(options.use_list), options.use_list, toc,
                           options.allow_missing_names ? archive::ListNames::ignored : archive::ListNames::compared);
  if (entries.empty() && !options.use_list.empty() && !options.allow_missing_names)
    throw Error(Fault::usage, fmt::format("the list \"{}\" names nothing of the archive", options.use_list));
  std::vector<Wanted> wanted = archive::wanted_entries(entries, script_options(options));
  NameFilter filter(toc, options);
  if (!filter.chooses()) return wanted;
  // Statistics go with a table that is chosen by its name, even if nothing else of it is wanted.
  std::set<const Entry*> chosen;
  for (const Entry* entry : entries)
    if (filter.takes(*entry)) chosen.insert(entry);
  check_chosen(chosen, options, warn);
  check_names_in_schemas(chosen, options, warn);
  std::erase_if(wanted, [&](const Wanted& item) { return !chosen.contains(item.entry); });
  check_rows(wanted, options, warn);
  return wanted;
}

}  // namespace pgdumpcore::restoring
