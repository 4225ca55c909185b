// A text of which there are very many at once: it takes one pointer and its bytes. Test: tests/unit/text_test.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pgdumpcore::base {

// An immutable string with one owner. The empty string needs no memory.
class Text {
 public:
  Text() noexcept = default;
  Text(std::string_view text) : stored_(store(text)) {}
  Text(const std::string& text) : Text(std::string_view(text)) {}
  Text(const char* text) : Text(std::string_view(text)) {}
  Text(const Text& other) : Text(other.view()) {}
  Text(Text&& other) noexcept = default;
  Text& operator=(const Text& other) {
    stored_ = store(other.view());
    return *this;
  }
  Text& operator=(Text&& other) noexcept = default;
  ~Text() = default;

  [[nodiscard]] std::string_view view() const noexcept {
    return stored_ == nullptr ? std::string_view() : std::string_view(stored_.get() + sizeof(std::size_t), size());
  }
  operator std::string_view() const noexcept { return view(); }
  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] bool empty() const noexcept { return stored_ == nullptr; }
  [[nodiscard]] std::size_t size() const noexcept {
    std::size_t length = 0;
    if (stored_ != nullptr) std::memcpy(&length, stored_.get(), sizeof length);
    return length;
  }
  [[nodiscard]] bool starts_with(std::string_view prefix) const noexcept { return view().starts_with(prefix); }

  friend std::string operator+(std::string a, const Text& b) { return std::move(a.append(b.view())); }
  friend std::string operator+(const Text& a, std::string_view b) { return a.str().append(b); }

  friend bool operator==(const Text& a, const Text& b) noexcept { return a.view() == b.view(); }
  template <class Other>
  requires(!std::is_same_v<Other, Text> && std::is_convertible_v<const Other&, std::string_view>) friend bool
  operator==(const Text& a, const Other& b) noexcept {
    return a.view() == std::string_view(b);
  }

 private:
  // The length stands before the bytes.
  static std::unique_ptr<char[]> store(std::string_view text) {
    if (text.empty()) return nullptr;
    const std::size_t length = text.size();
    auto stored = std::make_unique_for_overwrite<char[]>(sizeof length + length);
    std::memcpy(stored.get(), &length, sizeof length);
    std::memcpy(stored.get() + sizeof length, text.data(), length);
    return stored;
  }

  std::unique_ptr<char[]> stored_{};
};

}  // namespace pgdumpcore::base

template <>
struct fmt::formatter<pgdumpcore::base::Text> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const pgdumpcore::base::Text& text, Context& context) const {
    return fmt::formatter<std::string_view>::format(text.view(), context);
  }
};
