// CREATE INDEX, and what only ALTER TABLE or ALTER INDEX can say of an index.
#pragma once

#include "base/rare_vector.hpp"
#include "base/shared_text.hpp"
#include "catalog/kind.hpp"
#include "catalog/renderer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::kinds {

struct Index {
  catalog::Object* table = nullptr;
  catalog::Object* constraint = nullptr;          // the primary key, unique or exclusion constraint it serves
  base::RareVector<catalog::Object*> attaches{};  // of a partitioned index: index_attach objects of its partitions
  catalog::Oid parent_oid = 0;                    // the partitioned index it is attached to, in the store or not
  // What follows is read for indexes whose definition is wanted.
  int key_columns = 0;
  std::string definition{};                 // pg_get_indexdef
  std::vector<base::SharedText> columns{};  // the table's column names, key columns first; expressions are left out
  base::SharedText tablespace{};
  base::SharedText options{};                                          // reloptions as array text: see option_list()
  base::RareVector<std::pair<std::string, std::string>> statistics{};  // column number, target
  base::RareVector<std::string> extensions{};                          // those it DEPENDS ON
  bool clustered = false;
  bool replica_identity = false;
  bool nulls_not_distinct = false;  // 15
};

extern const catalog::Kind index;

[[nodiscard]] inline Index& as_index(catalog::Object& object) {
  return catalog::record<Index>(object);
}
[[nodiscard]] inline const Index& as_index(const catalog::Object& object) {
  return catalog::record<Index>(object);
}

// The parts that an index and the constraint it serves have in common, each commands or empty.
[[nodiscard]] std::string cluster_command(const catalog::Renderer& renderer, const catalog::Object& object);
[[nodiscard]] std::string replica_identity_command(const catalog::Renderer& renderer, const catalog::Object& object);
[[nodiscard]] std::string extension_commands(const catalog::Renderer& renderer, const catalog::Object& object);

}  // namespace pgdumpcore::kinds
