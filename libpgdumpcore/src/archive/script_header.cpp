#include "archive/script_header.hpp"

#include <algorithm>
#include <array>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

constexpr std::array<string_view, 3> beginnings = {"-- Name: ", "-- Data for Name: ", "-- Statistics for Name: "};
constexpr string_view type_mark = "; Type: ";
constexpr string_view schema_mark = "; Schema: ";
constexpr string_view owner_mark = "; Owner: ";
constexpr string_view tablespace_mark = "; Tablespace: ";

string_view without_beginning(string_view line) {
  for (const string_view beginning : beginnings)
    if (line.starts_with(beginning)) return line.substr(beginning.size());
  return {};
}

bool is_kind(string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || c == ' '; });
}

// All places of `mark` in `text`, the last one first.
std::vector<std::size_t> places(string_view text, string_view mark) {
  std::vector<std::size_t> found;
  for (std::size_t at = text.rfind(mark); at != string_view::npos; at = text.rfind(mark, at - 1)) {
    found.push_back(at);
    if (at == 0) break;
  }
  return found;
}

std::string present(string_view name) {
  return name == "-" ? std::string() : std::string(name);
}

class Readings {
 public:
  void take_line(string_view line) {
    const string_view text = without_beginning(line);
    for (const std::size_t at : places(text, type_mark)) {
      const string_view rest = text.substr(at + type_mark.size());
      const std::size_t end = rest.find(schema_mark);
      if (end == string_view::npos || !is_kind(rest.substr(0, end))) continue;
      take_schema({.tag = std::string(text.substr(0, at)), .description = std::string(rest.substr(0, end))},
                  rest.substr(end + schema_mark.size()));
    }
  }

  [[nodiscard]] std::vector<ScriptHeader> list() && { return std::move(list_); }

 private:
  void take_schema(ScriptHeader header, string_view text) {
    for (const std::size_t at : places(text, owner_mark)) {
      header.schema = present(text.substr(0, at));
      take_owner(header, text.substr(at + owner_mark.size()));
    }
  }

  void take_owner(ScriptHeader header, string_view text) {
    for (const std::size_t at : places(text, tablespace_mark)) {
      header.owner = present(text.substr(0, at));
      header.tablespace = std::string(text.substr(at + tablespace_mark.size()));
      add(header);
    }
    header.owner = present(text);
    header.tablespace.reset();
    add(header);
  }

  void add(const ScriptHeader& header) {
    if (list_.size() < most_readings) list_.push_back(header);
  }

  std::vector<ScriptHeader> list_{};
};

}  // namespace

bool is_script_header(string_view line) {
  return !without_beginning(line).empty() && line.find(type_mark) != string_view::npos &&
         !read_script_header(line).empty();
}

bool announces_data(string_view line) {
  return line.starts_with(beginnings[1]);
}

std::vector<ScriptHeader> read_script_header(string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  Readings readings;
  readings.take_line(line);
  return std::move(readings).list();
}

}  // namespace pgdumpcore::archive
