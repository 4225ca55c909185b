// Where dumps say that they begin and that they are complete.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

class CompletionMarkers {
 public:
  // A comment between statements, and its line.
  void observe(std::string_view comment, std::uint64_t line);
  // Whether a beginning was seen.
  [[nodiscard]] bool any() const noexcept { return any_; }
  // The line of the last beginning whose end was not seen.
  [[nodiscard]] std::optional<std::uint64_t> unfinished() const;

 private:
  std::vector<std::uint64_t> begun_{};
  bool any_ = false;
};

}  // namespace pgdumpcore::restoring
