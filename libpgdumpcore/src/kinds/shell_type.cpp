#include "kinds/shell_type.hpp"

#include "kinds/type.hpp"

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Renderer;

namespace {

// A type that was never defined has a pg_type row; the shell of a type that is defined later has none.
bool never_defined(const Object& object) {
  return object.address.objid != 0;
}

void render_stand_in(const Object& object, Renderer& renderer) {
  if (!object.wants(catalog::Component::definition)) return;
  // Without a DROP, which is the full type's to do. That also keeps the owner unchanged until the type is
  // complete: the server refuses ALTER … OWNER of a shell.
  catalog::Statement statement = renderer.statement(object, "SHELL TYPE");
  statement.create = "CREATE TYPE " + renderer.qualified(object) + ";\n";
  renderer.emit(std::move(statement));
}

void render_shell_type(const Object& object, Renderer& renderer) {
  if (!never_defined(object)) {
    render_stand_in(object, renderer);
    return;
  }
  const std::string name = renderer.qualified(object);
  render_type_entry(renderer, object, "TYPE", "CREATE TYPE " + name + ";\n", "DROP TYPE " + name + ";\n");
  render_type_facets(renderer, object, "TYPE");
}

}  // namespace

const catalog::Kind shell_type = {.name = "SHELL TYPE", .render = render_shell_type};

}  // namespace pgdumpcore::kinds
