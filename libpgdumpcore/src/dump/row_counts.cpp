#include "dump/row_counts.hpp"

#include "stream/table_sizes.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <variant>

namespace pgdumpcore::dumping {

namespace {

// As the planner does it: the density at the last VACUUM or ANALYZE, times the pages there are now. Before 14 a table
// that neither has seen has 0 in both.
constexpr const char* estimates_query = R"(
  SELECT oid, pg_catalog.round((reltuples / relpages * (pg_catalog.pg_relation_size(oid) / block))::pg_catalog.numeric) AS rows
    FROM pg_catalog.pg_class, CAST(pg_catalog.current_setting('block_size') AS pg_catalog.int8) AS block
   WHERE oid = ANY ('{{{}}}'::pg_catalog.oid[]) AND relpages > 0 AND reltuples >= 0)";

struct Counted {
  const catalog::Object* table = nullptr;
  stream::TableSize size{};
};

class RowCounter {
 public:
  RowCounter(pg::Connection& connection, const Entries& entries, const CatalogSnapshot& reading,
             const ProgressCallback& on_progress)
      : connection_(connection), reading_(reading), on_progress_(on_progress) {
    std::vector<pg::Oid> oids;
    for (const archive::Entry& entry : entries.list())
      if (const auto* const data = std::get_if<catalog::TableData>(&entries.source(entry))) {
        tables_.push_back({.table = data->table});
        oids.push_back(data->table->address.objid);
      }
    const auto sizes = stream::table_sizes(connection, oids);
    for (Counted& counted : tables_)
      if (const auto found = sizes.find(counted.table->address.objid); found != sizes.end())
        counted.size = found->second;
    progress_.tables_total = tables_.size();
    for (const Counted& counted : tables_) progress_.bytes_total += counted.size.heap;
  }

  [[nodiscard]] std::vector<RowCount> exact() {
    std::vector<RowCount> counts;
    for (const Counted& counted : tables_) {
      RowCount& count = counts.emplace_back(named(counted));
      progress_.table = name_of(counted);
      report();
      count.rows = counted.size.surely_empty() ? 0 : count_of(counted);
      progress_.bytes_done += counted.size.heap;
      progress_.bytes_read = progress_.bytes_done;
      ++progress_.tables_done;
    }
    progress_.table.clear();
    report();
    return counts;
  }

  [[nodiscard]] std::vector<RowCount> estimated() {
    std::vector<pg::Oid> oids;
    for (const Counted& counted : tables_) oids.push_back(counted.table->address.objid);
    std::unordered_map<pg::Oid, std::uint64_t> rows;
    if (!oids.empty()) {
      const pg::Result found = connection_.query(fmt::format(fmt::runtime(estimates_query), fmt::join(oids, ",")));
      for (const pg::Row row : found) rows[row["oid"].oid()] = static_cast<std::uint64_t>(row["rows"].integer());
    }
    std::vector<RowCount> counts;
    for (const Counted& counted : tables_) {
      RowCount& count = counts.emplace_back(named(counted));
      if (counted.size.surely_empty())
        count.rows = 0;
      else if (const auto estimate = rows.find(counted.table->address.objid); estimate != rows.end())
        count.rows = estimate->second;
    }
    return counts;
  }

 private:
  static RowCount named(const Counted& counted) {
    return {.schema = catalog::schema_name(*counted.table), .name = counted.table->name};
  }
  static std::string name_of(const Counted& counted) {
    return catalog::schema_name(*counted.table) + "." + counted.table->name;
  }

  // The condition of an extension's table may end in a comment.
  [[nodiscard]] std::uint64_t count_of(const Counted& counted) const {
    const kinds::RowStatements rows = reading_.row_statements(*counted.table);
    try {
      const pg::Result result =
          connection_.query(fmt::format("SELECT pg_catalog.count(*) FROM ({}\n) AS counted", rows.select));
      return static_cast<std::uint64_t>(result.row(0).at(0).integer());
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      throw error.within(fmt::format("counting the rows of table \"{}\" failed", name_of(counted)))
          .object("TABLE " + name_of(counted));
    }
  }

  void report() const {
    if (on_progress_) on_progress_(progress_);
  }

  pg::Connection& connection_;
  const CatalogSnapshot& reading_;
  const ProgressCallback& on_progress_;
  std::vector<Counted> tables_{};
  Progress progress_{};
};

}  // namespace

std::vector<RowCount> count_rows(pg::Connection& connection, const Entries& entries, const CatalogSnapshot& reading,
                                 Counting counting, const ProgressCallback& on_progress) {
  RowCounter counter(connection, entries, reading, on_progress);
  return counting == Counting::exact ? counter.exact() : counter.estimated();
}

}  // namespace pgdumpcore::dumping
