// The words of SQL as dumps write it: enough to see what a statement is about.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::archive {

// Memory-safe on any text; what it finds in a text that no dump writes is not specified.
class SqlWords {
 public:
  explicit SqlWords(std::string_view sql) : sql_(sql) {}

  // A word, a name in double quotes, a constant in single quotes, or one character of anything else; empty at the end.
  std::string_view next();
  [[nodiscard]] std::string_view peek() const;
  // Passes the word if it comes next.
  bool accept(std::string_view word);
  // A name with or without its schema, as it is written; empty if none comes next.
  std::string_view name();
  // The text from here to where `word` stands outside of parentheses, without the white space before it; the word is
  // passed. Nothing, and the place is kept, if it does not come.
  std::optional<std::string_view> until(std::string_view word);

  [[nodiscard]] std::size_t offset() const noexcept { return at_; }
  [[nodiscard]] std::string_view rest() const { return sql_.substr(at_); }

 private:
  std::string_view sql_;
  std::size_t at_ = 0;
};

// The parts of a name that is written with dots: "S.x".t has two. Quotes are taken off.
[[nodiscard]] std::vector<std::string> name_parts(std::string_view written);

// The last of them as it is written: t.
[[nodiscard]] std::string_view last_part(std::string_view written);

}  // namespace pgdumpcore::archive
