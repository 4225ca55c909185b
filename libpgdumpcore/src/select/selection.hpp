// Which objects a dump takes: all of the policy in one place.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/reader.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pgdumpcore::select {

class Selection {
 public:
  // Resolves the patterns of the options to OIDs, in the session's snapshot. Throws Error (usage) on patterns that
  // cannot be, and where an inclusion matches nothing.
  explicit Selection(catalog::Reader& reader);

  // Sets `wanted` of all objects of the kinds read since the last call.
  void decide();

  // No -n, -t or -e: the dump takes what belongs to no schema too.
  [[nodiscard]] bool whole_database() const { return whole_database_; }

 private:
  void decide_schema(catalog::Object& schema) const;
  void decide_table(catalog::Object& table) const;
  void decide_rows(catalog::Object& table) const;
  void decide_extension(catalog::Object& extension) const;
  void decide_in_database(catalog::Object& object) const;
  void decide_one(catalog::Object& object) const;
  void decide_member(catalog::Object& object) const;

  catalog::Reader& reader_;
  bool whole_database_ = true;
  bool some_schemas_ = false;
  bool some_tables_ = false;
  bool some_extensions_ = false;
  std::set<catalog::Oid> schemas_{};
  std::set<catalog::Oid> excluded_schemas_{};
  std::set<catalog::Oid> tables_{};
  std::set<catalog::Oid> excluded_tables_{};
  std::set<catalog::Oid> tables_without_data_{};
  std::set<catalog::Oid> extensions_{};
  std::set<catalog::Oid> excluded_extensions_{};
  std::size_t decided_ = 0;
};

}  // namespace pgdumpcore::select
