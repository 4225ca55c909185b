#include "archive/listing.hpp"

#include "archive/input.hpp"
#include "io/codec.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace pgdumpcore::archive {
namespace {

std::string time_of(const Toc& toc) {
  // A script does not say it.
  if (toc.created.tm_mday == 0) return "[unknown]";
  std::tm created = toc.created;
  // Also fills in what the archive does not hold, such as the name of the time zone.
  if (std::mktime(&created) == -1) return "[unknown]";
  std::array<char, 100> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %Z", &created);
  return {text.data(), size};
}

std::string_view name_of(FormatCode format) {
  switch (format) {
    case FormatCode::plain:
      return "PLAIN";
    case FormatCode::custom:
      return "CUSTOM";
    case FormatCode::tar:
      return "TAR";
    case FormatCode::directory:
      return "DIRECTORY";
  }
  return "UNKNOWN";
}

std::string header_of(const Toc& toc) {
  std::string text = fmt::format(";\n; Archive created at {}\n", time_of(toc));
  text += fmt::format(";     dbname: {}\n", on_one_line(toc.database));
  text += fmt::format(";     TOC Entries: {}\n", toc.entries.size());
  text += fmt::format(";     Compression: {}\n", io::traits_of(toc.compression.codec).name);
  const bool is_script = toc.format == FormatCode::plain;
  if (!is_script) text += fmt::format(";     Dump Version: 1.{}-0\n", toc.minor);
  text += fmt::format(";     Format: {}\n", name_of(toc.format));
  if (!is_script) text += ";     Integer: 4 bytes\n;     Offset: 8 bytes\n";
  text += fmt::format(";     Dumped from database version: {}\n", on_one_line(toc.server_version));
  text += fmt::format(";     Dumped by pg_dump version: {}\n", on_one_line(toc.dumper_version));
  text += ";\n;\n; Selected TOC Entries:\n;\n";
  return text;
}

std::string names_of(const Entry& entry) {
  return fmt::format("{} {} {}", on_one_line(entry.description), entry.schema.empty() ? "-" : on_one_line(entry.schema),
                     on_one_line(entry.tag.str()));
}

std::string line_of(const Entry& entry) {
  return fmt::format("{}; {} {} {} {}\n", entry.dump_id, entry.table_oid, entry.oid, names_of(entry),
                     on_one_line(entry.owner));
}

// The beginning of the next line, which has all that matters of it; nothing when there is none.
std::optional<std::string> next_line(ArchiveInput& input) {
  constexpr std::size_t enough = 200;
  if (input.peek(1).empty()) return std::nullopt;
  std::string line;
  while (!input.peek(1).empty()) {
    const char byte = static_cast<char>(input.read_byte());
    if (byte == '\n') break;
    if (line.size() < enough) line += byte;
  }
  return line;
}

// Whether a line names another entry than the one that has its number: the list was made from another archive, whose
// numbers mean something else. What is left out, or cut, is not looked at, nor what the server numbers.
bool is_of_another(std::string_view line, const Entry& entry) {
  std::string_view given = line.substr(std::min(line.find(';'), line.size() - 1) + 1);
  for (int numbers = 0; numbers < 2; ++numbers) {
    given.remove_prefix(std::min(given.find_first_not_of(" \t"), given.size()));
    given.remove_prefix(std::min(given.find_first_of(" \t"), given.size()));
  }
  given.remove_prefix(std::min(given.find_first_not_of(" \t"), given.size()));
  while (!given.empty() && (given.back() == ' ' || given.back() == '\t' || given.back() == '\r'))
    given.remove_suffix(1);
  const std::string expected = names_of(entry);
  return !given.starts_with(expected) && !std::string_view(expected).starts_with(given);
}

// What stands before the comment and is not blank.
std::string_view meaning_of(std::string_view line) {
  constexpr std::string_view blank = " \t\r";
  line = line.substr(0, line.find(';'));
  const std::size_t begin = line.find_first_not_of(blank);
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

}  // namespace

std::string format_listing(const Toc& toc, std::span<const Wanted> wanted) {
  std::string text = header_of(toc);
  for (const Wanted& item : wanted) text += line_of(*item.entry);
  return text;
}

std::vector<const Entry*> read_list(std::unique_ptr<io::Source> list, const std::string& name, const Toc& toc,
                                    ListNames names) {
  std::unordered_map<int, const Entry*> by_id;
  for (const Entry& entry : toc.entries) by_id[entry.dump_id] = &entry;

  std::map<std::size_t, const Entry*> by_line;
  std::unordered_map<const Entry*, std::size_t> line_of_entry;
  ArchiveInput input(std::move(list), name);
  std::size_t number = 0;
  while (const std::optional<std::string> line = next_line(input)) {
    ++number;
    const std::string_view text = meaning_of(*line);
    if (text.empty()) continue;
    int id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    const auto found = by_id.find(id);
    if (found == by_id.end())
      throw Error(Fault::data, fmt::format("{}, line {}: \"{}\" names no entry of the archive", name, number, text));
    if (names == ListNames::compared && is_of_another(*line, *found->second))
      throw Error(Fault::data, fmt::format("{}, line {}: \"{}\" is \"{}\" in this archive", name, number, *line,
                                           names_of(*found->second)))
          .hint(
              "The list was made from another archive, whose numbers mean something else. Make one of this archive: "
              "\"pgdump restore -l\".");
    if (const auto former = line_of_entry.find(found->second); former != line_of_entry.end())
      by_line.erase(former->second);
    line_of_entry[found->second] = number;
    by_line[number] = found->second;
  }
  std::vector<const Entry*> entries;
  entries.reserve(by_line.size());
  for (const auto& [line, entry] : by_line) entries.push_back(entry);
  return entries;
}

}  // namespace pgdumpcore::archive
