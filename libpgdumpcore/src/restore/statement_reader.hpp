// Takes a plain script apart: ours, pg_dump's or pg_dumpall's, as psql would read it.
#pragma once

#include "archive/atomic_body.hpp"
#include "io/source.hpp"
#include "restore/completion_markers.hpp"
#include "archive/lexical_settings.hpp"
#include "restore/script_text.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

// One thing to do.
struct ScriptItem {
  enum class Kind {
    statement,  // text: one command, without its semicolon
    copy,       // text: COPY … FROM stdin; its rows come through copy_data()
    connect,    // text: the database that is to be worked in from here on
    encoding,   // text: the client encoding
    end
  };
  Kind kind = Kind::end;
  std::string text{};
  std::uint64_t line = 1;  // where it begins
};

// Statements end at semicolons that are not within quotes, comments, parentheses or BEGIN ATOMIC … END. Of psql's own
// commands those are understood that dumps hold: \connect, \encoding, \restrict and \unrestrict. Everything else, and a
// script that ends too early, is an Error (data) that names the line. Memory holds one statement, or a block of rows.
class StatementReader {
 public:
  //   script: text, decompressed
  //   standard_conforming_strings: what holds until the script sets it
  explicit StatementReader(std::unique_ptr<io::Source> script, bool standard_conforming_strings = true);

  // Rows of a COPY that were not read are passed over. After `end` it stays at the end.
  [[nodiscard]] ScriptItem next();

  // The next part of the rows, empty at their end. Parts end at the end of a row where rows are not very long. Valid
  // until the next call of either function.
  [[nodiscard]] std::span<const std::byte> copy_data();

  // Whether a dump has begun, as its comments say.
  [[nodiscard]] bool is_dump() const noexcept { return marks_.any(); }

  // The line at work.
  [[nodiscard]] std::uint64_t line() const noexcept { return input_.line(); }

 private:
  void keep(std::size_t count);

  void skip_to_next_item();
  ScriptItem meta_command();
  void meta_restrict(const std::vector<std::string>& words);
  [[nodiscard]] static std::string connected(const std::vector<std::string>& words, std::uint64_t line);
  [[nodiscard]] bool is_cut_off(const std::vector<std::string>& words);
  [[nodiscard]] std::vector<std::string> meta_words();

  ScriptItem statement();
  bool statement_token(int c);
  void string_constant();
  void quoted_name();
  void dollar();
  void word();
  void keyword(std::string_view name);
  void line_comment();
  void block_comment();
  void keep_through(char mark, std::string_view what, std::uint64_t begun);
  ScriptItem finished_statement();
  void end_of_copy_line();
  void check_complete() const;

  [[noreturn]] void refuse(const std::string& what) const;
  [[noreturn]] static void cut_off(std::string_view what, std::uint64_t begun);

  ScriptText input_;

  // the statement being read
  std::string text_{};
  std::uint64_t statement_line_ = 1;
  std::size_t parentheses_ = 0;
  archive::AtomicBody body_{};
  int words_ = 0;
  std::string first_word_{};
  std::string last_word_{};  // empty if something else than space follows it
  bool makes_routine_ = false;
  bool from_stdin_ = false;
  bool escape_prefix_ = false;  // the E of E'…' has been read
  enum class Continuation { none, same_line, next_line };
  Continuation escapes_continue_ = Continuation::none;  // behind a constant with escapes

  // what earlier statements and commands have set
  archive::LexicalSettings lexical_;
  std::optional<std::string> restrict_key_{};
  std::uint64_t restrict_line_ = 0;
  bool in_copy_ = false;
  bool at_row_start_ = false;
  std::uint64_t copy_line_ = 0;
  std::size_t given_out_ = 0;  // bytes of the buffer that copy_data() has lent
  CompletionMarkers marks_{};
};

}  // namespace pgdumpcore::restoring
