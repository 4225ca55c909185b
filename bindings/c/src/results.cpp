#include "results.hpp"

namespace c_binding {

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  pointers.push_back(nullptr);
  return pointers;
}

DumpView::DumpView(const pgdumpcore::DumpSummary& summary) : pgdumpcore_dump_summary() {
  for (const pgdumpcore::TableSummary& table : summary.tables)
    table_items.add(std::make_unique<pgdumpcore_table_summary>(
        pgdumpcore_table_summary{.struct_size = sizeof(pgdumpcore_table_summary),
                                 .schema = table.schema.c_str(),
                                 .name = table.name.c_str(),
                                 .rows = table.rows,
                                 .bytes = table.bytes}));
  struct_size = sizeof(pgdumpcore_dump_summary);
  database = summary.database.c_str();
  server_version = summary.server_version.c_str();
  snapshot = summary.snapshot.c_str();
  objects = summary.objects;
  bytes_read = summary.bytes_read;
  bytes_written = summary.bytes_written;
  table_count = table_items.size();
  tables = table_items.data();
}

RestoreView::RestoreView(const pgdumpcore::RestoreSummary& summary)
    : pgdumpcore_restore_summary{.struct_size = sizeof(pgdumpcore_restore_summary),
                                 .database = summary.database.c_str(),
                                 .objects = summary.objects,
                                 .errors = summary.errors,
                                 .tables = summary.tables,
                                 .rows = summary.rows,
                                 .bytes_read = summary.bytes_read} {}

DatabaseView::DatabaseView(const pgdumpcore::DatabaseOutcome& outcome)
    : pgdumpcore_database_outcome(), dump_view(outcome.dump) {
  if (outcome.error) why = error_of(*outcome.error);
  struct_size = sizeof(pgdumpcore_database_outcome);
  name = outcome.name.c_str();
  file = outcome.file.c_str();
  sha256 = outcome.sha256.c_str();
  error = why ? &*why : nullptr;
  dump = &dump_view;
  size = outcome.size;
  seconds = outcome.duration.count();
  status = static_cast<int>(outcome.status);
  format = static_cast<int>(outcome.format);
  codec = static_cast<int>(outcome.codec);
}

}  // namespace c_binding
