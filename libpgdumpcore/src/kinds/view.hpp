// CREATE VIEW.
#pragma once

#include "kinds/relation.hpp"

#include <string>
#include <vector>

namespace pgdumpcore::kinds {

extern const catalog::Kind view;

// What views and materialized views have beside the columns of pg_class; in Relation.extra.
struct ViewDetail {
  std::string definition{};               // the SELECT, without semicolon
  std::vector<std::string> extensions{};  // those a materialized view DEPENDS ON
};

// Reads the details of all objects of this kind whose definition is wanted.
void read_view_details(catalog::Reader& reader, const catalog::Kind& kind);

[[nodiscard]] const ViewDetail& view_detail(const catalog::Object& object);

// "CREATE VIEW …;" with everything that belongs to it. `create` is "CREATE" or "CREATE OR REPLACE".
[[nodiscard]] std::string create_view(const catalog::Renderer& renderer, const catalog::Object& object,
                                      const std::string& create);
// The same with a SELECT that needs nothing but the columns' types: it stands for the view where the real one closes
// a dependency loop.
[[nodiscard]] std::string create_dummy_view(const catalog::Renderer& renderer, const catalog::Object& object,
                                            const std::string& create);

}  // namespace pgdumpcore::kinds
