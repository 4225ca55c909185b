#include "archive/entry.hpp"

#include <algorithm>

namespace pgdumpcore::archive {

EntrySection public_section(Section section) {
  switch (section) {
    case Section::pre_data:
      return EntrySection::pre_data;
    case Section::data:
      return EntrySection::data;
    case Section::post_data:
      return EntrySection::post_data;
    case Section::none:
      break;
  }
  return EntrySection::none;
}

std::string on_one_line(std::string text) {
  const auto breaks = [](char byte) { return byte == '\n' || byte == '\r'; };
  std::replace_if(text.begin(), text.end(), breaks, ' ');
  return text;
}

}  // namespace pgdumpcore::archive
