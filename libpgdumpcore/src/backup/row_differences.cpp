#include "backup/row_differences.hpp"

#include "base/plural.hpp"
#include "sets/manifest.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <utility>

namespace pgdumpcore::backups {

namespace {

using RowCounts = std::map<std::pair<std::string, std::string>, std::uint64_t>;

// By name, as the manifest has names: two that are one there count together.
RowCounts counts_of(const std::vector<TableRows>& tables) {
  RowCounts rows;
  for (const TableRows& table : tables)
    rows[{sets::manifest_text(table.schema), sets::manifest_text(table.name)}] += table.rows;
  return rows;
}

RowCounts counts_of(const DatabaseOutcome& database) {
  std::vector<TableRows> tables;
  for (const TableSummary& table : database.dump.tables) tables.push_back({table.schema, table.name, table.rows});
  return counts_of(tables);
}

std::uint64_t total(const RowCounts& tables) {
  std::uint64_t rows = 0;
  for (const auto& [name, count] : tables) rows += count;
  return rows;
}

}  // namespace

std::vector<std::string> row_differences(const DatabaseOutcome& expected, const DumpContents& found) {
  const RowCounts wanted = counts_of(expected);
  const RowCounts there = counts_of(found.tables);
  std::vector<std::string> differences;
  RowCounts missing;
  RowCounts unknown;
  for (const auto& [name, rows] : wanted) {
    const auto same = there.find(name);
    if (same == there.end())
      missing.emplace(name, rows);
    else if (same->second != rows)
      differences.push_back(fmt::format("table {}.{} has {}, the manifest says {}", name.first, name.second,
                                        counted(same->second, "row"), rows));
  }
  for (const auto& [name, rows] : there)
    if (!wanted.contains(name)) unknown.emplace(name, rows);
  // A script loads some partitions through their root, whose name alone it has.
  if (!unknown.empty() && !missing.empty() && total(unknown) == total(missing)) return differences;
  for (const auto& [name, rows] : missing)
    differences.push_back(fmt::format("the rows of table {}.{} are missing", name.first, name.second));
  for (const auto& [name, rows] : unknown)
    differences.push_back(fmt::format("the manifest knows nothing of table {}.{}", name.first, name.second));
  return differences;
}

}  // namespace pgdumpcore::backups
