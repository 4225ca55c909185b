// What may depend on what DROP … CASCADE took: how it is found, asked for, and brought back.
#pragma once

#include "archive/entry.hpp"
#include "archive/script_definition.hpp"
#include "restore/table_parts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

// Something that may be gone, as the server is asked for it.
struct Dependent {
  const archive::Entry* entry;
  std::string object;  // the relation that it is a part of, or itself, as SQL names it
  std::string part;    // its name there, without quotes
  std::string name;    // by which others name it, as it is written; empty for parts
  std::string shown;
  std::string command{};  // that brings it back; empty: the entry's definition does
};

struct DependentKind {
  std::vector<std::string_view> descriptions;
  // The part of a definition that makes the server note that it depends on something.
  std::string_view (*dependent_text)(std::string_view create);
  // nullopt: the entry defines none of this kind.
  std::optional<Dependent> (*named)(const archive::Entry& entry, const archive::Definition& definition);
  std::string_view lost;        // which of asked(i, object, part) the database does not have
  std::string_view plural;      // and what they do
  std::string_view option;      // of the command that brings them back; empty: their definitions do
  bool may_use_columns = true;  // and goes with one, whatever its text has
};

// What is within the definition of a table, as descriptions.
inline constexpr std::string_view columns_of_tables = "columns", defaults_of_tables = "defaults",
                                  constraints_of_tables = "constraints";

// In the order in which they can be brought back.
[[nodiscard]] const std::vector<DependentKind>& dependent_kinds();
[[nodiscard]] bool is_of(const DependentKind& kind, std::string_view description);

// A part of a table.
//   change: what ALTER TABLE says to bring it back
[[nodiscard]] Dependent part_named(const archive::Entry& entry, const std::string& table, const TablePart& part,
                                   std::string_view change);

}  // namespace pgdumpcore::restoring
