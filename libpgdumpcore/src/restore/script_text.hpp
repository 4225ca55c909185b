// A script's text with a look ahead and a count of its lines.
#pragma once

#include "io/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pgdumpcore::restoring {

class ScriptText {
 public:
  static constexpr int end_of_input = -1;
  static constexpr std::size_t capacity = std::size_t{256} * 1024;  // the most that can be held

  // A byte order mark at its start is passed over.
  explicit ScriptText(std::unique_ptr<io::Source> source);

  // The character `ahead` of the next one, or end_of_input.
  [[nodiscard]] int peek(std::size_t ahead = 0);
  // Makes at least `wanted` characters available, unless the end comes first.
  bool fill(std::size_t wanted);
  // What is available; valid until the next fill() or peek().
  [[nodiscard]] std::string_view held() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }
  // Passes over characters that are available.
  void drop(std::size_t count);

  // The line of the next character.
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
  // Whether nothing comes behind what is available.
  [[nodiscard]] bool exhausted() const noexcept { return exhausted_; }

 private:
  std::unique_ptr<io::Source> source_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what is available
  std::size_t end_ = 0;
  bool exhausted_ = false;
  std::uint64_t line_ = 1;
};

}  // namespace pgdumpcore::restoring
