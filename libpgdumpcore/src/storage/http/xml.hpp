// The XML of object stores: elements, text, the five entities and character references; attributes are passed over.
//
// Strict, since what a server or somebody between sends is not to be trusted: no document type, no processing
// instruction but the declaration, no CDATA, bounds on size, depth and number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage {

struct XmlElement {
  std::string name{};  // without a namespace prefix
  std::string text{};  // all of its own text, in UTF-8
  std::vector<XmlElement> children{};

  // The first child of the name; nullptr: there is none.
  [[nodiscard]] const XmlElement* child(std::string_view name_of_child) const;
  // The text of that child, or of a child of it, as in "Owner/ID"; empty: there is none.
  [[nodiscard]] std::string text_of(std::string_view path) const;
};

// The root element. Throws Error (data) if the document is not well-formed, or beyond the bounds.
[[nodiscard]] XmlElement parse_xml(std::string_view document);
// The text as it stands in an element.
[[nodiscard]] std::string escape_xml(std::string_view text);

}  // namespace pgdumpcore::storage
