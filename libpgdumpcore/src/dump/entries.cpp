#include "dump/entries.hpp"

namespace pgdumpcore::dumping {

namespace {

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

}  // namespace

// Ids are given to objects when they are first spoken of: only what is dumped, or needed by it, has one.
int Entries::id_of(const catalog::Object* object) {
  const auto [found, fresh] = ids_.try_emplace(object, last_id_ + 1);
  if (fresh) ++last_id_;
  return found->second;
}

void Entries::add(catalog::Statement&& statement) {
  archive::Entry entry;
  if (statement.object != nullptr) {
    entry.dump_id = id_of(statement.object);
    entry.table_oid = statement.object->address.classid;
    entry.oid = statement.object->address.objid;
  } else {
    entry.dump_id = ++last_id_;
  }
  for (const catalog::Object* object : statement.depends_on) entry.dependencies.push_back(id_of(object));
  entry.tag = std::move(statement.tag);
  entry.description = std::move(statement.description);
  entry.section = section(statement.section);
  entry.create = std::move(statement.create);
  entry.drop = std::move(statement.drop);
  entry.copy = std::move(statement.copy);
  entry.schema = std::move(statement.schema);
  entry.tablespace = std::move(statement.tablespace);
  entry.access_method = std::move(statement.access_method);
  entry.relkind = statement.relkind;
  entry.owner = std::move(statement.owner);
  entry.has_data = !std::holds_alternative<std::monostate>(statement.data);
  entries_.push_back(std::move(entry));
  sources_.push_back(std::move(statement.data));
}

const catalog::DataSource& Entries::source(const archive::Entry& entry) const {
  return sources_[static_cast<std::size_t>(&entry - entries_.data())];
}

}  // namespace pgdumpcore::dumping
