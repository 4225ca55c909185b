// How two catalogs differ, by what their objects are called and not by when they were made.
#include <pgdumpcore/catalog.hpp>

#include "dump/compare_objects.hpp"

#include <string>

namespace pgdumpcore {

namespace {

// What tells apart objects of one name: operators have the types of their operands in the statement that drops them,
// a comment is that of what it speaks of, and default privileges are a role's.
std::string identity(const Catalog& catalog, const CatalogObject& object) {
  if (!object.drop.empty()) return std::string(object.drop);
  for (const CatalogObject& spoken_of : catalog.dependencies(object))
    if (!spoken_of.drop.empty()) return std::string(spoken_of.drop);
  return std::string(object.owner);
}

dumping::ComparedObjects objects_of(const Catalog& catalog) {
  return {.objects = catalog.objects(),
          .identity = [&catalog](const CatalogObject& object) { return identity(catalog, object); }};
}

}  // namespace

std::vector<CatalogDifference> compare(const Catalog& before, const Catalog& after) {
  return dumping::compare_objects(objects_of(before), objects_of(after));
}

}  // namespace pgdumpcore
