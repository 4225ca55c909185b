#include "dump/data.hpp"

#include "archive/large_object_script.hpp"
#include "stream/copy_rows.hpp"
#include "stream/insert_rows.hpp"

#include <fmt/format.h>

namespace pgdumpcore::dumping {

namespace {

void put(Sink& out, std::string_view text) {
  out.write(std::as_bytes(std::span(text.data(), text.size())));
}

std::string readable_name(const catalog::Object& table) {
  return catalog::schema_name(table) + "." + table.name;
}

bool as_inserts(const DumpOptions& options) {
  return options.inserts || options.column_inserts || options.rows_per_insert > 1;
}

stream::InsertShape insert_shape(const catalog::TableData& data, const DumpOptions& options,
                                 const catalog::Dialect& dialect) {
  stream::InsertShape shape;
  shape.select = data.select;
  shape.prefix = fmt::format("INSERT INTO {} ", data.insert_target);
  shape.no_columns = data.columns.empty();
  if (options.column_inserts && !shape.no_columns) shape.prefix += fmt::format("({}) ", fmt::join(data.columns, ", "));
  if (data.overriding_system_value) shape.prefix += "OVERRIDING SYSTEM VALUE ";
  shape.is_default = data.generated;
  shape.rows_per_insert = options.rows_per_insert;
  shape.on_conflict_do_nothing = options.on_conflict_do_nothing;
  shape.standard_conforming_strings = dialect.standard_conforming_strings;
  return shape;
}

}  // namespace

DataJobs::DataJobs(pg::Connection& connection, const Entries& entries, const DumpOptions& options,
                   const catalog::Dialect& dialect, const ProgressCallback& on_progress, DumpSummary& summary,
                   const std::function<std::uint64_t(const catalog::Object&)>& size_of)
    : connection_(connection),
      entries_(entries),
      options_(options),
      dialect_(dialect),
      on_progress_(on_progress),
      summary_(summary),
      size_of_(size_of) {
  for (const archive::Entry& entry : entries.list()) {
    if (const auto* table = std::get_if<catalog::TableData>(&entries.source(entry))) {
      ++progress_.tables_total;
      progress_.bytes_total += size_of_(*table->table);
    }
  }
}

void DataJobs::write(const archive::Entry& entry, Sink& out) {
  const catalog::DataSource& source = entries_.source(entry);
  if (const auto* table = std::get_if<catalog::TableData>(&source))
    write_table(*table, out);
  else if (const auto* objects = std::get_if<catalog::LargeObjects>(&source)) {
    archive::LargeObjectScript script(out, dialect_.standard_conforming_strings);
    script.begin();
    read_large_objects(*objects, {.open = [&](std::uint32_t oid) { script.open(oid); },
                                  .write = [&](std::span<const std::byte> bytes) { script.write(bytes); },
                                  .close = [&] { script.close(); }});
    script.end();
  }
}

void DataJobs::write_large_objects(const archive::Entry& entry, archive::LargeObjectWriter& out) {
  read_large_objects(std::get<catalog::LargeObjects>(entries_.source(entry)),
                     {.open = [&](std::uint32_t oid) { out.open(oid); },
                      .write = [&](std::span<const std::byte> bytes) { out.write(bytes); },
                      .close = [&] { out.close(); }});
  out.finish();
}

void DataJobs::report(const stream::Counts& counts) {
  if (!on_progress_) return;
  Progress now = progress_;
  now.bytes_read = summary_.bytes_read + counts.bytes;
  on_progress_(now);
}

void DataJobs::write_table(const catalog::TableData& data, Sink& out) {
  const std::string name = readable_name(*data.table);
  progress_.table = name;
  report({});
  stream::Counts counts;
  try {
    counts = write_rows(data, out);
  } catch (const Error& error) {
    if (error.fault() == Fault::io || error.fault() == Fault::cancelled) throw;
    throw error.within(fmt::format("dumping the contents of table \"{}\" failed", name)).object("TABLE " + name);
  }
  summary_.bytes_read += counts.bytes;
  summary_.tables.push_back({catalog::schema_name(*data.table), data.table->name, counts.rows, counts.bytes});
  ++progress_.tables_done;
  progress_.bytes_done += size_of_(*data.table);
  progress_.table.clear();
  report({});
}

stream::Counts DataJobs::write_rows(const catalog::TableData& data, Sink& out) {
  const auto on_progress = [this](const stream::Counts& counts) { report(counts); };
  stream::Counts counts;
  if (as_inserts(options_)) {
    counts = stream::insert_rows(connection_, insert_shape(data, options_, dialect_), out, on_progress);
    put(out, "\n\n");
  } else {
    counts = stream::copy_rows(connection_, data.copy_out, out, on_progress);
    put(out, "\\.\n\n\n");
  }
  return counts;
}

void DataJobs::read_large_objects(const catalog::LargeObjects& data, const stream::LargeObjectReceiver& receiver) {
  try {
    const auto counts = stream::read_large_objects(connection_, data.oids, receiver,
                                                   [this](const stream::Counts& so_far) { report(so_far); });
    summary_.bytes_read += counts.bytes;
  } catch (const Error& error) {
    if (error.fault() == Fault::io || error.fault() == Fault::cancelled) throw;
    throw error.within("dumping large objects failed").object("LARGE OBJECTS");
  }
}

}  // namespace pgdumpcore::dumping
