#include "catalog/reader.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

namespace pgdumpcore::catalog {

namespace {

// Names the innermost batch as long as it exists.
class BatchUnderWay {
 public:
  BatchUnderWay(pg::QueryBatch*& current, pg::QueryBatch& batch) : current_(current), outer_(current) {
    current_ = &batch;
  }
  BatchUnderWay(const BatchUnderWay&) = delete;
  BatchUnderWay& operator=(const BatchUnderWay&) = delete;
  ~BatchUnderWay() { current_ = outer_; }

 private:
  pg::QueryBatch*& current_;
  pg::QueryBatch* const outer_;
};

}  // namespace

pg::Connection& Reader::connection() {
  finish_batch();
  return connection_;
}

void Reader::work_alone() {
  if (!turns_.empty()) throw Error(Fault::internal, "a catalog query was never sent: " + turns_.front().sql);
  finish_batch();
  workers_ = {};
}

pg::Result Reader::query(std::string_view sql) {
  return connection().query(std::string(sql));
}

// Leaves the connections free.
void Reader::finish_batch() {
  if (batch_ != nullptr) batch_->finish();
}

void Reader::ask(std::string sql, TakeAnswer take) {
  if (sql.empty()) throw Error(Fault::internal, "a catalog query is empty");
  turns_.push_back({.sql = std::move(sql), .take = std::move(take)});
}

void Reader::ask(std::string_view sql, std::span<const VersionedText> gates, TakeAnswer take) {
  ask(gated(sql, gates, server()), std::move(take));
}

void Reader::then(std::function<void()> step) {
  turns_.push_back({.step = std::move(step)});
}

void Reader::settle() {
  std::vector<Turn> turns = std::exchange(turns_, {});
  if (turns.empty()) return;
  finish_batch();
  std::vector<std::string> queries;
  for (Turn& turn : turns)
    if (turn.take) queries.push_back(std::move(turn.sql));
  pg::QueryBatch batch(connection_, workers_, std::move(queries));
  const BatchUnderWay under_way(batch_, batch);
  std::size_t place = 0;
  for (Turn& next : turns) {
    const Turn turn = std::move(next);
    if (turn.take)
      turn.take(batch.take(place++));
    else
      turn.step();
    settle();
  }
  batch.finish();
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
