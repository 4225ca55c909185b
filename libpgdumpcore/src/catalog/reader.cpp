#include "catalog/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::catalog {

std::string Reader::expand_for_version(std::string_view sql, std::span<const VersionedText> gates) const {
  return gates.empty() ? std::string(sql) : gated(sql, gates, server());
}

pg::Connection& Reader::connection() {
  finish_asking();
  return connection_;
}

void Reader::work_alone() {
  finish_asking();
  assistants_ = {};
}

pg::Result Reader::query(std::string_view sql, std::span<const VersionedText> gates) {
  const std::string text = expand_for_version(sql, gates);
  if (std::ranges::find(foreseen_, text) != foreseen_.end()) ask_foreseen();
  if (const auto place = places_.find(text); place != places_.end()) {
    pg::Result result = announced_->take(place->second);
    places_.erase(place);
    return result;
  }
  return connection().query(text);
}

void Reader::foresee(std::string_view sql, std::span<const VersionedText> gates) {
  if (!sql.empty()) foreseen_.push_back(expand_for_version(sql, gates));
}

void Reader::ask_foreseen() {
  finish_asking();
  announced_ = std::make_unique<pg::QueryBatch>(connection_, assistants_, std::exchange(foreseen_, {}));
  places_.clear();
  const std::vector<std::string>& texts = announced_->queries();
  for (std::size_t i = 0; i < texts.size(); ++i) places_.insert_or_assign(texts[i], i);
}

// Leaves the connections free.
void Reader::finish_asking() {
  if (announced_ != nullptr) announced_->finish();
}

void Reader::ask(std::string sql, TakeAnswer take) {
  asked_.emplace_back(std::move(sql), std::move(take));
}

void Reader::ask(std::string_view sql, std::span<const VersionedText> gates, TakeAnswer take) {
  ask(expand_for_version(sql, gates), std::move(take));
}

void Reader::settle() {
  finish_asking();
  const auto asked = std::exchange(asked_, {});
  if (asked.empty()) return;
  std::vector<std::string> texts;
  texts.reserve(asked.size());
  for (const auto& [text, take] : asked) texts.push_back(text);
  pg::QueryBatch inquiry(connection_, assistants_, std::move(texts));
  for (std::size_t i = 0; i < asked.size(); ++i) asked[i].second(inquiry.take(i));
}

Object& Reader::add(const Kind& kind, Address address, std::string name, Oid schema) {
  Object& object = store_.add(kind, address, std::move(name));
  if (schema != 0) object.schema = store_.find(class_id::pg_namespace, schema);
  if (const auto member = store_.extension_members.find(address); member != store_.extension_members.end())
    object.extension = store_.find(class_id::pg_extension, member->second);
  return object;
}

void Reader::warn(const std::string& message, const std::string& hint) {
  if (log_) log_(LogLevel::warning, message, hint);
}

std::string oid_array(std::span<Object* const> objects) {
  std::string out = "{";
  for (const Object* object : objects) {
    if (out.size() > 1) out += ',';
    out += fmt::to_string(object->address.objid);
  }
  return out + '}';
}

std::string with_oids(std::string_view sql, std::span<Object* const> objects) {
  if (objects.empty()) return {};
  static constexpr std::string_view slot = "%OIDS%";
  std::string out(sql);
  const std::string array = oid_array(objects);
  for (std::size_t at = out.find(slot); at != std::string::npos; at = out.find(slot, at + array.size()))
    out.replace(at, slot.size(), array);
  return out;
}

void set_acl(Reader& reader, Object& object, const pg::Field& acl, const pg::Field& built_in) {
  Acl found;
  if (!acl.is_null()) found.current = acl.str();
  found.built_in = built_in.str();
  const auto& initial = reader.store().initial_privileges;
  if (const auto entry = initial.find(object.address); entry != initial.end()) {
    found.initial = entry->second.first;
    found.initial_by = entry->second.second;
  }
  // Thousands of built-in objects have the very privileges initdb gave them.
  if (found.current.value_or(found.built_in) == found.initial.value_or(found.built_in)) return;
  object.acl = std::make_unique<Acl>(std::move(found));
  object.available |= Component::acl;
}

}  // namespace pgdumpcore::catalog
