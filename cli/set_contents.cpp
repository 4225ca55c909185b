#include "set_contents.hpp"

#include "messages.hpp"
#include "text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>

namespace cli {

using pgdumpcore::DatabaseOutcome;
using pgdumpcore::DatabaseStatus;
using pgdumpcore::SetManifest;
using pgdumpcore::TableSummary;
using Json = nlohmann::ordered_json;

namespace {

// All tables of a database together.
TableSummary totals_of(const DatabaseOutcome& database) {
  TableSummary total;
  for (const TableSummary& table : database.dump.tables) {
    total.rows += table.rows;
    total.bytes += table.bytes;
  }
  return total;
}

// --- for people: names stand last, so that none of them moves a column

std::string line(const TableSummary& numbers, std::string_view what) {
  return fmt::format("{:>14}{:>11}  {}\n", numbers.rows, size_text(static_cast<double>(numbers.bytes)), what);
}

std::string database_lines(const DatabaseOutcome& database) {
  const std::string name = sql_name(database.name);
  if (database.status != DatabaseStatus::complete)
    return fmt::format("{:>25}  {}: {}{}{}\n", "", name,
                       database.status == DatabaseStatus::dropped ? "dropped while the backup ran" : "not in the set",
                       database.error ? ": " : "", database.error ? printable(database.error->what()) : "");
  std::string out =
      line(totals_of(database), fmt::format("{}  ({}, {} in {})", name, counted(database.dump.tables.size(), "table"),
                                            size_text(static_cast<double>(database.size)), printable(database.file)));
  for (const TableSummary& table : database.dump.tables) out += line(table, "  " + sql_name(table.schema, table.name));
  return out;
}

std::string globals_line(const SetManifest& set) {
  if (set.globals)
    return fmt::format("{:>25}  globals  ({} in {})\n", "", size_text(static_cast<double>(set.globals->size)),
                       printable(set.globals->name));
  if (set.globals_error.empty()) return fmt::format("{:>25}  no globals\n", "");
  return fmt::format("{:>25}  globals: not in the set: {}\n", "", printable(set.globals_error));
}

// --- for programs

Json file_json(const pgdumpcore::SetFile& file) {
  return {{"file", file.name}, {"size", file.size}, {"sha256", file.sha256}};
}

Json database_json(const DatabaseOutcome& database) {
  Json json = {{"name", database.name},
               {"status", name_of(database.status)},
               {"error", database.error ? Json(database.error->what()) : Json(nullptr)}};
  if (database.status != DatabaseStatus::complete) return json;
  const TableSummary total = totals_of(database);
  json.update({{"file", database.file},
               {"format", name_of(database.format)},
               {"codec", name_of(database.codec)},
               {"size", database.size},
               {"sha256", database.sha256},
               {"rows", total.rows},
               {"bytes", total.bytes}});
  Json tables = Json::array();
  for (const TableSummary& table : database.dump.tables)
    tables.push_back({{"schema", table.schema}, {"name", table.name}, {"rows", table.rows}, {"bytes", table.bytes}});
  json["tables"] = std::move(tables);
  return json;
}

}  // namespace

std::string set_contents_text(const SetManifest& set) {
  std::string out = fmt::format("backup set {}: {}, begun {}, ended {}, PostgreSQL {}\n\n", printable(set.path),
                                pgdumpcore::name_of(set.status), time_text(set.started_at), time_text(set.finished_at),
                                printable(set.server_version));
  out += fmt::format("{:>14}{:>11}  {}\n", "rows", "bytes", "databases and their tables");
  for (const DatabaseOutcome& database : set.databases) out += database_lines(database);
  return out + globals_line(set);
}

std::string set_contents_json(const SetManifest& set) {
  Json json = {{"name", set.name},
               {"path", set.path},
               {"status", pgdumpcore::name_of(set.status)},
               {"started_at", time_text(set.started_at)},
               {"finished_at", time_text(set.finished_at)},
               {"tool_version", set.tool_version},
               {"server_version", set.server_version},
               {"system_identifier", set.system_identifier.empty() ? Json(nullptr) : Json(set.system_identifier)},
               {"globals", nullptr}};
  if (set.globals) json["globals"] = file_json(*set.globals);
  if (!set.globals_error.empty()) json["globals"] = Json{{"error", set.globals_error}};
  if (set.has_selection) {
    json["include"] = set.include_databases;
    json["exclude"] = set.exclude_databases;
  }
  json["databases"] = Json::array();
  for (const DatabaseOutcome& database : set.databases) json["databases"].push_back(database_json(database));
  return json_text(json);
}

}  // namespace cli
