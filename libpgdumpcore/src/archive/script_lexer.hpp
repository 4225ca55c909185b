// Finds the statements, comments and rows of a plain script, without copying them.
// Tests: tests/unit/script_toc_test.cpp, tests/fuzz/script_toc.cpp.
#pragma once

#include "archive/atomic_body.hpp"
#include "archive/data_place.hpp"
#include "archive/lexical_settings.hpp"
#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::archive {

// Where something of a script stands: offsets in its decompressed text.
struct ScriptToken {
  enum class Kind {
    comment,    // a line that begins with two hyphens, without its end; or a block comment
    statement,  // with its semicolon
    copy,       // COPY … FROM stdin; with the end of its line. The rows follow.
    command,    // a line that begins with a backslash, without its end
    end
  };
  Kind kind = Kind::end;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// Rows that need not be read.
struct KnownRows {
  std::vector<DataPlace> places{};  // from behind the line of a COPY to behind that of the end mark; ascending
  std::function<std::unique_ptr<io::Source>(std::uint64_t offset)> text_from{};  // the script from there on
};

// Reads from front to back by psql's rules, as restoring::StatementReader does, but says only where things stand.
// Memory holds one statement, or what keep_from() asks for. A script that ends too early is an Error (data).
class ScriptLexer {
 public:
  //   script: decompressed
  explicit ScriptLexer(std::unique_ptr<io::Source> script, bool standard_conforming_strings = true);

  // Passes these without reading them, where they begin behind a COPY and have an end mark at their end; else they are
  // an Error (data). Lines are not known behind them. The rows must outlive this object.
  void pass(const KnownRows& rows) { known_ = &rows; }

  // After a COPY, skip_rows() is to be called first.
  [[nodiscard]] ScriptToken next();
  // Passes the rows of a COPY; returns the offset behind the line of their end mark.
  std::uint64_t skip_rows();

  // Keeps the text from `offset` on, until the next call. What was released is gone.
  void keep_from(std::uint64_t offset) { kept_ = offset; }
  void keep_nothing() { kept_.reset(); }
  // Text that is kept, or of the token that next() returned last. Valid until next() or skip_rows().
  [[nodiscard]] std::string_view text(std::uint64_t begin, std::uint64_t end) const;

  // The line that the character at `offset` is on, which has to be in text().
  [[nodiscard]] std::uint64_t line(std::uint64_t offset) const;

 private:
  [[nodiscard]] std::uint64_t offset() const { return base_ + position_; }
  [[nodiscard]] std::string_view held() const { return std::string_view(buffer_).substr(position_, end_ - position_); }
  bool fill(std::size_t wanted);
  bool next_is(std::string_view text);
  void pass_space();
  void pass_line();
  void block_comment();
  ScriptToken statement();
  void statement_part(char first);
  void string_constant();
  void escape_string(std::uint64_t begun);
  void pass_through(char mark, std::string_view what, std::uint64_t begun);
  void dollar();
  void word();
  [[nodiscard]] bool begins_constant_with_escapes() const;
  ScriptToken finished_statement(std::uint64_t begin);
  bool pass_known_rows();
  void end_of_copy_line(std::uint64_t begin);
  [[noreturn]] void cut_off(std::string_view what, std::uint64_t begun) const;

  std::unique_ptr<io::Source> source_;
  std::string buffer_;
  std::uint64_t base_ = 0;    // the offset of the buffer's first character
  std::uint64_t lines_ = 1;   // the line it is on
  std::size_t position_ = 0;  // of the next character, in the buffer
  std::size_t end_ = 0;       // of what the buffer holds
  std::uint64_t token_ = 0;   // where the token at work begins
  std::uint64_t copy_ = 0;    // where the last COPY began
  std::uint64_t copy_line_ = 1;
  std::optional<std::uint64_t> kept_{};
  bool exhausted_ = false;
  const KnownRows* known_ = nullptr;

  LexicalSettings lexical_;
  // the statement at work
  std::size_t parentheses_ = 0;
  bool tracks_words_ = false;  // it makes a function, whose body may be statements
  AtomicBody body_{};
  std::string last_word_{};
  // Behind a constant with escapes: one that follows on another line continues it.
  std::optional<std::uint64_t> escapes_end_{};
};

// The statement is COPY … FROM stdin.
[[nodiscard]] bool copies_from_stdin(std::string_view statement);

}  // namespace pgdumpcore::archive
