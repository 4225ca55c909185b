#include "pg/array.hpp"

#include <pgdumpcore/error.hpp>

namespace pgdumpcore::pg {

namespace {

class ArrayReader {
 public:
  explicit ArrayReader(std::string_view text) : text_(text) {}

  std::vector<std::optional<std::string>> all() {
    std::vector<std::optional<std::string>> elements;
    expect('{');
    if (peek() == '}') return elements;
    elements.push_back(element());
    while (peek() == ',') {
      ++at_;
      elements.push_back(element());
    }
    expect('}');
    return elements;
  }

 private:
  [[nodiscard]] char peek() const {
    if (at_ >= text_.size()) broken();
    return text_[at_];
  }
  void expect(char c) {
    if (peek() != c) broken();
    ++at_;
  }
  [[noreturn]] void broken() const {
    throw Error(Fault::internal, "could not parse the array \"" + std::string(text_) + "\" from the server");
  }

  std::optional<std::string> element() {
    std::string out;
    if (peek() == '"') {
      ++at_;
      while (peek() != '"') {
        if (peek() == '\\') ++at_;
        out += peek();
        ++at_;
      }
      ++at_;
      return out;
    }
    while (peek() != ',' && peek() != '}') {
      if (peek() == '\\') ++at_;
      out += peek();
      ++at_;
    }
    if (out == "NULL") return std::nullopt;
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::optional<std::string>> parse_array(std::string_view text) {
  return ArrayReader(text).all();
}

std::vector<std::string> parse_text_array(std::string_view text) {
  std::vector<std::string> out;
  for (auto& element : parse_array(text)) out.push_back(std::move(element).value_or(""));
  return out;
}

}  // namespace pgdumpcore::pg
