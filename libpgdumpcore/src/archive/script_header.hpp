// The comment that begins each entry of a plain script.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::archive {

// `-- Data for Name: orders; Type: TABLE DATA; Schema: sales; Owner: shop; Tablespace: fast`. In it names stand as they
// are, but for line breaks, which became spaces.
struct ScriptHeader {
  std::string tag{};
  std::string description{};
  std::string schema{};  // empty for "-"
  std::string owner{};   // empty for "-"
  std::optional<std::string> tablespace{};
};

// Whether a line of a comment is a header.
[[nodiscard]] bool is_script_header(std::string_view line);
// Whether it announces rows or large objects, not a definition.
[[nodiscard]] bool announces_data(std::string_view line);

// What the line may mean: a name may hold what looks like another part of it. The first one has the shortest names of
// owners. There are no more than `most_readings`.
inline constexpr std::size_t most_readings = 100;
[[nodiscard]] std::vector<ScriptHeader> read_script_header(std::string_view line);

}  // namespace pgdumpcore::archive
