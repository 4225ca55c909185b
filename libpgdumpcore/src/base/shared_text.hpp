// A text that many objects have in common is stored once: owners, schemas, types and columns' names repeat by the
// ten thousand. Test: tests/unit/shared_text_test.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>

namespace pgdumpcore::base {

// An immutable string of the size of one pointer; copies share it. The empty string needs no memory. Copies may be used
// and destroyed by different threads; one object is for one thread at a time.
class SharedText {
 public:
  SharedText() noexcept = default;
  SharedText(std::string text) : counted_(text.empty() ? nullptr : new Counted(std::move(text))) {}
  SharedText(std::string_view text) : SharedText(std::string(text)) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}
  SharedText(const SharedText& other) noexcept : counted_(other.counted_) {
    if (counted_ != nullptr) counted_->users.fetch_add(1, std::memory_order_relaxed);
  }
  SharedText(SharedText&& other) noexcept : counted_(std::exchange(other.counted_, nullptr)) {}
  SharedText& operator=(SharedText other) noexcept {
    std::swap(counted_, other.counted_);
    return *this;
  }
  ~SharedText() {
    if (counted_ != nullptr && counted_->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete counted_;
  }

  [[nodiscard]] const std::string& str() const noexcept { return counted_ == nullptr ? nothing() : counted_->text; }
  operator const std::string&() const noexcept { return str(); }
  operator std::string_view() const noexcept { return str(); }
  [[nodiscard]] bool empty() const noexcept { return counted_ == nullptr; }
  [[nodiscard]] std::size_t size() const noexcept { return str().size(); }
  [[nodiscard]] bool starts_with(std::string_view prefix) const noexcept { return str().starts_with(prefix); }

  friend bool operator==(const SharedText& a, const SharedText& b) noexcept {
    return a.counted_ == b.counted_ || a.str() == b.str();
  }
  friend std::strong_ordering operator<=>(const SharedText& a, const SharedText& b) noexcept {
    return a.str() <=> b.str();
  }
  template <class Text>
  requires(!std::is_same_v<Text, SharedText> && std::is_convertible_v<const Text&, std::string_view>) friend bool
  operator==(const SharedText& a, const Text& b) noexcept {
    return std::string_view(a.str()) == std::string_view(b);
  }
  template <class Text>
  requires(!std::is_same_v<Text, SharedText> && std::is_convertible_v<const Text&, std::string_view>) friend std::string
  operator+(const Text& a, const SharedText& b) {
    return std::string(a) + b.str();
  }
  template <class Text>
  requires(!std::is_same_v<Text, SharedText> && std::is_convertible_v<const Text&, std::string_view>) friend std::string
  operator+(const SharedText& a, const Text& b) {
    return a.str() + std::string(b);
  }
  friend std::string operator+(char a, const SharedText& b) { return a + b.str(); }

 private:
  struct Counted {
    explicit Counted(std::string content) : text(std::move(content)) {}
    std::atomic<unsigned> users{1};
    const std::string text;
  };
  static const std::string& nothing() noexcept {
    static const std::string empty;
    return empty;
  }
  Counted* counted_ = nullptr;
};

// Finds the one copy of each text.
class TextPool {
 public:
  [[nodiscard]] SharedText operator()(std::string_view text) {
    if (text.empty()) return {};
    const auto found = texts_.find(text);
    return found != texts_.end() ? *found : *texts_.emplace(text).first;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
  };
  std::unordered_set<SharedText, Hash, Equal> texts_{};
};

}  // namespace pgdumpcore::base

template <>
struct fmt::formatter<pgdumpcore::base::SharedText> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const pgdumpcore::base::SharedText& text, Context& context) const {
    return fmt::formatter<std::string_view>::format(text.str(), context);
  }
};
