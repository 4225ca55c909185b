#include "select/pattern.hpp"

#include "base/ascii.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgdumpcore::select {

namespace {

class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) { start_part(); }

  Pattern read() {
    Pattern pattern{.text = std::string(text_)};
    while (at_ < text_.size()) step();
    end_part();
    pattern.regexes = std::move(regexes_);
    pattern.literals = std::move(literals_);
    return pattern;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void step() {
    const char c = text_[at_];
    if (c == '"') {
      quote();
    } else if (!quoted_ && c == '*') {
      add(".*", c);
    } else if (!quoted_ && c == '?') {
      add(".", c);
    } else if (!quoted_ && c == '.') {
      end_part();
      start_part();
    } else if (c == '$') {
      // Allowed in names, and needless in an anchored expression: always itself.
      add("\\$", c);
    } else {
      ordinary(c);
    }
    ++at_;
  }

  void quote() {
    if (quoted_ && peek(1) == '"') {
      add("\"", '"');
      ++at_;
    } else {
      quoted_ = !quoted_;
    }
  }

  // Outside quotes the characters of regular expressions keep their meaning, but for "[]": that is an array type.
  void ordinary(char c) {
    static constexpr std::string_view special = "|*+?()[]{}.^$\\";
    const bool escape = (quoted_ && special.find(c) != std::string_view::npos) || (c == '[' && peek(1) == ']');
    const char folded = quoted_ ? c : lower(c);
    add((escape ? "\\" : "") + std::string(1, folded), folded);
  }

  void add(const std::string& regex, char literal) {
    regexes_.back() += regex;
    literals_.back() += literal;
  }
  void start_part() {
    regexes_.emplace_back("^(");
    literals_.emplace_back();
  }
  void end_part() { regexes_.back() += ")$"; }

  std::string_view text_;
  std::size_t at_ = 0;
  bool quoted_ = false;
  std::vector<std::string> regexes_{};
  std::vector<std::string> literals_{};
};

}  // namespace

Pattern parse_pattern(std::string_view text) {
  return PatternReader(text).read();
}

std::string matches(std::string_view column, const std::string& regex) {
  if (regex == "^(.*)$") return "true";
  return fmt::format("{} OPERATOR(pg_catalog.~) {} COLLATE pg_catalog.default", column, pg::quote_literal(regex));
}

}  // namespace pgdumpcore::select
