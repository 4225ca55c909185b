#include "backup/dump_contents.hpp"

#include "archive/reader.hpp"
#include "restore/input.hpp"
#include "restore/row_reader.hpp"
#include "restore/statement_reader.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace pgdumpcore::backups {

namespace {

using restoring::ScriptItem;

constexpr std::size_t block_size = 131072;

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// An identifier at the beginning of `text`, which is then what follows it.
std::string take_name(std::string_view& text) {
  std::string name;
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find_first_of(". ("), text.size());
    name = text.substr(0, end);
    text.remove_prefix(end);
    return name;
  }
  text.remove_prefix(1);
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '"') {
      if (!text.starts_with('"')) break;
      text.remove_prefix(1);
    }
    name += c;
  }
  return name;
}

// COPY schema.table (…) FROM stdin
TableRows copied_table(std::string_view statement) {
  statement.remove_prefix(std::min(statement.size(), std::string_view("COPY ").size()));
  TableRows table;
  table.name = take_name(statement);
  if (!statement.starts_with('.')) return table;
  statement.remove_prefix(1);
  table.schema = std::exchange(table.name, take_name(statement));
  return table;
}

// SET client_encoding = 'UTF8'
void note_encoding(std::string_view statement, DumpContents& content) {
  constexpr std::string_view start = "SET client_encoding = '";
  if (!content.encoding.empty() || !statement.starts_with(start)) return;
  statement.remove_prefix(start.size());
  content.encoding = statement.substr(0, statement.find('\''));
}

void tell(const OnTable& on_table, const TableRows& table) {
  if (on_table) on_table(table.schema.empty() ? table.name : table.schema + "." + table.name);
}

void stop_if_asked(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Error(Fault::cancelled, "cancelled while reading");
}

DumpContents read_script(std::unique_ptr<io::Source> script, const std::stop_token& stop, const OnTable& on_table) {
  DumpContents content;
  restoring::StatementReader reader(std::move(script));
  for (ScriptItem item = reader.next(); item.kind != ScriptItem::Kind::end; item = reader.next()) {
    stop_if_asked(stop);
    if (item.kind == ScriptItem::Kind::statement) note_encoding(item.text, content);
    if (item.kind != ScriptItem::Kind::copy) continue;
    TableRows table = copied_table(item.text);
    tell(on_table, table);
    for (auto part = reader.copy_data(); !part.empty(); part = reader.copy_data()) {
      table.rows += lines_in(text_of(part));
      stop_if_asked(stop);
    }
    content.tables.push_back(std::move(table));
  }
  return content;
}

void read_to_end(io::Source& source, const std::stop_token& stop) {
  std::array<std::byte, block_size> block{};
  while (source.read(block) > 0) stop_if_asked(stop);
}

void read_entry(archive::ArchiveReader& archive, const archive::Entry& entry, DumpContents& content,
                const std::stop_token& stop, const OnTable& on_table) {
  if (entry.description == "BLOBS") {
    const archive::LargeObjectConsumer nobody = {.open = [](std::uint32_t) {},
                                                 .write = [&](std::span<const std::byte>) { stop_if_asked(stop); },
                                                 .close = [] {}};
    return archive.large_objects(entry, nobody);
  }
  if (entry.copy.empty()) return read_to_end(*archive.table_data(entry), stop);
  TableRows table{.schema = entry.schema, .name = entry.tag.str()};
  tell(on_table, table);
  restoring::RowReader rows(archive.table_data(entry), block_size);
  for (std::string block; rows.next(block); stop_if_asked(stop)) table.rows += lines_in(block);
  content.tables.push_back(std::move(table));
}

DumpContents read_archive(archive::ArchiveReader& archive, const std::stop_token& stop, const OnTable& on_table) {
  DumpContents content;
  for (const archive::Entry& entry : archive.toc().entries) {
    if (entry.description == "ENCODING") note_encoding(entry.create, content);
    if (!entry.has_data) continue;
    try {
      read_entry(archive, entry, content, stop, on_table);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      throw error.within(fmt::format("{} {}.{}", entry.description, entry.schema, entry.tag));
    }
  }
  return content;
}

}  // namespace

DumpContents read_content(const RestoreInput& input, const std::stop_token& stop, const OnTable& on_table) {
  restoring::OpenedInput opened = restoring::open_input(input);
  return opened.archive ? read_archive(*opened.archive, stop, on_table)
                        : read_script(std::move(opened.script), stop, on_table);
}

}  // namespace pgdumpcore::backups
