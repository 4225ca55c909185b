// Entry point: StatementReader::next(). Tests: tests/unit/statement_reader_test.cpp, tests/fuzz/statement_reader.cpp.
#include "restore/statement_reader.hpp"

#include "base/ascii.hpp"
#include "restore/psql_command.hpp"
#include "restore/row_reader.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

using std::string_view;

// No server takes longer ones.
constexpr std::size_t longest_statement = std::size_t{1024} * 1024 * 1024;
constexpr std::size_t longest_meta_command = 8192;

}  // namespace

StatementReader::StatementReader(std::unique_ptr<io::Source> script, bool standard_conforming_strings)
    : input_(std::move(script)), lexical_{.backslash_escapes = !standard_conforming_strings} {}

void StatementReader::keep(std::size_t count) {
  if (text_.size() + count > longest_statement)
    throw Error(Fault::data, fmt::format("line {}: the statement is longer than 1 GB", statement_line_));
  text_ += input_.held().substr(0, count);
  input_.drop(count);
}

void StatementReader::refuse(const std::string& what) const {
  throw Error(Fault::data, fmt::format("line {}: {}", input_.line(), what));
}

void StatementReader::cut_off(string_view what, std::uint64_t begun) {
  throw Error(Fault::data, fmt::format("the script is incomplete: it ends in {} that begins on line {}", what, begun));
}

// --- between statements

ScriptItem StatementReader::next() {
  while (in_copy_) static_cast<void>(copy_data());
  while (true) {
    skip_to_next_item();
    const int c = input_.peek();
    if (c == ScriptText::end_of_input) {
      check_complete();
      return {.kind = ScriptItem::Kind::end, .text = {}, .line = input_.line()};
    }
    if (c == '\\') {
      ScriptItem item = meta_command();
      if (item.kind == ScriptItem::Kind::end) continue;
      return item;
    }
    if (c == ';') {
      input_.drop(1);
      continue;
    }
    return statement();
  }
}

void StatementReader::skip_to_next_item() {
  statement_line_ = input_.line();
  text_.clear();
  while (true) {
    const int c = input_.peek();
    if (is_space(c)) {
      input_.drop(1);
    } else if (c == '-' && input_.peek(1) == '-') {
      line_comment();
      marks_.observe(text_, input_.line());
      text_.clear();
    } else if (c == '/' && input_.peek(1) == '*') {
      block_comment();
      text_.clear();
    } else {
      return;
    }
  }
}

void StatementReader::check_complete() const {
  if (restrict_key_) cut_off("a part protected by \\restrict", restrict_line_);
  if (const auto line = marks_.unfinished()) cut_off("a database dump", *line);
}

// --- psql's commands

ScriptItem StatementReader::meta_command() {
  const std::uint64_t line = input_.line();
  input_.drop(1);
  const std::vector<std::string> words = meta_words();
  const std::string& name = words.front();
  if (is_cut_off(words)) cut_off("a part protected by \\restrict", restrict_line_);
  const auto not_within_restrict = [&] {
    if (!restrict_key_) return;
    throw Error(Fault::data, fmt::format("line {}: \\{} is not allowed behind \\restrict", line, name));
  };
  if (name == "restrict" || name == "unrestrict") {
    meta_restrict(words);
    if (name == "restrict") restrict_line_ = line;
    return {};
  }
  not_within_restrict();
  if (name == "connect" || name == "c")
    return {.kind = ScriptItem::Kind::connect, .text = connected(words, line), .line = line};
  if (name == "encoding" && words.size() == 2) {
    lexical_.set_client_encoding(words[1]);
    return {.kind = ScriptItem::Kind::encoding, .text = words[1], .line = line};
  }
  throw Error(Fault::data, fmt::format("line {}: psql's command \\{} is not understood here", line, name))
      .hint("Restore this script with psql.");
}

std::string StatementReader::connected(const std::vector<std::string>& words, std::uint64_t line) {
  if (std::optional<std::string> database = connected_database(words)) return *database;
  throw Error(Fault::data, fmt::format("line {}: \\connect is understood with the name of a database alone", line))
      .hint("Where the server is, -h and -p say.");
}

void StatementReader::meta_restrict(const std::vector<std::string>& words) {
  if (words.size() != 2) refuse(fmt::format("\\{} needs a key", words.front()));
  if (words.front() == "restrict") {
    if (restrict_key_) refuse("\\restrict stands behind another \\restrict");
    restrict_key_ = words[1];
    return;
  }
  if (restrict_key_ != words[1]) refuse("\\unrestrict has another key than \\restrict");
  restrict_key_.reset();
}

// Whether the input ends in the middle of \unrestrict.
bool StatementReader::is_cut_off(const std::vector<std::string>& words) {
  if (!restrict_key_ || input_.peek() != ScriptText::end_of_input) return false;
  if (words.size() == 1) return std::string_view("unrestrict").starts_with(words.front());
  return words.front() == "unrestrict" && words[1] != *restrict_key_ && restrict_key_->starts_with(words[1]);
}

// The command's name and its arguments, which reach to the end of the line.
std::vector<std::string> StatementReader::meta_words() {
  std::string line;
  for (int c = input_.peek(); c != ScriptText::end_of_input && c != '\n'; c = input_.peek()) {
    if (line.size() == longest_meta_command) refuse("a command that begins with a backslash is too long");
    line += static_cast<char>(c);
    input_.drop(1);
  }
  const std::optional<std::vector<std::string>> words = psql_words(line);
  if (!words) refuse("a quote in a command that begins with a backslash does not end on its line");
  return *words;
}

// --- a statement

ScriptItem StatementReader::statement() {
  statement_line_ = input_.line();
  text_.clear();
  parentheses_ = 0;
  body_ = {};
  words_ = 0;
  first_word_.clear();
  last_word_.clear();
  makes_routine_ = from_stdin_ = escape_prefix_ = false;
  escapes_continue_ = Continuation::none;
  while (true) {
    const int c = input_.peek();
    if (c == ScriptText::end_of_input) cut_off("a statement", statement_line_);
    if (c == ';' && parentheses_ == 0 && !body_.is_open()) return finished_statement();
    if (is_space(c)) {
      if (c == '\n' && escapes_continue_ == Continuation::same_line) escapes_continue_ = Continuation::next_line;
      keep(1);
    } else if (c == '-' && input_.peek(1) == '-') {
      line_comment();
    } else if (c == '/' && input_.peek(1) == '*') {
      block_comment();
    } else if (is_name_start(c)) {
      escapes_continue_ = Continuation::none;
      word();
    } else {
      last_word_.clear();
      if (!statement_token(c)) keep(1);
    }
  }
}

// What is neither space nor comment nor word. False if it is one character that is just kept.
bool StatementReader::statement_token(int c) {
  if (c == '\'') {
    string_constant();
    return true;
  }
  escapes_continue_ = Continuation::none;
  switch (c) {
    case '"':
      quoted_name();
      return true;
    case '$':
      dollar();
      return true;
    case '(':
      ++parentheses_;
      return false;
    case ')':
      if (parentheses_ > 0) --parentheses_;
      return false;
    case '\\':
      refuse("a backslash within a statement and outside its quotes");
    case '\0':
      refuse("a null byte within a statement");
    default:
      return false;
  }
}

void StatementReader::keep_through(char mark, string_view what, std::uint64_t begun) {
  while (true) {
    if (!input_.fill(1)) cut_off(what, begun);
    const string_view text = input_.held();
    const auto at = text.find(mark);
    const string_view taken = text.substr(0, at == string_view::npos ? at : at + 1);
    if (taken.find('\0') != string_view::npos) refuse("a null byte within a statement");
    keep(taken.size());
    if (at != string_view::npos) return;
  }
}

void StatementReader::string_constant() {
  const std::uint64_t begun = input_.line();
  const bool escapes = lexical_.backslash_escapes || escape_prefix_ || escapes_continue_ == Continuation::next_line;
  escape_prefix_ = false;
  keep(1);
  escapes_continue_ = escapes ? Continuation::same_line : Continuation::none;
  if (!escapes) return keep_through('\'', "a string constant", begun);
  while (true) {
    if (!input_.fill(1)) cut_off("a string constant", begun);
    const string_view text = input_.held();
    std::size_t at = 0;
    while (at < text.size() && text[at] != '\'' && text[at] != '\\' && text[at] != '\0' &&
           !(lexical_.trail_bytes && static_cast<unsigned char>(text[at]) >= 0x80))
      ++at;
    const char found = at < text.size() ? text[at] : ' ';
    keep(at);
    if (found == ' ') continue;
    if (found == '\0') refuse("a null byte within a statement");
    const auto byte = static_cast<unsigned char>(found);
    const bool alone = found == '\'' || (lexical_.half_width && byte >= 0xA1 && byte <= 0xDF);
    // What follows a backslash, or a character's first byte, is no end of the constant.
    if (!alone && !input_.fill(2)) cut_off("a string constant", begun);
    keep(alone ? 1 : 2);
    if (found == '\'') return;
  }
}

void StatementReader::quoted_name() {
  const std::uint64_t begun = input_.line();
  keep(1);
  keep_through('"', "a quoted name", begun);
}

// A dollar-quoted constant, a parameter, or part of an operator.
void StatementReader::dollar() {
  static constexpr std::size_t longest_tag = 4096;
  std::size_t length = 1;
  if (is_name_start(input_.peek(1)))
    while (length < longest_tag && is_tag_part(input_.peek(length))) ++length;
  if (input_.peek(length) != '$') return keep(1);
  const std::uint64_t begun = input_.line();
  const std::string delimiter(input_.held().substr(0, length + 1));
  keep(delimiter.size());
  while (true) {
    keep_through('$', "a dollar-quoted constant", begun);
    if (!input_.fill(delimiter.size() - 1) && input_.held().size() < delimiter.size() - 1)
      cut_off("a dollar-quoted constant", begun);
    if (!input_.held().starts_with(string_view(delimiter).substr(1))) continue;
    return keep(delimiter.size() - 1);
  }
}

void StatementReader::word() {
  static constexpr std::size_t longest_keyword = 32;
  std::string name;
  while (true) {
    if (!input_.fill(1)) break;
    const string_view text = input_.held();
    std::size_t length = 0;
    while (length < text.size() && is_name_part(text[length])) ++length;
    if (name.size() < longest_keyword) name += text.substr(0, std::min(length, longest_keyword));
    const bool goes_on = length == text.size();
    keep(length);
    if (!goes_on) break;
  }
  name = lower(name);
  keyword(name);
  escape_prefix_ = name == "e" && input_.peek() == '\'';
  last_word_ = std::move(name);
}

void StatementReader::keyword(string_view name) {
  ++words_;
  if (words_ == 1) first_word_ = name;
  if (first_word_ == "create" && (name == "function" || name == "procedure"))
    makes_routine_ = makes_routine_ || words_ == 2 || (words_ == 4 && last_word_ == "replace");
  if (first_word_ == "copy" && name == "stdin" && last_word_ == "from" && parentheses_ == 0) from_stdin_ = true;
  if (makes_routine_) body_.note(name, last_word_);
}

void StatementReader::line_comment() {
  while (input_.fill(1)) {
    const string_view text = input_.held();
    const auto length = std::min(text.find('\n'), text.size());
    if (text.substr(0, length).find('\0') != string_view::npos) refuse("a null byte within a comment");
    const bool goes_on = length == text.size();
    keep(length);
    if (!goes_on) return;
  }
}

void StatementReader::block_comment() {
  const std::uint64_t begun = input_.line();
  std::size_t depth = 0;
  do {
    const int c = input_.peek();
    const int following = input_.peek(1);
    if (c == ScriptText::end_of_input) cut_off("a comment", begun);
    if (c == '\0') refuse("a null byte within a comment");
    const bool opens = c == '/' && following == '*';
    const bool closes = c == '*' && following == '/';
    if (opens) ++depth;
    if (closes) --depth;
    keep(opens || closes ? 2 : 1);
  } while (depth > 0);
}

ScriptItem StatementReader::finished_statement() {
  ScriptItem item{.kind = ScriptItem::Kind::statement, .text = std::move(text_), .line = statement_line_};
  text_ = {};
  input_.drop(1);
  if (first_word_ == "set") lexical_.note_set(item.text);
  if (from_stdin_) {
    item.kind = ScriptItem::Kind::copy;
    end_of_copy_line();
    in_copy_ = at_row_start_ = true;
    copy_line_ = input_.line();
  }
  return item;
}

// --- rows

void StatementReader::end_of_copy_line() {
  while (input_.peek() != '\n') {
    if (input_.peek() == ScriptText::end_of_input) cut_off("a COPY without its rows", statement_line_);
    if (!is_space(input_.peek())) refuse("something else than rows stands behind COPY");
    input_.drop(1);
  }
  input_.drop(1);
}

std::span<const std::byte> StatementReader::copy_data() {
  if (given_out_ > 0) input_.drop(std::exchange(given_out_, 0));
  if (!in_copy_) return {};
  // Whole rows as far as there are any: an end mark is then never in two parts.
  std::size_t size = 0;
  std::size_t searched = 0;
  while (true) {
    const string_view text = input_.held();
    const auto newline = text.substr(searched).rfind('\n');
    if (newline != string_view::npos) {
      size = searched + newline + 1;
      break;
    }
    size = searched = text.size();
    if (size == ScriptText::capacity || !input_.fill(size + 1)) break;
  }
  const string_view rows = input_.held().substr(0, size);
  const std::size_t mark = find_end_mark(rows, at_row_start_);
  if (mark == 0) {
    in_copy_ = false;
    input_.drop(std::min(rows.find('\n'), rows.size() - 1) + 1);
    return {};
  }
  // With rows before it, the mark is for the next call.
  if (mark != string_view::npos) size = mark;
  if (size == 0 || (input_.exhausted() && !rows.ends_with('\n') && size == input_.held().size()))
    cut_off("rows of a COPY", copy_line_);
  at_row_start_ = input_.held()[size - 1] == '\n';
  given_out_ = size;
  return std::as_bytes(std::span(input_.held().data(), size));
}

}  // namespace pgdumpcore::restoring
