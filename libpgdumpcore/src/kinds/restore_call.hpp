// The calls that give statistics back to a server: pg_restore_relation_stats and its like.
// https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-STATSMOD
#pragma once

#include "catalog/renderer.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pgdumpcore::kinds {

// An argument; a column of the query has its name and gives its value.
struct StatisticsArgument {
  std::string_view name;
  std::string_view type;
};

// Argument by argument, in the lines that pg_dump gives them. It opens with the version and the relation's name.
class RestoreCall {
 public:
  RestoreCall(const catalog::Renderer& renderer, std::string_view function_name, std::string_view relation_schema,
              std::string_view relation_name);
  void add(std::string_view name, std::string_view value);
  void add(const StatisticsArgument& argument, std::string_view value);
  // Those of the arguments that have a value.
  void add(std::span<const StatisticsArgument> arguments, std::span<const std::optional<std::string>> values);
  [[nodiscard]] std::string text() &&;

 private:
  const catalog::Renderer& renderer_;
  std::string text_;
};

}  // namespace pgdumpcore::kinds
