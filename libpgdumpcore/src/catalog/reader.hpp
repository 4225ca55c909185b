// What a kind is given to read its objects with.
#pragma once

#include "catalog/versioned_text.hpp"
#include "catalog/store.hpp"
#include "pg/connection.hpp"
#include "pg/query_batch.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::catalog {

class Reader {
 public:
  // workers: connections in the same snapshot, which are asked beside the first
  Reader(pg::Connection& connection, Store& store, const DumpOptions& options, LogCallback log,
         std::span<pg::CatalogWorker> workers = {})
      : connection_(connection), workers_(workers), store_(store), options_(options), log_(std::move(log)) {}

  [[nodiscard]] const pg::ServerVersion& server() const { return connection_.server(); }
  [[nodiscard]] int major() const { return server().major(); }
  [[nodiscard]] Store& store() const { return store_; }
  [[nodiscard]] const DumpOptions& options() const { return options_; }
  // From now on the workers are not asked any more. That a question is still to be settled is a defect, and throws.
  void work_alone();
  // With nothing under way on it.
  [[nodiscard]] pg::Connection& connection();

  // Runs a catalog query that stands alone, in a round trip of its own.
  pg::Result query(std::string_view sql);

  // Asks a query whose answer settle() gives to `take`. See versioned_text.hpp for ${…}.
  using TakeAnswer = std::function<void(const pg::Result&)>;
  void ask(std::string sql, TakeAnswer take);
  void ask(std::string_view sql, TakeAnswer take) { ask(std::string(sql), std::move(take)); }
  void ask(std::string_view sql, std::span<const VersionedText> gates, TakeAnswer take);
  // Has settle() call `step` after the answers to all earlier questions have been taken, and before those to later
  // ones: for what needs objects that an answer brings.
  void then(std::function<void()> step);

  // Sends all questions in one round trip, and calls who takes their answers, and the steps between them, one by one
  // in the order in which they were asked. While one answer is worked at, the next are on their way. What such a
  // function asks in its turn is settled, in a further round trip, before the next function is called.
  void settle();

  // Adds an object with its schema (nspoid 0: none) and, for kinds that may be extension members, that membership.
  Object& add(const Kind& kind, Address address, std::string name, Oid schema = 0);

  void warn(const std::string& message, const std::string& hint = "");

 private:
  // Either has a query and who takes its answer, or is a step without a query.
  struct Turn {
    std::string sql{};
    TakeAnswer take{};
    std::function<void()> step{};
  };

  void finish_batch();

  pg::Connection& connection_;
  std::span<pg::CatalogWorker> workers_;
  Store& store_;
  const DumpOptions& options_;
  LogCallback log_;
  std::vector<Turn> turns_{};        // what was asked and is not being settled yet
  pg::QueryBatch* batch_ = nullptr;  // what is under way on the connections, within settle()
};

// '{1,2,3}' of the objects' OIDs, for `= ANY ('{…}'::oid[])` and unnest.
[[nodiscard]] std::string oid_array(std::span<Object* const> objects);
// The text of `%OIDS%` in sql replaced by that array literal (without quotes). Empty where there are no objects: then
// there is nothing to ask.
[[nodiscard]] std::string with_oids(std::string_view sql, std::span<Object* const> objects);

// Sets object.acl from aclitem[] columns when there is something to say (it differs from the default, or the
// initial privileges do), and marks the acl component available.
//   acl: the object's own acl column; built_in: acldefault(type, owner) as text.
void set_acl(Reader& reader, Object& object, const pg::Field& acl, const pg::Field& built_in);

}  // namespace pgdumpcore::catalog
