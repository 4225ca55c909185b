// The body of a routine that is made of statements: no semicolon in it ends the statement that makes the routine.
#pragma once

#include <cstddef>
#include <string_view>

namespace pgdumpcore::archive {

// Counts BEGIN ATOMIC and CASE against END. Of CREATE FUNCTION and CREATE PROCEDURE alone.
class AtomicBody {
 public:
  [[nodiscard]] bool is_open() const { return depth_ > 0; }

  // The next word, in lower case.
  //   before: the word right before it; empty if something else is
  void note(std::string_view word, std::string_view before) {
    if (depth_ == 0) {
      if (word == "atomic" && before == "begin") depth_ = 1;
    } else if (word == "case") {
      ++depth_;
    } else if (word == "end") {
      --depth_;
    }
  }

 private:
  std::size_t depth_ = 0;
};

}  // namespace pgdumpcore::archive
