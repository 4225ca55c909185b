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

// Text that was put together has room for more, which nobody needs here.
std::string exact(std::string text) {
  text.shrink_to_fit();
  return text;
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
  entry.tag = std::move(statement.tag);
  entry.description = texts_(statement.description);
  entry.section = section(statement.section);
  entry.create = exact(std::move(statement.create));
  entry.drop = exact(std::move(statement.drop));
  entry.copy = exact(std::move(statement.copy));
  entry.schema = texts_(statement.schema);
  if (statement.tablespace) entry.tablespace = texts_(*statement.tablespace);
  entry.access_method = texts_(statement.access_method);
  entry.relkind = statement.relkind;
  entry.owner = texts_(statement.owner);
  entry.has_data = !std::holds_alternative<std::monostate>(statement.data);
  origins_.push_back(
      {.object = statement.object,
       .depends_on = std::move(statement.depends_on),
       .depends_as_object = statement.depends_as_object,
       .waits_for = std::move(statement.waits_for),
       .data = entry.has_data ? std::make_unique<catalog::DataSource>(std::move(statement.data)) : nullptr});
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

void Entries::number() {
  int last_id = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    entries_[i].dump_id = ++last_id;
    if (origins_[i].object != nullptr) ids_.try_emplace(origins_[i].object, last_id);
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) entries_[i].dependencies = dependencies(origins_[i]);
  order_privileges();
}

// Privileges may be restored side by side. But a REVOKE on a table takes away those on its columns too, and who passes
// on a privilege of his own may need one on the schema for that.
void Entries::order_privileges() {
  std::unordered_map<const Object*, int> of_object;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    archive::Entry& entry = entries_[i];
    if (entry.description != "ACL" || origins_[i].depends_on.empty()) continue;
    const Object* const object = origins_[i].depends_on.front();
    for (const Object* first : {object, static_cast<const Object*>(object->schema)})
      if (const auto found = of_object.find(first); found != of_object.end())
        entry.dependencies.push_back(found->second);
    of_object.emplace(object, entry.dump_id);
  }
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
    if (const auto id = ids_.find(object); id != ids_.end())
      found.push_back(id->second);
    else if (look_behind)
      open.insert(open.end(), object->depends_on.begin(), object->depends_on.end());
  }
  for (const Object* object : origin.waits_for)
    if (const auto id = ids_.find(object); id != ids_.end()) found.push_back(id->second);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

const catalog::DataSource& Entries::source(const archive::Entry& entry) const {
  static const catalog::DataSource nothing;
  const auto& data = origins_[static_cast<std::size_t>(entry.dump_id) - 1].data;
  return data == nullptr ? nothing : *data;
}

}  // namespace pgdumpcore::dumping
