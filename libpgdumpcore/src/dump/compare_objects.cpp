#include "dump/compare_objects.hpp"

#include "archive/script.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

using Name = std::tuple<std::string_view, std::string_view, std::string_view>;
using Objects = std::vector<CatalogObject>;

std::map<Name, Objects> by_name(std::span<const CatalogObject> objects) {
  std::map<Name, Objects> found;
  for (const CatalogObject& object : objects) found[{object.kind, object.schema, object.name}].push_back(object);
  return found;
}

// Each with its counterpart in the other catalog, where that has one.
class Pairs {
 public:
  Pairs(const ComparedObjects& before, const ComparedObjects& after)
      : before_(before), after_(after), after_of_(before.objects.size()), before_of_(after.objects.size()) {
    const std::map<Name, Objects> others = by_name(after.objects);
    for (const auto& [name, objects] : by_name(before.objects))
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
    for (const CatalogObject& object : theirs) open.emplace(after_.identity(object), &object);
    for (const CatalogObject& object : ours)
      if (const auto found = open.find(before_.identity(object)); found != open.end()) {
        pair(object, *found->second);
        open.erase(found);
      }
  }

  void pair(const CatalogObject& ours, const CatalogObject& theirs) {
    after_of_[ours.position] = theirs;
    before_of_[theirs.position] = ours;
  }

  const ComparedObjects& before_;
  const ComparedObjects& after_;
  std::vector<std::optional<CatalogObject>> after_of_;
  std::vector<std::optional<CatalogObject>> before_of_;
};

bool equal(const CatalogObject& one, const CatalogObject& other) {
  const auto compared = [](const CatalogObject& object) {
    return std::tie(object.create, object.drop, object.owner, object.tablespace, object.access_method);
  };
  return compared(one) == compared(other);
}

// Where it is not known what an object depends on: the statement that drops one has the types of an operator's
// operands; a comment or a label names what it speaks of, and default privileges are a role's.
std::string identity_of(const CatalogObject& object) {
  if (object.kind == "COMMENT" || object.kind == "SECURITY LABEL")
    return std::string(object.create.substr(0, object.create.find(" IS ")));
  return std::string(object.drop.empty() ? object.owner : object.drop);
}

}  // namespace

std::vector<CatalogDifference> compare_objects(const ComparedObjects& before, const ComparedObjects& after) {
  const Pairs pairs(before, after);
  std::vector<CatalogDifference> differences;
  for (const CatalogObject& object : before.objects)
    if (!pairs.after_of(object)) differences.push_back({CatalogChange::removed, object, std::nullopt});
  std::ranges::reverse(differences);
  for (const CatalogObject& object : after.objects) {
    const std::optional<CatalogObject>& former = pairs.before_of(object);
    if (!former)
      differences.push_back({CatalogChange::added, std::nullopt, object});
    else if (!equal(*former, object))
      differences.push_back({CatalogChange::changed, former, object});
  }
  return differences;
}

CatalogObject public_object(const archive::Entry& entry, std::size_t position, const DumpOptions& options) {
  CatalogObject object = {.position = position,
                          .catalog_oid = entry.table_oid,
                          .oid = entry.oid,
                          .kind = entry.description,
                          .schema = entry.schema,
                          .name = entry.tag,
                          .section = archive::public_section(entry.section),
                          .create = entry.create,
                          .drop = entry.drop};
  if (!options.no_owner) object.owner = entry.owner;
  if (!options.no_tablespaces && entry.tablespace) object.tablespace = *entry.tablespace;
  if (!options.no_table_access_method) object.access_method = entry.access_method;
  return object;
}

Definitions::Definitions(std::span<const archive::Entry> entries) {
  DumpOptions options;
  options.schema_only = true;
  for (const archive::Wanted& wanted : archive::wanted_entries(entries, archive::script_options(options))) {
    CatalogObject& object = objects_.emplace_back(public_object(*wanted.entry, objects_.size(), options));
    object.schema = on_one_line(object.schema);
    object.name = on_one_line(object.name);
    object.owner = on_one_line(object.owner);
  }
}

ComparedObjects Definitions::compared() const {
  return {.objects = objects_, .identity = &identity_of};
}

std::string_view Definitions::on_one_line(std::string_view text) {
  if (text.find_first_of("\r\n") == std::string_view::npos) return text;
  return names_.emplace_back(archive::on_one_line(std::string(text)));
}

}  // namespace pgdumpcore::dumping
