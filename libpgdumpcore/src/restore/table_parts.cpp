#include "restore/table_parts.hpp"

#include "archive/sql_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace pgdumpcore::restoring {

namespace {

using archive::SqlWords;
using std::string_view;

// What may stand behind the value of a default.
constexpr std::array<string_view, 3> behind_default = {"NOT", "COLLATE", "CONSTRAINT"};

string_view default_of(string_view column) {
  SqlWords words(column);
  static_cast<void>(words.name());
  if (!words.until("DEFAULT")) return {};
  string_view value = words.rest();
  for (const string_view word : behind_default) {
    SqlWords rest(value);
    if (const std::optional<string_view> before = rest.until(word)) value = *before;
  }
  return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

// Without what the server checks or fills in.
std::string definition_of(string_view column) {
  SqlWords words(column);
  static_cast<void>(words.name());
  if (SqlWords(words).until("GENERATED")) return std::string(column);
  std::size_t end = column.size();
  for (const string_view word : {"DEFAULT", "NOT", "CONSTRAINT", "COLLATE"})
    if (SqlWords rest = words; rest.until(word)) end = std::min(end, rest.offset() - word.size());
  while (end > 0 && column[end - 1] == ' ') --end;
  std::string definition(column.substr(0, end));
  if (words.until("COLLATE")) definition += " COLLATE " + std::string(words.name());
  return definition;
}

TablePart part_of(string_view text) {
  SqlWords words(text);
  const bool is_constraint = words.accept("CONSTRAINT");
  return {.is_constraint = is_constraint,
          .name = words.name(),
          .text = text,
          .definition = is_constraint ? std::string() : definition_of(text),
          .default_value = is_constraint ? string_view() : default_of(text)};
}

// The parts of a list with commas, up to the parenthesis that closes it.
std::vector<string_view> items_of(string_view list) {
  std::vector<string_view> items;
  std::size_t depth = 0, begin = 0;
  const auto end_item = [&](std::size_t end) {
    begin = std::min(list.find_first_not_of(" \n", begin), end);
    std::size_t last = end;
    while (last > begin && (list[last - 1] == ' ' || list[last - 1] == '\n')) --last;
    if (last > begin) items.push_back(list.substr(begin, last - begin));
    begin = end + 1;
  };
  for (SqlWords words(list);;) {
    const string_view word = words.next();
    if (word.empty()) return items;
    const std::size_t at = words.offset() - word.size();
    if (word == ")" && depth == 0) {
      end_item(at);
      return items;
    }
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (word == "," && depth == 0) end_item(at);
  }
}

}  // namespace

std::vector<TablePart> table_parts(const archive::Entry& entry) {
  SqlWords words(entry.create);
  if (!words.accept("CREATE")) return {};
  for (const string_view word : {"UNLOGGED", "FOREIGN"}) words.accept(word);
  if (!words.accept("TABLE") || words.name().empty()) return {};
  if (words.accept("OF")) static_cast<void>(words.name());
  if (!words.accept("(")) return {};
  std::vector<TablePart> parts;
  for (const string_view item : items_of(words.rest())) parts.push_back(part_of(item));
  return parts;
}

}  // namespace pgdumpcore::restoring
