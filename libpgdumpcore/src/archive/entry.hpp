// One entry of an archive's table of contents.
#pragma once

#include "base/shared_text.hpp"

#include <pgdumpcore/archive.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

enum class Section { none = 1, pre_data, data, post_data };

struct Entry {
  int dump_id = 0;
  std::uint32_t table_oid = 0;  // the catalog the object's row stands in
  std::uint32_t oid = 0;
  std::string tag{};
  base::SharedText description{};
  Section section = Section::none;
  std::string create{};
  std::string drop{};
  std::string copy{};
  base::SharedText schema{};
  std::optional<base::SharedText> tablespace{};
  base::SharedText access_method{};
  char relkind = '\0';
  base::SharedText owner{};
  std::vector<int> dependencies{};
  bool has_data = false;
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
