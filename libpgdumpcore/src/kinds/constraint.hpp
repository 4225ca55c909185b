// Constraints of tables and domains: primary key, unique, exclusion, check, named NOT NULL. Foreign keys have their
// own file, because they have their own rank.
#pragma once

#include "kinds/relation.hpp"

namespace pgdumpcore::kinds {

struct Constraint {
  char contype = '\0';                       // p u x c n f
  catalog::Object* table = nullptr;          // or
  catalog::Object* domain = nullptr;         // one of the two
  catalog::Object* index = nullptr;          // of p, u, x
  catalog::Object* foreign_table = nullptr;  // of f: what it references
  std::string definition{};                  // pg_get_constraintdef; of p and u it is made of the index
  bool deferrable = false;
  bool deferred = false;
  bool local = true;  // conislocal
  bool validated = true;
  bool separate = false;  // written as ALTER TABLE … ADD CONSTRAINT, not inside CREATE
  bool period = false;    // 18: WITHOUT OVERLAPS / PERIOD
};

extern const catalog::Kind constraint;

[[nodiscard]] inline Constraint& as_constraint(catalog::Object& object) {
  return catalog::record<Constraint>(object);
}
[[nodiscard]] inline const Constraint& as_constraint(const catalog::Object& object) {
  return catalog::record<Constraint>(object);
}

// Called by table and domain for the constraints that stand inside their CREATE: "CONSTRAINT name CHECK (…)".
[[nodiscard]] std::string inline_constraint(const catalog::Renderer& renderer, const catalog::Object& object);
// COMMENT ON CONSTRAINT of one that stands inside its owner's CREATE.
void render_constraint_comment(catalog::Renderer& renderer, const catalog::Object& object);

// What ALTER [FOREIGN] TABLE says before the name of a relation: "FOREIGN " or nothing.
[[nodiscard]] std::string_view foreign_word(const catalog::Object& table);
// The order of constraints of the same name: those of domains first, then by the name of what they belong to.
[[nodiscard]] std::strong_ordering compare_constraints(const catalog::Object& a, const catalog::Object& b);

}  // namespace pgdumpcore::kinds
