#include "dump/entries.hpp"

#include "archive/script.hpp"
#include "catalog/graph.hpp"

#include <algorithm>
#include <unordered_set>

namespace pgdumpcore::dumping {

namespace {

using catalog::Object;

archive::Section section(catalog::Section from) {
  switch (from) {
    case catalog::Section::pre_data:
      return archive::Section::pre_data;
    case catalog::Section::data:
      return archive::Section::data;
    case catalog::Section::post_data:
      return archive::Section::post_data;
    case catalog::Section::none:
      break;
  }
  return archive::Section::none;
}

bool sets_up_session(const archive::Entry& entry) {
  return entry.description == "ENCODING" || entry.description == "STDSTRINGS" || entry.description == "SEARCHPATH";
}

}  // namespace

void Entries::add(catalog::Statement&& statement) {
  archive::Entry& entry = entries_.emplace_back();
  if (statement.object != nullptr) {
    entry.table_oid = statement.object->address.classid;
    entry.oid = statement.object->address.objid;
  }
  entry.tag = statement.tag;
  entry.description = texts_(statement.description);
  entry.section = section(statement.section);
  entry.create = statement.create;
  entry.drop = statement.drop;
  entry.copy = statement.copy;
  entry.schema = texts_(statement.schema);
  if (statement.tablespace) entry.tablespace = texts_(*statement.tablespace);
  entry.access_method = texts_(statement.access_method);
  entry.relkind = statement.relkind;
  entry.owner = texts_(statement.owner);
  entry.has_data = !std::holds_alternative<std::monostate>(statement.data);
  Origin& origin = origins_.emplace_back();
  origin.object = statement.object;
  origin.depends_as_object = statement.depends_as_object;
  origin.depends_on = std::move(statement.depends_on);
  for (const Object* object : statement.waits_for) origin.waits_for.push_back(object);
  if (entry.has_data) origin.data = std::make_unique<const catalog::DataSource>(std::move(statement.data));
}

void Entries::keep_wanted(const DumpOptions& dump_options) {
  const archive::ScriptOptions options = archive::script_options(dump_options);
  archive::Section section = archive::Section::pre_data;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].section != archive::Section::none) section = entries_[i].section;
    if (!sets_up_session(entries_[i]) && !archive::wanted_parts(entries_[i], section, options).any()) continue;
    if (kept != i) {
      entries_[kept] = std::move(entries_[i]);
      origins_[kept] = std::move(origins_[i]);
    }
    ++kept;
  }
  entries_.resize(kept);
  origins_.resize(kept);
}

// What an entry was made of goes as soon as its dependencies are there, which need the memory.
void Entries::number() {
  int last_id = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    entries_[i].dump_id = ++last_id;
    if (origins_[i].object == nullptr) continue;
    const auto place = static_cast<std::size_t>(origins_[i].object->id);
    if (place >= ids_.size()) ids_.resize(place + 1);
    if (ids_[place] == 0) ids_[place] = last_id;
  }
  for (archive::Entry& entry : entries_) {
    Origin& origin = origins_.front();
    entry.dependencies = dependencies(origin);
    if (entry.description == "ACL") add_privileges_before(origin, entry);
    if (origin.data != nullptr) data_.emplace(entry.dump_id, std::move(origin.data));
    origins_.pop_front();
  }
  origins_.shrink_to_fit();
}

// Privileges may be restored side by side. But a REVOKE on a table takes away those on its columns too, and who passes
// on a privilege of his own may need one on the schema for that.
void Entries::add_privileges_before(const Origin& origin, archive::Entry& entry) {
  if (origin.depends_on.empty()) return;
  const Object* const object = origin.depends_on.front();
  for (const Object* first : {object, static_cast<const Object*>(object->schema)})
    if (const auto found = privileges_.find(first); found != privileges_.end())
      entry.dependencies.push_back(found->second);
  privileges_.emplace(object, entry.dump_id);
}

int Entries::id(const Object& object) const {
  const auto place = static_cast<std::size_t>(object.id);
  return place < ids_.size() ? ids_[place] : 0;
}

// What an object depends on and is not dumped itself, stands for what it depends on in turn. The boundaries between
// sections do not: behind them lies everything.
std::vector<int> Entries::dependencies(const Origin& origin) const {
  std::vector<const Object*> open = origin.depends_on;
  const bool look_behind = open.empty() && origin.depends_as_object;
  if (look_behind) open.assign(origin.object->depends_on.begin(), origin.object->depends_on.end());
  std::unordered_set<const Object*> seen;
  std::vector<int> found;
  while (!open.empty()) {
    const Object* const object = open.back();
    open.pop_back();
    if (object == origin.object || object->kind == &catalog::boundary || !seen.insert(object).second) continue;
    if (const int entry = id(*object); entry != 0)
      found.push_back(entry);
    else if (look_behind)
      open.insert(open.end(), object->depends_on.begin(), object->depends_on.end());
  }
  for (const Object* object : origin.waits_for)
    if (const int entry = id(*object); entry != 0) found.push_back(entry);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  found.shrink_to_fit();
  return found;
}

const catalog::DataSource& Entries::source(const archive::Entry& entry) const {
  static const catalog::DataSource nothing;
  const auto found = data_.find(entry.dump_id);
  return found == data_.end() ? nothing : *found->second;
}

}  // namespace pgdumpcore::dumping
