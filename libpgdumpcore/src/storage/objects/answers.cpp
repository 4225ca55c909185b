#include "storage/objects/answers.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace pgdumpcore::storage {

std::optional<ErrorAnswer> parse_error(std::string_view document) noexcept {
  try {
    const XmlElement root = parse_xml(document);
    // STS has it one level deeper.
    const XmlElement* const error = root.name == "ErrorResponse" ? root.child("Error") : &root;
    if (error == nullptr || error->name != "Error") return std::nullopt;
    return ErrorAnswer{error->text_of("Code"), error->text_of("Message"), error->text_of("Region"),
                       error->text_of("AuthenticationErrorDetail")};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void refuse_answer(std::string_view kind, std::string_view why) {
  throw Error(Fault::connection, fmt::format("the object store answered what {} does not: {}", kind, why))
      .hint(fmt::format("Is the endpoint one of {}? A proxy or a login page may have answered in its place.", kind));
}

XmlElement parse_answer(std::string_view document, std::string_view name, std::string_view kind) {
  std::optional<XmlElement> root;
  try {
    root = parse_xml(document);
  } catch (const Error& error) {
    refuse_answer(kind, error.what());
  }
  if (root->name != name) refuse_answer(kind, fmt::format("\"{}\" instead of \"{}\"", root->name, name));
  return std::move(*root);
}

std::uint64_t size_in(const XmlElement& element, std::string_view child, std::string_view kind) {
  const std::string text = element.text_of(child);
  std::uint64_t size = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (code != std::errc() || end != text.data() + text.size()) refuse_answer(kind, "a size is no number");
  return size;
}

}  // namespace pgdumpcore::storage
