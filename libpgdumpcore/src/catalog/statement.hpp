// What a kind renders: the SQL of one archive entry, and where its data comes from.
#pragma once

#include "catalog/kind.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace pgdumpcore::catalog {

// Rows of one relation. How they are read is rendered when they are (kinds/table_data.hpp): for all tables together it
// would take as much memory as their definitions.
struct TableData {
  const Object* table = nullptr;
  bool foreign = false;      // the rows are another server's
  bool conditional = false;  // --where chooses from them
  bool divisible = false;    // copy_select can have a range added to it
};

// Contents of large objects, in this order.
struct LargeObjects {
  std::vector<Oid> oids{};
};

using DataSource = std::variant<std::monostate, TableData, LargeObjects>;

// Fields in the words of an archive's table of contents.
struct Statement {
  std::string tag{};          // unquoted: "orders", "FUNCTION total(integer)"
  std::string description{};  // "TABLE", "COMMENT", "ACL", …
  Section section = Section::none;
  std::string schema{};  // namespace, unquoted
  std::string owner{};
  std::optional<std::string> tablespace{};  // nullopt: has none; "": the database's default
  std::string access_method{};
  char relkind = '\0';
  std::string create{};  // ends in a newline
  std::string drop{};
  std::string copy{};                       // COPY … FROM stdin;\n of a TABLE DATA entry
  const Object* object = nullptr;           // set when this is the object's own entry, not a facet's
  std::vector<const Object*> depends_on{};  // for facets: what they speak of
  bool depends_as_object = false;           // take the object's own dependencies (an object's main entry)
  std::vector<const Object*> waits_for{};   // besides: no matter for the order of a dump, but for parallel restores
  DataSource data{};
};

}  // namespace pgdumpcore::catalog
