// How two catalogs differ, by what their objects are called and not by when they were made.
#include <pgdumpcore/catalog.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace pgdumpcore {

namespace {

using Name = std::tuple<std::string_view, std::string_view, std::string_view>;
using Objects = std::vector<CatalogObject>;

std::map<Name, Objects> by_name(const Catalog& catalog) {
  std::map<Name, Objects> found;
  for (const CatalogObject& object : catalog.objects())
    found[{object.kind, object.schema, object.name}].push_back(object);
  return found;
}

// What tells apart objects of one name: operators have the types of their operands in the statement that drops them,
// a comment is that of what it speaks of, and default privileges are a role's.
std::string identity(const Catalog& catalog, const CatalogObject& object) {
  if (!object.drop.empty()) return std::string(object.drop);
  for (const CatalogObject& spoken_of : catalog.dependencies(object))
    if (!spoken_of.drop.empty()) return std::string(spoken_of.drop);
  return std::string(object.owner);
}

// Each with its counterpart in the other catalog, where that has one.
class Pairs {
 public:
  Pairs(const Catalog& before, const Catalog& after)
      : before_(before), after_(after), after_of_(before.objects().size()), before_of_(after.objects().size()) {
    const std::map<Name, Objects> others = by_name(after);
    for (const auto& [name, objects] : by_name(before))
      if (const auto found = others.find(name); found != others.end()) pair(objects, found->second);
  }

  [[nodiscard]] const std::optional<CatalogObject>& after_of(const CatalogObject& object) const {
    return after_of_[object.position];
  }
  [[nodiscard]] const std::optional<CatalogObject>& before_of(const CatalogObject& object) const {
    return before_of_[object.position];
  }

 private:
  void pair(const Objects& ours, const Objects& theirs) {
    if (ours.size() == 1 && theirs.size() == 1) return pair(ours.front(), theirs.front());
    std::multimap<std::string, const CatalogObject*> open;
    for (const CatalogObject& object : theirs) open.emplace(identity(after_, object), &object);
    for (const CatalogObject& object : ours)
      if (const auto found = open.find(identity(before_, object)); found != open.end()) {
        pair(object, *found->second);
        open.erase(found);
      }
  }

  void pair(const CatalogObject& ours, const CatalogObject& theirs) {
    after_of_[ours.position] = theirs;
    before_of_[theirs.position] = ours;
  }

  const Catalog& before_;
  const Catalog& after_;
  std::vector<std::optional<CatalogObject>> after_of_;
  std::vector<std::optional<CatalogObject>> before_of_;
};

bool equal(const CatalogObject& one, const CatalogObject& other) {
  const auto compared = [](const CatalogObject& object) {
    return std::tie(object.create, object.drop, object.owner, object.tablespace, object.access_method);
  };
  return compared(one) == compared(other);
}

}  // namespace

std::vector<CatalogDifference> compare(const Catalog& before, const Catalog& after) {
  const Pairs pairs(before, after);
  std::vector<CatalogDifference> differences;
  for (const CatalogObject& object : before.objects())
    if (!pairs.after_of(object)) differences.push_back({CatalogChange::removed, object, std::nullopt});
  std::ranges::reverse(differences);
  for (const CatalogObject& object : after.objects()) {
    const std::optional<CatalogObject>& former = pairs.before_of(object);
    if (!former)
      differences.push_back({CatalogChange::added, std::nullopt, object});
    else if (!equal(*former, object))
      differences.push_back({CatalogChange::changed, former, object});
  }
  return differences;
}

}  // namespace pgdumpcore
