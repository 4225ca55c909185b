#include "archive/sql_words.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace pgdumpcore::archive {

namespace {

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// Behind the closing quote; two quotes stand for one.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at++];
  while (at < text.size()) {
    if (text[at++] != quote) continue;
    if (at == text.size() || text[at] != quote) return at;
    ++at;
  }
  return at;
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  if (at == text.size()) return at;
  if (text[at] == '"' || text[at] == '\'') return end_of_quoted(text, at);
  if (!is_name_part(text[at])) return at + 1;
  while (at < text.size() && is_name_part(text[at])) ++at;
  return at;
}

bool may_be_name(std::string_view word) {
  return !word.empty() && (word.front() == '"' || is_name_part(word.front()));
}

}  // namespace

std::string_view SqlWords::next() {
  const std::size_t begin = skip_space(sql_, at_);
  at_ = end_of_word(sql_, begin);
  return sql_.substr(begin, at_ - begin);
}

std::string_view SqlWords::peek() const {
  return SqlWords(*this).next();
}

bool SqlWords::accept(std::string_view word) {
  if (peek() != word) return false;
  static_cast<void>(next());
  return true;
}

std::string_view SqlWords::name() {
  if (!may_be_name(peek())) return {};
  const std::size_t begin = skip_space(sql_, at_);
  at_ = end_of_word(sql_, begin);
  while (at_ + 1 < sql_.size() && sql_[at_] == '.' && may_be_name(sql_.substr(at_ + 1, 1)))
    at_ = end_of_word(sql_, at_ + 1);
  return sql_.substr(begin, at_ - begin);
}

std::optional<std::string_view> SqlWords::until(std::string_view word) {
  const std::size_t begin = skip_space(sql_, at_);
  std::size_t depth = 0;
  for (SqlWords ahead = *this;;) {
    const std::size_t end = ahead.at_;
    const std::string_view found = ahead.next();
    if (found.empty()) return std::nullopt;
    if (depth == 0 && found == word) {
      at_ = ahead.at_;
      return sql_.substr(begin, std::max(end, begin) - begin);
    }
    if (found == "(") ++depth;
    if (found == ")" && depth > 0) --depth;
  }
}

std::vector<std::string> name_parts(std::string_view written) {
  std::vector<std::string> parts;
  while (!written.empty()) {
    const std::size_t end = end_of_word(written, 0);
    const std::string_view part = written.substr(0, end);
    written.remove_prefix(std::min(end + 1, written.size()));
    std::string name;
    const bool quoted = part.size() >= 2 && part.front() == '"';
    for (std::size_t i = quoted ? 1 : 0; i + (quoted ? 1 : 0) < part.size(); ++i) {
      name += part[i];
      if (quoted && part[i] == '"') ++i;
    }
    parts.push_back(std::move(name));
  }
  return parts;
}

std::string_view last_part(std::string_view written) {
  std::string_view last;
  for (SqlWords parts(written); !parts.peek().empty();) last = parts.next();
  return last;
}

}  // namespace pgdumpcore::archive
