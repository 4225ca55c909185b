#include "archive/script_lexer.hpp"

#include "archive/sql_words.hpp"
#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <utility>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

constexpr std::size_t first_capacity = std::size_t{512} * 1024;
// No server takes longer statements.
constexpr std::size_t longest_token = std::size_t{1024} * 1024 * 1024;

// Where a statement may become something else.
constexpr std::array<bool, 256> special_characters() {
  std::array<bool, 256> out{};
  for (const char c : {'\'', '"', '$', '(', ')', ';', '-', '/'}) out[static_cast<unsigned char>(c)] = true;
  return out;
}
constexpr std::array<bool, 256> special = special_characters();

bool makes_routine(string_view statement) {
  SqlWords words(statement);
  if (lower(words.next()) != "create") return false;
  std::string word = lower(words.next());
  if (word == "or" && lower(words.next()) == "replace") word = lower(words.next());
  return word == "function" || word == "procedure";
}

}  // namespace

bool copies_from_stdin(string_view statement) {
  SqlWords words(statement);
  if (lower(words.next()) != "copy") return false;
  std::size_t depth = 0;
  for (string_view word = words.next(); !word.empty(); word = words.next()) {
    if (word == "(") ++depth;
    if (word == ")" && depth > 0) --depth;
    if (depth == 0 && lower(word) == "from") return lower(words.peek()) == "stdin";
  }
  return false;
}

ScriptLexer::ScriptLexer(std::unique_ptr<io::Source> script, bool standard_conforming_strings)
    : source_(std::move(script)),
      buffer_(first_capacity, '\0'),
      lexical_{.backslash_escapes = !standard_conforming_strings} {
  static constexpr string_view byte_order_mark = "\xEF\xBB\xBF";
  if (next_is(byte_order_mark)) position_ += byte_order_mark.size();
}

// Makes at least `wanted` characters available, unless the end comes first. Positions in the buffer change.
bool ScriptLexer::fill(std::size_t wanted) {
  if (end_ - position_ >= wanted) return true;
  const std::uint64_t needed = std::min({token_, kept_.value_or(token_), offset()});
  const auto passed = static_cast<std::size_t>(needed - base_);
  lines_ += static_cast<std::uint64_t>(std::count(buffer_.data(), buffer_.data() + passed, '\n'));
  std::memmove(buffer_.data(), buffer_.data() + passed, end_ - passed);
  base_ += passed;
  position_ -= passed;
  end_ -= passed;
  // What is kept must not be moved again and again for a little room.
  if (end_ + wanted > buffer_.size() / 2) {
    if (end_ > longest_token)
      throw Error(Fault::data, fmt::format("line {}: the statement is longer than 1 GB", lines_));
    buffer_.resize(std::max(buffer_.size() * 2, (end_ + wanted) * 2));
  }
  while (end_ - position_ < wanted && !exhausted_) {
    const std::size_t got = source_->read(std::as_writable_bytes(std::span(buffer_).subspan(end_)));
    exhausted_ = got == 0;
    end_ += got;
  }
  return end_ - position_ >= wanted;
}

bool ScriptLexer::next_is(string_view text) {
  return fill(text.size()) && held().starts_with(text);
}

string_view ScriptLexer::text(std::uint64_t begin, std::uint64_t end) const {
  return string_view(buffer_).substr(static_cast<std::size_t>(begin - base_), static_cast<std::size_t>(end - begin));
}

std::uint64_t ScriptLexer::line(std::uint64_t offset) const {
  const char* const end = buffer_.data() + std::min<std::uint64_t>(offset - std::min(offset, base_), end_);
  return lines_ + static_cast<std::uint64_t>(std::count(buffer_.data(), end, '\n'));
}

void ScriptLexer::cut_off(string_view what, std::uint64_t begun) const {
  throw Error(Fault::data,
              fmt::format("the script is incomplete: it ends in {} that begins on line {}", what, line(begun)));
}

// --- between statements

ScriptToken ScriptLexer::next() {
  while (true) {
    pass_space();
    token_ = offset();
    if (!fill(1)) return {.kind = ScriptToken::Kind::end, .begin = token_, .end = token_};
    const char c = held().front();
    const bool block = c == '/' && next_is("/*");
    if (block || (c == '-' && next_is("--"))) {
      block ? block_comment() : pass_line();
      return {.kind = ScriptToken::Kind::comment, .begin = token_, .end = offset()};
    }
    if (c == '\\') {
      pass_line();
      return {.kind = ScriptToken::Kind::command, .begin = token_, .end = offset()};
    }
    if (c != ';') return statement();
    ++position_;
  }
}

void ScriptLexer::pass_space() {
  token_ = offset();
  while (fill(1)) {
    const string_view text = held();
    const auto* const found = std::ranges::find_if_not(text, is_space);
    position_ += static_cast<std::size_t>(found - text.begin());
    token_ = offset();
    if (found != text.end()) return;
  }
}

// To the end of the line, which is not passed.
void ScriptLexer::pass_line() {
  while (fill(1)) {
    const string_view text = held();
    const auto end = text.find('\n');
    position_ += std::min(end, text.size());
    if (end != string_view::npos) return;
  }
}

void ScriptLexer::block_comment() {
  const std::uint64_t begun = offset();
  std::size_t depth = 0;
  do {
    if (!fill(2)) cut_off("a comment", begun);
    const string_view two = held().substr(0, 2);
    if (two == "/*") ++depth;
    if (two == "*/") --depth;
    position_ += two == "/*" || two == "*/" ? 2 : 1;
  } while (depth > 0);
}

// --- a statement

ScriptToken ScriptLexer::statement() {
  const std::uint64_t begin = offset();
  constexpr std::size_t enough = 200;
  fill(enough);
  parentheses_ = 0;
  body_ = {};
  tracks_words_ = makes_routine(held().substr(0, enough));
  last_word_.clear();
  escapes_end_.reset();
  while (true) {
    if (!fill(1)) cut_off("a statement", begin);
    const string_view text = held();
    std::size_t plain = 0;
    while (plain < text.size() && !special[static_cast<unsigned char>(text[plain])] &&
           !(tracks_words_ && is_name_start(text[plain])))
      ++plain;
    position_ += plain;
    if (plain == text.size()) continue;
    const char c = text[plain];
    if (c == ';' && parentheses_ == 0 && !body_.is_open()) return finished_statement(begin);
    statement_part(c);
  }
}

void ScriptLexer::statement_part(char first) {
  const std::uint64_t begun = offset();
  if (first == '\'') return string_constant();
  if (first == '-' && next_is("--")) return pass_line();
  if (first == '/' && next_is("/*")) return block_comment();
  if (tracks_words_ && is_name_start(first)) return word();
  last_word_.clear();
  switch (first) {
    case '"':
      ++position_;
      return pass_through('"', "a quoted name", begun);
    case '$':
      return dollar();
    case '(':
      ++parentheses_;
      break;
    case ')':
      if (parentheses_ > 0) --parentheses_;
      break;
    default:
      break;
  }
  ++position_;
}

void ScriptLexer::pass_through(char mark, string_view what, std::uint64_t begun) {
  while (true) {
    if (!fill(1)) cut_off(what, begun);
    const string_view text = held();
    const auto at = text.find(mark);
    position_ += at == string_view::npos ? text.size() : at + 1;
    if (at != string_view::npos) return;
  }
}

// After E, where that is a word, or as the continuation of a constant that has escapes.
bool ScriptLexer::begins_constant_with_escapes() const {
  if (lexical_.backslash_escapes) return true;
  const string_view before = text(token_, offset());
  if (!before.empty() && lower(before.back()) == 'e') {
    const char further = before.size() > 1 ? before[before.size() - 2] : ' ';
    return !is_name_part(further);
  }
  if (!escapes_end_) return false;
  const string_view between = text(*escapes_end_, offset());
  return between.find('\n') != string_view::npos && std::ranges::all_of(between, is_space);
}

void ScriptLexer::string_constant() {
  const std::uint64_t begun = offset();
  const bool escapes = begins_constant_with_escapes();
  last_word_.clear();
  ++position_;
  escapes_end_.reset();
  if (!escapes) return pass_through('\'', "a string constant", begun);
  escape_string(begun);
  escapes_end_ = offset();
}

void ScriptLexer::escape_string(std::uint64_t begun) {
  while (true) {
    if (!fill(1)) cut_off("a string constant", begun);
    const string_view text = held();
    std::size_t at = 0;
    while (at < text.size() && text[at] != '\'' && text[at] != '\\' &&
           !(lexical_.trail_bytes && static_cast<unsigned char>(text[at]) >= 0x80))
      ++at;
    position_ += at;
    if (at == text.size()) continue;
    const char found = text[at];
    const auto byte = static_cast<unsigned char>(found);
    // What follows a backslash, or a character's first byte, is no end of the constant.
    const bool alone = found == '\'' || (lexical_.half_width && byte >= 0xA1 && byte <= 0xDF);
    if (!alone && !fill(2)) cut_off("a string constant", begun);
    position_ += alone ? 1 : 2;
    if (found == '\'') return;
  }
}

// A dollar-quoted constant, a parameter, or part of a name or an operator.
void ScriptLexer::dollar() {
  static constexpr std::size_t longest_tag = 4096;
  const std::uint64_t begun = offset();
  fill(longest_tag + 2);
  const string_view before = text(token_, begun);
  const bool in_name = !before.empty() && is_tag_part(before.back());
  const string_view text = held();
  std::size_t length = 1;
  if (text.size() > 1 && is_name_start(text[1]))
    while (length < std::min(text.size(), longest_tag) && is_tag_part(text[length])) ++length;
  if (in_name || length >= text.size() || text[length] != '$') {
    ++position_;
    return;
  }
  const std::string delimiter(text.substr(0, length + 1));
  position_ += delimiter.size();
  while (true) {
    pass_through('$', "a dollar-quoted constant", begun);
    if (!fill(delimiter.size() - 1)) cut_off("a dollar-quoted constant", begun);
    if (!held().starts_with(string_view(delimiter).substr(1))) continue;
    position_ += delimiter.size() - 1;
    return;
  }
}

void ScriptLexer::word() {
  static constexpr std::size_t longest_keyword = 32;
  std::string name;
  bool goes_on = true;
  while (goes_on && fill(1)) {
    const string_view text = held();
    std::size_t length = 0;
    while (length < text.size() && is_name_part(text[length])) ++length;
    if (name.size() < longest_keyword) name += text.substr(0, std::min(length, longest_keyword));
    goes_on = length == text.size();
    position_ += length;
  }
  name = lower(name);
  body_.note(name, last_word_);
  last_word_ = std::move(name);
}

ScriptToken ScriptLexer::finished_statement(std::uint64_t begin) {
  ++position_;
  ScriptToken token{.kind = ScriptToken::Kind::statement, .begin = begin, .end = offset()};
  const string_view statement = text(begin, token.end);
  const char first = lower(statement.front());
  if (first == 's') {
    SqlWords words(statement.substr(0, 100));
    if (lower(words.next()) == "set") lexical_.note_set(statement);
  }
  if (first != 'c' || !copies_from_stdin(statement)) return token;
  end_of_copy_line(begin);
  return {.kind = ScriptToken::Kind::copy, .begin = begin, .end = offset()};
}

// --- rows

void ScriptLexer::end_of_copy_line(std::uint64_t begin) {
  copy_ = begin;
  copy_line_ = line(begin);
  while (true) {
    if (!fill(1)) cut_off("a COPY without its rows", begin);
    const char c = held().front();
    if (c != '\n' && !is_space(c))
      throw Error(Fault::data, fmt::format("line {}: something else than rows stands behind COPY", line(offset())));
    ++position_;
    if (c == '\n') return;
  }
}

bool ScriptLexer::pass_known_rows() {
  static constexpr string_view end = "\n\\.\n";
  if (known_ == nullptr || kept_) return false;
  const auto found = std::ranges::lower_bound(known_->places, offset(), {}, &DataPlace::begin);
  if (found == known_->places.end() || found->begin != offset() || found->end - found->begin < end.size()) return false;
  const std::uint64_t last = found->end - end.size();
  if (last < base_ + end_) return false;
  source_ = known_->text_from(last);
  exhausted_ = false;
  base_ = token_ = last;
  position_ = end_ = 0;
  if (!next_is(end))
    throw Error(Fault::data, fmt::format("no rows of a COPY end at offset {} of the script", found->end));
  position_ += end.size();
  token_ = offset();
  return true;
}

std::uint64_t ScriptLexer::skip_rows() {
  static constexpr string_view mark = "\n\\.";
  if (pass_known_rows()) return token_;
  // The end of the line before stays held: it shows that a row begins.
  while (true) {
    token_ = offset() - 1;
    const std::size_t line_end = position_ - 1;
    const string_view rows = string_view(buffer_).substr(line_end, end_ - line_end);
    const void* const found = ::memmem(rows.data(), rows.size(), mark.data(), mark.size());
    const std::size_t held_back = found == nullptr ? std::min(rows.size(), mark.size() - 1) : 0;
    if (found == nullptr) {
      position_ += std::max<std::size_t>(rows.size() - held_back, 1) - 1;
      // Everything but the beginning of a mark has been passed; it begins with the end of a line, or is one character.
      const std::size_t before = end_ - position_;
      token_ = offset() - 1;
      if (!fill(before + 1))
        throw Error(
            Fault::data,
            fmt::format("the script is incomplete: it ends in rows of a COPY that begins on line {}", copy_line_));
      continue;
    }
    position_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + mark.size();
    fill(2);
    const string_view rest = held();
    const std::size_t line_break = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
    position_ += line_break;
    if (line_break > 0 || rest.empty()) {
      token_ = offset();
      return token_;
    }
  }
}

}  // namespace pgdumpcore::archive
