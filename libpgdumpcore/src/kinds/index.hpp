// CREATE INDEX, and what only ALTER TABLE or ALTER INDEX can say of an index.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/renderer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::kinds {

struct Index {
  catalog::Object* table = nullptr;
  catalog::Object* constraint = nullptr;     // the primary key, unique or exclusion constraint it serves
  catalog::Oid parent_oid = 0;               // the partitioned index it is attached to, known to the store or not
  std::vector<catalog::Object*> attaches{};  // of a partitioned index: index_attach objects of its partitions
  // What follows is read for indexes whose definition is wanted.
  std::string definition{};            // pg_get_indexdef
  std::vector<std::string> columns{};  // the table's column names, key columns first; expressions are left out
  int key_columns = 0;
  std::string tablespace{};
  std::string options{};  // reloptions as array text: see option_list()
  bool clustered = false;
  bool replica_identity = false;
  bool nulls_not_distinct = false;                                // 15
  std::vector<std::pair<std::string, std::string>> statistics{};  // column number, target
  std::vector<std::string> extensions{};                          // those it DEPENDS ON
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
