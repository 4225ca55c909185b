// What a database is made of, and how two of them differ.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "cancel.hpp"
#include "results.hpp"

#include <pgdumpcore/catalog.hpp>

#include <fmt/format.h>

#include <deque>
#include <string_view>

using Objects = std::vector<const pgdumpcore_catalog_object*>;

/// A catalog and its texts with the zero bytes at their ends that C wants.
struct pgdumpcore_catalog {
  explicit pgdumpcore_catalog(pgdumpcore::Catalog read);

  pgdumpcore::Catalog catalog;
  pgdumpcore_catalog_facts facts{};
  std::vector<pgdumpcore_catalog_object> objects{};
  std::vector<pgdumpcore_catalog_kind> kinds{};

 private:
  [[nodiscard]] pgdumpcore_catalog_object shown(const pgdumpcore::CatalogObject& object);
  [[nodiscard]] const Objects& pointers_to(std::span<const pgdumpcore::CatalogObject> some);
  const char* keep(std::string_view text);

  std::deque<std::string> texts_{};
  std::deque<Objects> pointers_{};
};

const char* pgdumpcore_catalog::keep(std::string_view text) {
  return text.empty() ? "" : texts_.emplace_back(text).c_str();
}

const Objects& pgdumpcore_catalog::pointers_to(std::span<const pgdumpcore::CatalogObject> some) {
  Objects& pointers = pointers_.emplace_back();
  pointers.reserve(some.size());
  for (const pgdumpcore::CatalogObject& object : some) pointers.push_back(&objects[object.position]);
  return pointers;
}

pgdumpcore_catalog_object pgdumpcore_catalog::shown(const pgdumpcore::CatalogObject& object) {
  return {.struct_size = sizeof(pgdumpcore_catalog_object),
          .kind = keep(object.kind),
          .schema = keep(object.schema),
          .name = keep(object.name),
          .owner = keep(object.owner),
          .create_statements = keep(object.create),
          .drop_statements = keep(object.drop),
          .tablespace = keep(object.tablespace),
          .access_method = keep(object.access_method),
          .dependencies = nullptr,
          .dependency_count = 0,
          .dependents = nullptr,
          .dependent_count = 0,
          .position = object.position,
          .catalog_oid = object.catalog_oid,
          .oid = object.oid,
          .section = static_cast<int>(object.section),
          .reserved = 0};
}

pgdumpcore_catalog::pgdumpcore_catalog(pgdumpcore::Catalog read) : catalog(std::move(read)) {
  const pgdumpcore::CatalogFacts& from = catalog.facts();
  facts = {.struct_size = sizeof facts,
           .database = from.database.c_str(),
           .server_version = from.server_version.c_str(),
           .encoding = from.encoding.c_str(),
           .snapshot = from.snapshot.c_str()};
  objects.reserve(catalog.objects().size());
  for (const pgdumpcore::CatalogObject& object : catalog.objects()) objects.push_back(shown(object));
  for (const pgdumpcore::CatalogObject& object : catalog.objects()) {
    const Objects& dependencies = pointers_to(catalog.dependencies(object));
    const Objects& dependents = pointers_to(catalog.dependents(object));
    pgdumpcore_catalog_object& to = objects[object.position];
    to.dependencies = dependencies.data();
    to.dependency_count = dependencies.size();
    to.dependents = dependents.data();
    to.dependent_count = dependents.size();
  }
  for (const std::string_view kind : catalog.kinds()) {
    const Objects& of_kind = pointers_to(catalog.objects(kind));
    kinds.push_back({.struct_size = sizeof(pgdumpcore_catalog_kind),
                     .name = keep(kind),
                     .objects = of_kind.data(),
                     .object_count = of_kind.size()});
  }
}

namespace c_binding {
namespace {

struct ComparisonView : pgdumpcore_catalog_comparison {
  ComparisonView(const pgdumpcore_catalog& before, const pgdumpcore_catalog& after) : pgdumpcore_catalog_comparison() {
    const auto object_of = [](const pgdumpcore_catalog& catalog, const auto& object) {
      return object ? &catalog.objects[object->position] : nullptr;
    };
    for (const pgdumpcore::CatalogDifference& found : pgdumpcore::compare(before.catalog, after.catalog))
      items.add(std::make_unique<pgdumpcore_catalog_difference>(
          pgdumpcore_catalog_difference{.struct_size = sizeof(pgdumpcore_catalog_difference),
                                        .before = object_of(before, found.before),
                                        .after = object_of(after, found.after),
                                        .change = static_cast<int>(found.change),
                                        .reserved = 0}));
    struct_size = sizeof(pgdumpcore_catalog_comparison);
    difference_count = items.size();
    differences = items.data();
  }
  Items<pgdumpcore_catalog_difference> items{};
};

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_catalog_read(const pgdumpcore_connect_options* connect,
                                          const pgdumpcore_dump_options* options, const pgdumpcore_callbacks* callbacks,
                                          pgdumpcore_cancel_token* cancel, pgdumpcore_catalog** catalog,
                                          pgdumpcore_error** error) {
  return guarded(catalog, error, [&](Call&) {
    required(catalog, "catalog");
    *catalog = new pgdumpcore_catalog(pgdumpcore::read_catalog(connect_options(connect), dump_options(options),
                                                               stop_token_of(cancel),
                                                               log_callback(taken(callbacks, "callbacks"))));
  });
}

void pgdumpcore_catalog_free(pgdumpcore_catalog* catalog) {
  delete catalog;
}

const pgdumpcore_catalog_facts* pgdumpcore_catalog_get_facts(const pgdumpcore_catalog* catalog) {
  return catalog == nullptr ? nullptr : &catalog->facts;
}

size_t pgdumpcore_catalog_object_count(const pgdumpcore_catalog* catalog) {
  return catalog == nullptr ? 0 : catalog->objects.size();
}

const pgdumpcore_catalog_object* pgdumpcore_catalog_get_object(const pgdumpcore_catalog* catalog, size_t position) {
  return position < pgdumpcore_catalog_object_count(catalog) ? &catalog->objects[position] : nullptr;
}

size_t pgdumpcore_catalog_kind_count(const pgdumpcore_catalog* catalog) {
  return catalog == nullptr ? 0 : catalog->kinds.size();
}

const pgdumpcore_catalog_kind* pgdumpcore_catalog_get_kind(const pgdumpcore_catalog* catalog, size_t index) {
  return index < pgdumpcore_catalog_kind_count(catalog) ? &catalog->kinds[index] : nullptr;
}

const pgdumpcore_catalog_object* pgdumpcore_catalog_find(const pgdumpcore_catalog* catalog, const char* kind,
                                                         const char* schema, const char* name) {
  if (catalog == nullptr || kind == nullptr || name == nullptr) return nullptr;
  const auto found = catalog->catalog.find(kind, schema == nullptr ? "" : schema, name);
  return found ? &catalog->objects[found->position] : nullptr;
}

pgdumpcore_status pgdumpcore_catalog_object_ddl(const pgdumpcore_catalog* catalog, size_t position, char** text,
                                                pgdumpcore_error** error) {
  return guarded(text, error, [&](Call&) {
    const auto objects = required(catalog, "catalog")->catalog.objects();
    required(text, "text");
    if (position >= objects.size())
      throw pgdumpcore::Error(pgdumpcore::Fault::usage,
                              fmt::format("the catalog has {} objects, and none at {}", objects.size(), position));
    *text = given_text(catalog->catalog.ddl(objects[position]));
  });
}

pgdumpcore_status pgdumpcore_catalog_ddl(const pgdumpcore_catalog* catalog, char** text, pgdumpcore_error** error) {
  return guarded(text, error, [&](Call&) {
    required(text, "text");
    *text = given_text(required(catalog, "catalog")->catalog.ddl());
  });
}

pgdumpcore_status pgdumpcore_catalog_compare(const pgdumpcore_catalog* before, const pgdumpcore_catalog* after,
                                             pgdumpcore_catalog_comparison** comparison, pgdumpcore_error** error) {
  return guarded(comparison, error, [&](Call&) {
    required(comparison, "comparison");
    *comparison = new ComparisonView(*required(before, "before"), *required(after, "after"));
  });
}

void pgdumpcore_catalog_comparison_free(pgdumpcore_catalog_comparison* comparison) {
  delete static_cast<ComparisonView*>(comparison);
}
