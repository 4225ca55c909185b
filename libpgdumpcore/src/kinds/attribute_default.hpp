// Column defaults and generation expressions.
#pragma once

#include "catalog/kind.hpp"

#include <string>

namespace pgdumpcore::kinds {

// One pg_attrdef row, or a DEFAULT NULL that keeps a parent's default from being inherited.
struct AttributeDefault {
  catalog::Object* table = nullptr;
  int column = 0;
  std::string expression{};
  bool separate = false;   // written as ALTER TABLE … SET DEFAULT, not inside CREATE TABLE
  bool inherited = false;  // a generation expression that a parent brings: not written at all
};

extern const catalog::Kind attribute_default;

// Adds the DEFAULT NULL of a column whose parent has a default that it does not share.
catalog::Object& add_null_default(catalog::Store& store, catalog::Object& table, int column);

}  // namespace pgdumpcore::kinds
