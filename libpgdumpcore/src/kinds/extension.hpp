// CREATE EXTENSION; its members are left out, its configuration tables' rows are in.
#pragma once

#include "catalog/kind.hpp"

#include <string>
#include <vector>

namespace pgdumpcore::kinds {

struct Extension {
  std::string schema{};
  std::string version{};
  bool relocatable = false;
  // Tables whose rows belong to the user, and for each of them which rows: a WHERE clause, or empty for all.
  std::vector<catalog::Oid> configuration{};
  std::vector<std::string> conditions{};
};

// Its read() also fills Store::extension_members, so it comes before every kind that may have members.
extern const catalog::Kind extension;

}  // namespace pgdumpcore::kinds
