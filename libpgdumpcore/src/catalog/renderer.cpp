#include "catalog/renderer.hpp"

namespace pgdumpcore::catalog {

Statement Renderer::statement(const Object& object, std::string description) const {
  Statement out;
  out.tag = object.name;
  out.description = std::move(description);
  out.section = section_;
  out.schema = schema_name(object);
  out.owner = object.owner;
  out.object = &object;
  out.depends_as_object = true;
  return out;
}

}  // namespace pgdumpcore::catalog
