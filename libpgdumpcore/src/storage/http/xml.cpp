#include "storage/http/xml.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace pgdumpcore::storage {

namespace {

// A page of a list has 1,000 keys of up to 1,024 bytes, each of which may be encoded as three.
constexpr std::size_t largest_document = std::size_t{8} << 20;
constexpr std::size_t most_elements = 100'000;
constexpr int deepest = 16;

constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

bool is_name_character(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool is_character(std::uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

std::string utf8(std::uint32_t code) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  const auto trailing = [&](unsigned shift) { return byte(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0U | (code >> 6U)), trailing(0)};
  if (code < 0x10000) return {byte(0xE0U | (code >> 12U)), trailing(6), trailing(0)};
  return {byte(0xF0U | (code >> 18U)), trailing(12), trailing(6), trailing(0)};
}

class XmlParser {
 public:
  explicit XmlParser(std::string_view document) : rest_(document), whole_(document.size()) {}

  XmlElement parse() {
    if (whole_ > largest_document) fail("it is too large");
    static_cast<void>(take("\xEF\xBB\xBF"));
    skip_declaration();
    skip_between_elements();
    XmlElement root = element(1);
    skip_between_elements();
    if (!rest_.empty()) fail("something follows its root element");
    return root;
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    throw Error(Fault::data, fmt::format("an answer is no well-formed XML at byte {}: {}", whole_ - rest_.size(), why));
  }

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  void expect(std::string_view text) {
    if (!take(text)) fail(fmt::format("\"{}\" is missing", text));
  }
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }
  std::string_view take_until(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) fail(fmt::format("\"{}\" is missing", end));
    const std::string_view before = rest_.substr(0, at);
    rest_.remove_prefix(at + end.size());
    return before;
  }

  void skip_declaration() {
    if (rest_.starts_with("<?xml") && rest_.size() > 5 && is_blank(rest_[5])) static_cast<void>(take_until("?>"));
  }

  bool skip_comment() {
    if (!take("<!--")) return false;
    static_cast<void>(take_until("-->"));
    return true;
  }

  void skip_between_elements() {
    do skip_blanks();
    while (skip_comment());
  }

  std::string_view name() {
    if (rest_.empty() || !is_name_start(rest_.front())) fail("a name is missing");
    const auto* const end = std::ranges::find_if_not(rest_, is_name_character);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view found = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return found;
  }

  static std::string without_prefix(std::string_view qualified) {
    return std::string(qualified.substr(qualified.rfind(':') + 1));
  }

  void skip_attribute() {
    static_cast<void>(name());
    skip_blanks();
    expect("=");
    skip_blanks();
    const std::string_view quote = rest_.substr(0, 1);
    if (quote != "\"" && quote != "'") fail("an attribute has no quotes");
    rest_.remove_prefix(1);
    if (take_until(quote).find('<') != std::string_view::npos) fail("an attribute holds \"<\"");
  }

  // Whether the element is empty: <a/>.
  bool end_of_start_tag() {
    while (true) {
      const std::size_t before = rest_.size();
      skip_blanks();
      if (take("/>")) return true;
      if (take(">")) return false;
      if (rest_.size() == before) fail("a tag does not end");
      skip_attribute();
    }
  }

  std::uint32_t character_reference() {
    const bool is_hexadecimal = take("x");
    const std::string_view digits = take_until(";");
    if (digits.empty() || digits.size() > 8) fail("a character reference is wrong");
    std::uint32_t code = 0;
    for (const char c : digits) {
      std::uint32_t digit = 16;
      if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
      if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a') + 10;
      if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A') + 10;
      const std::uint32_t base = is_hexadecimal ? 16 : 10;
      if (digit >= base || code > 0x10FFFF) fail("a character reference is wrong");
      code = code * base + digit;
    }
    if (!is_character(code)) fail("a character reference is of no character");
    return code;
  }

  void reference(std::string& text) {
    if (take("#")) {
      text += utf8(character_reference());
      return;
    }
    for (const auto& [entity, character] : entities)
      if (rest_.substr(0, entity.size()) == entity && rest_.substr(entity.size(), 1) == ";") {
        rest_.remove_prefix(entity.size() + 1);
        text += character;
        return;
      }
    fail("an entity is not known");
  }

  void content_of(XmlElement& parent, int depth) {
    while (!rest_.starts_with("</")) {
      if (rest_.empty()) fail("an element does not end");
      if (skip_comment()) continue;
      const char c = rest_.front();
      if (c == '<') {
        parent.children.push_back(element(depth + 1));
      } else if (rest_.remove_prefix(1); c == '&') {
        reference(parent.text);
      } else {
        if (static_cast<unsigned char>(c) < 0x20 && !is_blank(c)) fail("a control character");
        parent.text += c;
      }
    }
  }

  XmlElement element(int depth) {
    if (depth > deepest) fail("elements are nested too deeply");
    if (++elements_ > most_elements) fail("it has too many elements");
    expect("<");
    const std::string_view qualified = name();
    XmlElement found{.name = without_prefix(qualified)};
    if (end_of_start_tag()) return found;
    content_of(found, depth);
    expect("</");
    if (name() != qualified) fail(fmt::format("element \"{}\" is ended by another", found.name));
    skip_blanks();
    expect(">");
    return found;
  }

  std::string_view rest_;
  std::size_t whole_;
  std::size_t elements_ = 0;
};

}  // namespace

const XmlElement* XmlElement::child(std::string_view name_of_child) const {
  const auto found = std::ranges::find(children, name_of_child, &XmlElement::name);
  return found == children.end() ? nullptr : &*found;
}

std::string XmlElement::text_of(std::string_view path) const {
  const std::size_t end = path.find('/');
  const XmlElement* const found = child(path.substr(0, end));
  if (found == nullptr) return {};
  return end == std::string_view::npos ? found->text : found->text_of(path.substr(end + 1));
}

XmlElement parse_xml(std::string_view document) {
  return XmlParser(document).parse();
}

std::string escape_xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto* const entity = std::ranges::find(entities, c, [](const auto& one) { return one.second; });
    if (entity == entities.end())
      escaped += c;
    else
      escaped += fmt::format("&{};", entity->first);
  }
  return escaped;
}

}  // namespace pgdumpcore::storage
