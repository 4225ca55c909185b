#include "restore/lost_dependents.hpp"

#include "archive/script_definition.hpp"
#include "archive/sql_words.hpp"
#include "base/ascii.hpp"
#include "base/shell_word.hpp"
#include "base/some_of.hpp"
#include "pg/quote.hpp"
#include "restore/belonging.hpp"
#include "restore/dependent_kinds.hpp"
#include "restore/table_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using archive::Wanted;
using std::string_view;

// The parts of a name with dots, as they are written.
std::vector<string_view> written_parts(string_view name) {
  std::vector<string_view> parts;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    if (i < name.size() && name[i] == '"') quoted = !quoted;
    if (i < name.size() && (quoted || name[i] != '.')) continue;
    parts.push_back(name.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

using WrittenNames = std::unordered_set<std::string>;

// Whether the text has one of the names, which have two parts: schema.name, with its quotes.
bool mentions(string_view text, const WrittenNames& names) {
  for (std::size_t at = 0; at < text.size();) {
    const bool may_begin = is_name_part(text[at]) || text[at] == '"';
    const string_view name = may_begin ? archive::SqlWords(text.substr(at)).name() : string_view();
    const std::vector<string_view> parts = written_parts(name);
    if (parts.size() > 1 && names.contains(std::string(parts[0]) + "." + std::string(parts[1]))) return true;
    at += std::max<std::size_t>(name.size(), 1);
  }
  return false;
}

class LostDependents {
 public:
  LostDependents(const std::vector<Wanted>& wanted, const archive::Toc& toc)
      : toc_(toc), found_(dependent_kinds().size()) {
    for (const Wanted& item : wanted) {
      seen_.insert(item.entry);
      if (!item.parts.schema) continue;
      const archive::Definition definition = archive::define(*item.entry, "", 0);
      if (definition.relation.empty()) names_.insert(definition.name);
      // What is shown as missing is not what was restored.
      if (makes_relation(*item.entry)) made_.insert(definition.name);
    }
    names_.erase("");
    note_wholes();
    // What depends on a dependent may stand before it: views that wait for a key do.
    for (std::size_t known = 0; known < names_.size();) {
      known = names_.size();
      for (const Entry& entry : toc.entries) look_at(entry);
    }
  }

  void report(TargetSession& session) const {
    for (std::size_t i = 0; i < found_.size(); ++i) report_kind(dependent_kinds()[i], found_[i], session);
  }

 private:
  // Of partitions that were restored: keys that refer to the whole went with the part.
  void note_wholes() {
    for (bool found = true; found;) {
      found = false;
      for (const Entry& entry : toc_.entries) {
        const auto [whole, part] = attachment(entry);
        if (made_.contains(part) || wholes_.contains(part)) found |= wholes_.insert(whole).second;
      }
    }
  }

  [[nodiscard]] bool depends(const DependentKind& kind, const Entry& entry) const {
    const string_view text = kind.dependent_text(entry.create);
    if (mentions(text, names_) || (entry.description == "FK CONSTRAINT" && mentions(text, wholes_))) return true;
    // With a column go its keys, indexes and all that uses it, whatever their texts have.
    return kind.may_use_columns && mentions(entry.create, with_lost_columns_);
  }

  void look_at(const Entry& entry) {
    if (seen_.contains(&entry)) return;
    if (entry.description == "TABLE" || entry.description == "FOREIGN TABLE") look_into(entry);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const DependentKind& kind = dependent_kinds()[i];
      if (!is_of(kind, entry.description) || !depends(kind, entry)) continue;
      const std::optional<Dependent> found = kind.named(entry, archive::define(entry, "", 0));
      if (!found || made_.contains(found->object)) continue;
      seen_.insert(&entry);
      // A view and what completes it are one.
      if (found->part.empty() && !objects_.insert(found->object).second) return;
      found_[i].push_back(*found);
      if (!found->name.empty()) names_.insert(found->name);
      return;
    }
  }

  // What is only in the table: it is itself not what was restored.
  void look_into(const Entry& entry) {
    if (!mentions(entry.create, names_)) return;
    const std::string table = archive::define(entry, "", 0).name;
    for (const TablePart& part : table_parts(entry)) {
      if (!mentions(part.text, names_) || !parts_.emplace(&entry, part.name).second) continue;
      if (part.is_constraint) {
        add(constraints_of_tables, part_named(entry, table, part, fmt::format("ADD {}", part.text)),
            fmt::format("CONSTRAINT {} ON {}", part.name, table));
        continue;
      }
      with_lost_columns_.insert(table);
      // A default would be taken for the values that were there.
      std::string change = fmt::format("ADD COLUMN {}", part.definition);
      if (!part.default_value.empty())
        change += fmt::format(";\nALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", table, part.name, part.default_value);
      add(columns_of_tables, part_named(entry, table, part, change), fmt::format("COLUMN {}.{}", table, part.name));
      if (mentions(part.default_value, names_))
        add(defaults_of_tables,
            part_named(entry, table, part,
                       fmt::format("ALTER COLUMN {} SET DEFAULT {}", part.name, part.default_value)));
    }
  }

  //   identity: by which a comment on it names it; empty: it has none
  void add(string_view description, Dependent dependent, const std::string& identity = {}) {
    const std::string comment = fmt::format("COMMENT ON {} IS ", identity);
    for (const Entry& other : toc_.entries)
      if (other.description == "COMMENT" && other.create.starts_with(comment)) dependent.command += command_of(other);
    const auto kind =
        std::ranges::find_if(dependent_kinds(), [&](const DependentKind& one) { return is_of(one, description); });
    found_.at(static_cast<std::size_t>(kind - dependent_kinds().begin())).push_back(std::move(dependent));
  }

  static std::vector<const Dependent*> lost(const DependentKind& kind, const std::vector<Dependent>& dependents,
                                            pg::Connection& connection) {
    std::string values;
    for (std::size_t i = 0; i < dependents.size(); ++i)
      values += fmt::format("{}({}, {}, {})", i == 0 ? "" : ", ", i, pg::quote_literal(dependents[i].object),
                            pg::quote_literal(dependents[i].part));
    const pg::Result rows = connection.query(
        fmt::format("SELECT i FROM (VALUES {}) AS asked(i, object, part) WHERE {} ORDER BY i", values, kind.lost));
    std::vector<const Dependent*> missing;
    missing.reserve(dependents.size());
    for (int row = 0; row < rows.rows(); ++row) missing.push_back(&dependents.at(rows.row(row).at(0).oid()));
    return missing;
  }

  // The definition, and the comments on it, each on a line of its own.
  [[nodiscard]] std::string commands_of(const Entry& entry) const {
    std::string commands = command_of(entry);
    if ((entry.description == "TYPE" || entry.description == "DOMAIN") && !entry.owner.empty())
      commands += fmt::format("\nALTER {} {} OWNER TO {};", entry.description, archive::define(entry, "", 0).name,
                              pg::double_quoted(entry.owner.str()));
    for (const Entry& other : toc_.entries)
      if ((other.description == "COMMENT" && std::ranges::count(other.dependencies, entry.dump_id) > 0) ||
          attaches(other, entry))
        commands += command_of(other);
    return commands;
  }

  // An index of a partition to that of the whole, which is not valid without it.
  static bool attaches(const Entry& attach, const Entry& index) {
    if (attach.description != "INDEX ATTACH" || index.description != "INDEX") return false;
    const archive::Definition what = archive::define(attach, "", 0);
    return !what.relations.empty() && what.relations.front() == archive::define(index, "", 0).name;
  }

  static std::string command_of(const Entry& entry) {
    std::string command(entry.create);
    while (command.ends_with('\n')) command.pop_back();
    return "\n" + command;
  }

  void report_kind(const DependentKind& kind, const std::vector<Dependent>& dependents, TargetSession& session) const {
    if (dependents.empty()) return;
    std::vector<std::string> names;
    std::string how;
    for (const Dependent* const one : lost(kind, dependents, session.connection())) {
      names.push_back(archive::on_one_line(one->shown));
      how += !one->command.empty() ? one->command
             : kind.option.empty() ? commands_of(*one->entry)
                                   : fmt::format(" {} {}", kind.option, shell_word(one->shown));
    }
    if (names.empty()) return;
    session.report().log(LogLevel::warning,
                         fmt::format("{} what was restored, and are missing: {}", kind.plural, some_of(names)),
                         how_to_bring_back(kind) + how);
  }

  static std::string how_to_bring_back(const DependentKind& kind) {
    if (!kind.option.empty()) return "The same command brings them back with these names:";
    if (is_of(kind, columns_of_tables))
      return "Their values come back with their tables alone. These commands make them empty:";
    return "These commands bring them back:";
  }

  const archive::Toc& toc_;
  std::set<std::pair<const Entry*, string_view>> parts_{};  // of tables, found
  std::set<const Entry*> seen_{};                           // restored, or found
  WrittenNames names_{};              // of what was restored or depends on it, as they are written
  WrittenNames objects_{};            // that were found
  WrittenNames with_lost_columns_{};  // tables; whether a column is lost, the server says
  WrittenNames wholes_{};             // that they are partitions of
  WrittenNames made_{};               // of the relations that were restored
  std::vector<std::vector<Dependent>> found_;
};

}  // namespace

void report_lost_dependents(const std::vector<Wanted>& wanted, const archive::Toc& toc, TargetSession& session) {
  try {
    LostDependents(wanted, toc).report(session);
  } catch (const Error& error) {
    // What was restored stays as it is.
    if (error.fault() != Fault::server) throw;
    session.report().log(LogLevel::warning, "what depends on what was restored could not be looked for", error.what());
  }
}

}  // namespace pgdumpcore::restoring
