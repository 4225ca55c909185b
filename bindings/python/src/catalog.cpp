// What a database is made of.
#include "callbacks.hpp"
#include "parts.hpp"
#include "values.hpp"

#include <pgdumpcore/catalog.hpp>

namespace python_binding {
namespace {

using Shared = std::shared_ptr<pgdumpcore::Catalog>;

Shared read_catalog(py::handle connect, py::handle options, const CancelToken* cancel, py::handle on_log) {
  Call call;
  return run(call, stop_token_of(cancel),
             [from = connect_options(connect), chosen = dump_options(options),
              told = log_callback(call, on_log)](const std::stop_token& stop) {
               return std::make_shared<pgdumpcore::Catalog>(pgdumpcore::read_catalog(from, chosen, stop, told));
             });
}

py::object facts(const pgdumpcore::Catalog& catalog) {
  const pgdumpcore::CatalogFacts& from = catalog.facts();
  return make("CatalogFacts", "database"_a = text(from.database), "server_version"_a = text(from.server_version),
              "encoding"_a = text(from.encoding), "snapshot"_a = text_or_none(from.snapshot));
}

py::object object_value(const pgdumpcore::CatalogObject& from) {
  return make("CatalogObject", "position"_a = from.position, "catalog_oid"_a = from.catalog_oid, "oid"_a = from.oid,
              "kind"_a = text(from.kind), "schema"_a = text_or_none(from.schema), "name"_a = text(from.name),
              "owner"_a = text_or_none(from.owner), "section"_a = section(from.section), "create"_a = text(from.create),
              "drop"_a = text(from.drop), "tablespace"_a = text_or_none(from.tablespace),
              "access_method"_a = text_or_none(from.access_method));
}

const pgdumpcore::CatalogObject& at(const pgdumpcore::Catalog& catalog, std::size_t position) {
  if (position >= catalog.objects().size())
    throw py::index_error("the catalog has no object at " + std::to_string(position));
  return catalog.objects()[position];
}

// Objects by their positions: the package has a value of each already.
py::tuple positions(const std::vector<pgdumpcore::CatalogObject>& objects) {
  return tuple_of(objects, [](const pgdumpcore::CatalogObject& object) { return py::int_(object.position); });
}

py::object position_or_none(const std::optional<pgdumpcore::CatalogObject>& object) {
  if (!object) return py::none();
  return py::int_(object->position);
}

py::tuple compare(const pgdumpcore::Catalog& before, const pgdumpcore::Catalog& after) {
  constexpr const char* changes[] = {"added", "removed", "changed"};
  return tuple_of(pgdumpcore::compare(before, after), [&](const pgdumpcore::CatalogDifference& difference) {
    return py::make_tuple(name_in(changes, difference.change), position_or_none(difference.before),
                          position_or_none(difference.after));
  });
}

}  // namespace

void add_catalog(py::module_& module) {
  using pgdumpcore::Catalog;
  py::class_<Catalog, Shared>(module, "ReadCatalog")
      .def_property_readonly("facts", &facts)
      .def_property_readonly("objects", [](const Catalog& self) { return tuple_of(self.objects(), &object_value); })
      .def(
          "dependencies",
          [](const Catalog& self, std::size_t position) { return positions(self.dependencies(at(self, position))); },
          "position"_a)
      .def(
          "dependents",
          [](const Catalog& self, std::size_t position) { return positions(self.dependents(at(self, position))); },
          "position"_a)
      .def(
          "object_ddl", [](const Catalog& self, std::size_t position) { return text(self.ddl(at(self, position))); },
          "position"_a)
      .def("ddl", [](const Catalog& self) { return text(self.ddl()); });
  module.def("read_catalog", &read_catalog, "connect"_a, "options"_a, "cancel"_a, "on_log"_a);
  module.def("compare", &compare, "before"_a, "after"_a);
}

}  // namespace python_binding
