// From what the kinds render to the entries of an archive.
#pragma once

#include "archive/entry.hpp"
#include "catalog/statement.hpp"

#include <unordered_map>
#include <vector>

namespace pgdumpcore::dumping {

// The table of contents in the making: entries in dump order, and where each one's data comes from.
class Entries {
 public:
  void add(catalog::Statement&& statement);

  [[nodiscard]] const std::vector<archive::Entry>& list() const { return entries_; }
  [[nodiscard]] const catalog::DataSource& source(const archive::Entry& entry) const;

 private:
  [[nodiscard]] int id_of(const catalog::Object* object);

  std::vector<archive::Entry> entries_{};
  std::vector<catalog::DataSource> sources_{};  // by position in entries_
  std::unordered_map<const catalog::Object*, int> ids_{};
  int last_id_ = 0;
};

}  // namespace pgdumpcore::dumping
