#include "restore/psql_command.hpp"

#include "base/ascii.hpp"

#include <utility>

namespace pgdumpcore::restoring {

namespace {

// dbname='…'
std::optional<std::string> database_of(std::string_view conninfo) {
  static constexpr std::string_view keyword = "dbname='";
  if (!conninfo.starts_with(keyword)) return std::nullopt;
  std::string database;
  for (std::size_t i = keyword.size(); i < conninfo.size(); ++i) {
    if (conninfo[i] == '\'') return i + 1 == conninfo.size() ? std::optional(database) : std::nullopt;
    if (conninfo[i] == '\\' && i + 1 < conninfo.size()) ++i;
    database += conninfo[i];
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<std::string>> psql_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (is_space(c)) {
      if (in_word) words.push_back(std::exchange(word, {}));
      in_word = false;
      continue;
    }
    in_word = true;
    if (c != '"' && c != '\'') {
      word += c;
      continue;
    }
    // Within quotes, a doubled one stands for itself.
    for (++i;; ++i) {
      if (i == line.size()) return std::nullopt;
      if (line[i] != c)
        word += line[i];
      else if (i + 1 < line.size() && line[i + 1] == c)
        word += line[i++];
      else
        break;
    }
  }
  if (in_word || words.empty()) words.push_back(std::move(word));
  return words;
}

std::optional<std::string> connected_database(std::vector<std::string> words) {
  words.erase(words.begin());
  if (!words.empty() && words.front() == "-reuse-previous=on") words.erase(words.begin());
  // A hyphen stands for what holds already.
  while (words.size() > 1 && words.back() == "-") words.pop_back();
  if (words.size() != 1 || words.front().empty()) return std::nullopt;
  const std::string& given = words.front();
  if (given.starts_with("postgresql://") || given.starts_with("postgres://")) return std::nullopt;
  if (given.find('=') != std::string::npos) return database_of(given);
  return given;
}

}  // namespace pgdumpcore::restoring
