#include "kinds/restore_call.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

RestoreCall::RestoreCall(const catalog::Renderer& renderer, std::string_view function_name,
                         std::string_view relation_schema, std::string_view relation_name)
    : renderer_(renderer),
      text_(fmt::format("SELECT * FROM pg_catalog.{}(\n\t'version', '{}'::integer", function_name,
                        renderer.dialect().server.number)) {
  add("schemaname", relation_schema);
  add("relname", relation_name);
}

void RestoreCall::add(std::string_view name, std::string_view value) {
  text_ += fmt::format(",\n\t'{}', {}", name, renderer_.literal(value));
}

void RestoreCall::add(const StatisticsArgument& argument, std::string_view value) {
  add(argument.name, value);
  text_ += fmt::format("::{}", argument.type);
}

void RestoreCall::add(std::span<const StatisticsArgument> arguments,
                      std::span<const std::optional<std::string>> values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i]) add(arguments[i], *values[i]);
}

std::string RestoreCall::text() && {
  return std::move(text_) + "\n);\n";
}

}  // namespace pgdumpcore::kinds
