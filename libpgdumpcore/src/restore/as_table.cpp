#include "restore/as_table.hpp"

#include "archive/script_definition.hpp"
#include "archive/sql_words.hpp"
#include "base/some_of.hpp"
#include "pg/quote.hpp"
#include "restore/archive_restore.hpp"
#include "restore/belonging.hpp"
#include "restore/copy_statement.hpp"
#include "restore/database_output.hpp"
#include "restore/parts_restore.hpp"
#include "restore/selection.hpp"
#include "restore/table_parts.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using archive::Wanted;
using std::string_view;

bool is_table(const Entry& entry) {
  return entry.description == "TABLE";
}

const Entry& named_table(const std::vector<Wanted>& wanted, const RestoreOptions& options) {
  const Entry* found = nullptr;
  std::vector<std::string> names;
  for (const Wanted& item : wanted) {
    if (!is_table(*item.entry) || !names_relation(options, *item.entry)) continue;
    found = item.entry;
    names.push_back(fmt::format("{}.{}", item.entry->schema, item.entry->tag));
  }
  if (names.size() == 1) return *found;
  if (names.empty())
    throw Error(Fault::usage, fmt::format("\"{}\" is no table of the archive", options.tables.front()));
  throw Error(Fault::usage, fmt::format("option --as-table takes one table, and there are {}", some_of(names)))
      .hint("Name it with its schema.");
}

// Columns that a table has of others are in their definitions alone.
class Columns {
 public:
  explicit Columns(const archive::Toc& toc) {
    for (const Entry& entry : toc.entries)
      if (is_table(entry)) tables_.emplace(archive::define(entry, "", 0).name, &entry);
  }

  void add(const Entry& table) {
    for (const std::string& parent : archive::define(table, "", 0).relations)
      if (const auto found = tables_.find(parent); found != tables_.end()) add(*found->second);
    for (const TablePart& part : table_parts(table))
      if (!part.is_constraint && seen_.emplace(part.name, true).second)
        list_ += fmt::format("{}{}", list_.empty() ? "" : ", ", part.definition);
  }

  [[nodiscard]] const std::string& list() const { return list_; }

 private:
  std::map<std::string, const Entry*> tables_{};
  std::map<string_view, bool> seen_{};
  std::string list_{};
};

// The type that the columns come from; empty: the definition has them.
std::string type_of(const Entry& table) {
  archive::SqlWords words(table.create);
  if (!words.until("TABLE")) return {};
  static_cast<void>(words.name());
  return words.accept("OF") ? std::string(words.name()) : std::string();
}

std::string creation(const archive::Toc& toc, const Entry& table, const std::string& name) {
  if (const std::string type = type_of(table); !type.empty()) return fmt::format("CREATE TABLE {} OF {}", name, type);
  Columns columns(toc);
  columns.add(table);
  return fmt::format("CREATE TABLE {} ({})", name, columns.list());
}

std::string new_name(const RestoreOptions& options, const Entry& table) {
  const std::vector<std::string> parts = archive::name_parts(options.as_table);
  if (parts.empty() || parts.size() > 2)
    throw Error(Fault::usage, fmt::format("\"{}\" is no name of a table", options.as_table));
  if (parts.front() == "pg_temp" || parts.front().empty() || parts.back().empty())
    throw Error(Fault::usage, fmt::format("\"{}\" is no name of a table that would stay", options.as_table));
  return pg::double_quoted(parts.size() == 2 ? parts.front() : table.schema.str(), parts.back());
}

std::uint64_t load(archive::ArchiveReader& reader, const Entry& entry, const std::string& name,
                   TargetSession& session) {
  const CopyStatement copy = copy_statement(entry);
  const std::string columns = copy.columns.empty() ? "" : fmt::format("({}) ", copy.columns);
  return copy_rows(fmt::format("COPY {} {}FROM stdin;", name, columns), entry, reader.table_data(entry), session).taken;
}

}  // namespace

void restore_as_table(archive::ArchiveReader& reader, const RestoreOptions& given, TargetSession& session) {
  RestoreOptions options = given;
  options.with_parts = true;
  const std::vector<Wanted> wanted = select_entries(reader.toc(), options);
  const Entry& table = named_table(wanted, options);
  const std::string name = new_name(options, table);
  pg::Connection& connection = session.connection();
  use_encoding_of(reader.toc(), connection);
  connection.execute("SELECT pg_catalog.set_config('search_path', '', false)");
  session.set_error_context(entry_context(table), entry_object(table));
  session.begin();
  const std::string create = creation(reader.toc(), table, name);
  if (const auto error = connection.try_execute(create)) throw Error(*error).detail("Command was: " + create);
  revoke_granted({name}, session);
  session.report().object_done();
  std::uint64_t rows = 0;
  for (const Wanted& item : wanted)
    if (item.entry->description == "TABLE DATA") rows += load(reader, *item.entry, name, session);
  session.report().table_done(rows);
  session.commit();
}

}  // namespace pgdumpcore::restoring
