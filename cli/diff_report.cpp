#include "diff_report.hpp"

#include "messages.hpp"
#include "text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

using pgdumpcore::DatabaseDiff;
using pgdumpcore::DatabaseTotals;
using pgdumpcore::DiffChange;
using pgdumpcore::DiffSummary;
using pgdumpcore::ObjectDiff;
using pgdumpcore::TableDiff;
using Json = nlohmann::ordered_json;
using Number = std::optional<std::uint64_t>;

namespace {

// --- for people

char mark_of(DiffChange change) {
  constexpr std::string_view marks = " +-~";
  return marks.at(static_cast<std::size_t>(change));
}

std::string rows_text(const Number& rows) {
  return rows ? counted(*rows, "row") : "an unknown number of rows";
}

std::string bytes_text(std::uint64_t bytes) {
  return size_text(static_cast<double>(bytes));
}

// 100 -> 105 rows (+5)
std::string change_text(const Number& before, const Number& after) {
  const auto text = [](const Number& rows) { return rows ? std::to_string(*rows) : std::string("?"); };
  std::string out = fmt::format("{} -> {} rows", text(before), text(after));
  if (!before || !after) return out;
  const bool grows = *after >= *before;
  return out + fmt::format(" ({}{})", grows ? '+' : '-', grows ? *after - *before : *before - *after);
}

std::string table_line(const TableDiff& table) {
  std::string numbers;
  switch (table.change) {
    case DiffChange::added:
      numbers = rows_text(table.rows_after);
      break;
    case DiffChange::removed:
      numbers = rows_text(table.rows_before);
      break;
    default:
      numbers = table.rows_before == table.rows_after ? rows_text(table.rows_after)
                                                      : change_text(table.rows_before, table.rows_after);
      if (table.bytes_before && table.bytes_after && table.bytes_before != table.bytes_after)
        numbers += fmt::format(", {} -> {}", bytes_text(*table.bytes_before), bytes_text(*table.bytes_after));
  }
  return fmt::format("  {} rows of {}: {}\n", mark_of(table.change), sql_name(table.schema, table.name), numbers);
}

std::vector<std::string_view> aspects_of(const ObjectDiff& object) {
  std::vector<std::string_view> aspects;
  if (object.definition) aspects.push_back("definition");
  if (object.owner) aspects.push_back("owner");
  if (object.storage) aspects.push_back("storage");
  return aspects;
}

// Its name is one of an archive's table of contents, such as `total(integer)`, and no identifier.
std::string object_line(const ObjectDiff& object) {
  const std::string schema = object.schema.empty() ? "" : sql_name(object.schema) + ".";
  const std::vector<std::string_view> aspects = aspects_of(object);
  return fmt::format("  {} {} {}{}{}\n", mark_of(object.change), printable(object.kind), schema, printable(object.name),
                     aspects.empty() ? "" : fmt::format(": {}", fmt::join(aspects, ", ")));
}

std::string totals_text(const std::optional<DatabaseTotals>& totals) {
  if (!totals) return "";
  return fmt::format(": {}{}", counted(totals->tables, "table"),
                     totals->rows ? ", " + counted(*totals->rows, "row") : "");
}

std::string database_text(const DatabaseDiff& database) {
  const std::string name = sql_name(database.name);
  std::string out;
  if (database.change == DiffChange::added || database.change == DiffChange::removed) {
    const bool added = database.change == DiffChange::added;
    return fmt::format("{} database {}{}\n", mark_of(database.change), name,
                       totals_text(added ? database.after : database.before));
  }
  if (database.change == DiffChange::none && !database.error) return "";
  out = fmt::format("~ database {}", name);
  if (database.before && database.after && database.before->rows != database.after->rows)
    out += ": " + change_text(database.before->rows, database.after->rows);
  out += "\n";
  if (database.error) out += fmt::format("  ? not all could be compared: {}\n", printable(database.error->what()));
  for (const TableDiff& table : database.tables) out += table_line(table);
  for (const ObjectDiff& object : database.objects) out += object_line(object);
  return out;
}

// --- for programs

std::string_view name_of(DiffChange change) {
  constexpr std::array<std::string_view, 4> names = {"none", "added", "removed", "changed"};
  return names.at(static_cast<std::size_t>(change));
}

Json number_json(const Number& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json totals_json(const std::optional<DatabaseTotals>& totals) {
  if (!totals) return nullptr;
  return {{"tables", totals->tables}, {"rows", number_json(totals->rows)}, {"bytes", number_json(totals->bytes)}};
}

Json side_json(const pgdumpcore::DiffedSide& side) {
  return {{"set", side.set.empty() ? Json(nullptr) : Json(side.set)},
          {"description", side.description},
          {"server_version", side.server_version}};
}

Json table_json(const TableDiff& table) {
  return {{"change", name_of(table.change)},
          {"schema", table.schema},
          {"name", table.name},
          {"rows_before", number_json(table.rows_before)},
          {"rows_after", number_json(table.rows_after)},
          {"bytes_before", number_json(table.bytes_before)},
          {"bytes_after", number_json(table.bytes_after)}};
}

Json object_json(const ObjectDiff& object) {
  return {{"change", name_of(object.change)},
          {"kind", object.kind},
          {"schema", object.schema.empty() ? Json(nullptr) : Json(object.schema)},
          {"name", object.name},
          {"differs_in", aspects_of(object)}};
}

Json database_json(const DatabaseDiff& database) {
  Json json = {{"name", database.name},
               {"change", name_of(database.change)},
               {"error", database.error ? Json(database.error->what()) : Json(nullptr)},
               {"before", totals_json(database.before)},
               {"after", totals_json(database.after)},
               {"tables", Json::array()},
               {"objects", Json::array()}};
  for (const TableDiff& table : database.tables) json["tables"].push_back(table_json(table));
  for (const ObjectDiff& object : database.objects) json["objects"].push_back(object_json(object));
  return json;
}

}  // namespace

std::string diff_text(const DiffSummary& summary) {
  std::string out;
  for (const DatabaseDiff& database : summary.databases) out += database_text(database);
  return out;
}

std::string diff_json(const DiffSummary& summary) {
  Json json = {{"before", side_json(summary.before)},
               {"after", side_json(summary.after)},
               {"differs", summary.differs()},
               {"complete", summary.is_complete()},
               {"databases", Json::array()}};
  for (const DatabaseDiff& database : summary.databases) json["databases"].push_back(database_json(database));
  return json_text(json);
}

}  // namespace cli
