// One entry of an archive's table of contents.
#pragma once

#include "base/shared_text.hpp"
#include "base/text.hpp"

#include <pgdumpcore/archive.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

enum class Section : std::uint8_t { none = 1, pre_data, data, post_data };

// There are some five of them for each table: the members stand in an order that leaves no gaps.
struct Entry {
  int dump_id = 0;
  std::uint32_t table_oid = 0;  // the catalog the object's row stands in
  std::uint32_t oid = 0;
  Section section = Section::none;
  char relkind = '\0';
  bool has_data = false;
  base::Text tag{};
  base::SharedText description{};
  base::Text create{};
  base::Text drop{};
  base::Text copy{};
  base::SharedText schema{};
  std::optional<base::SharedText> tablespace{};
  base::SharedText access_method{};
  base::SharedText owner{};
  std::vector<int> dependencies{};
  base::SharedText file{};                // directory and tar: the member that holds the data
  std::optional<std::uint64_t> offset{};  // custom: where its block begins, where that is known
};

// Whether the entry's data are large objects.
[[nodiscard]] inline bool holds_large_objects(const Entry& entry) {
  return entry.description == "BLOBS";
}

// The same in the words of the public API.
[[nodiscard]] EntrySection public_section(Section section);

// The text with spaces for its line breaks: a name must not look like a line of its own, whether in a list of entries
// or among messages.
[[nodiscard]] std::string on_one_line(std::string text);

}  // namespace pgdumpcore::archive
