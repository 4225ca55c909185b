// What the text of an entry's definition tells of its object: what an archive says in fields of their own.
#pragma once

#include "archive/entry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::archive {

struct Definition {
  std::string identity{};                // as COMMENT ON names it: `TABLE sales.orders`; empty if it is not known
  std::string drop{};                    // as in Entry
  std::string name{};                    // as it is written; empty if it has none of its own
  std::string relation{};                // the table, view or domain that it is a part of, as it is written
  std::vector<std::string> relations{};  // others that it is about, as they are written
};

//   entry: with its kind, schema and `create`
//   owned: what stands between ALTER and OWNER TO behind the definition; may be empty
[[nodiscard]] Definition define(const Entry& entry, std::string_view owned, int major);

// Whether the first statement of a table's definition makes a partitioned one.
[[nodiscard]] bool is_partitioned(std::string_view create);

// Whether an entry may have a tablespace: its definition depends on default_tablespace.
[[nodiscard]] bool has_tablespace(const Entry& entry, int major);

// The section that entries of this kind belong to.
[[nodiscard]] Section section_of(std::string_view description);

}  // namespace pgdumpcore::archive
