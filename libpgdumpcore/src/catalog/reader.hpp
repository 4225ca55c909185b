// What a kind is given to read its objects with.
#pragma once

#include "catalog/versioned_text.hpp"
#include "catalog/store.hpp"
#include "pg/connection.hpp"
#include "pg/query_batch.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pgdumpcore::catalog {

class Reader {
 public:
  // assistants: connections in the same snapshot, which are asked beside the first
  Reader(pg::Connection& connection, Store& store, const DumpOptions& options, LogCallback log,
         std::span<pg::CatalogWorker> assistants = {})
      : connection_(connection), assistants_(assistants), store_(store), options_(options), log_(std::move(log)) {}

  [[nodiscard]] const pg::ServerVersion& server() const { return connection_.server(); }
  [[nodiscard]] int major() const { return server().major(); }
  [[nodiscard]] Store& store() const { return store_; }
  [[nodiscard]] const DumpOptions& options() const { return options_; }
  // From now on the assistants are not asked any more.
  void work_alone();
  // With nothing under way on it.
  [[nodiscard]] pg::Connection& connection();

  // Runs a catalog query, in a round trip of its own unless it was foreseen; see versioned_text.hpp for ${…}.
  pg::Result query(std::string_view sql, std::span<const VersionedText> gates = {});

  // Announces a query that will be asked for once. Those that were announced travel together, when the first of them
  // is asked for; while one answer is worked at, the next are on their way. One that is never asked for is a waste; one
  // that was not announced is only slower.
  //   sql: empty for none
  void foresee(std::string_view sql, std::span<const VersionedText> gates = {});

  // Asks a query whose answer is wanted by settle(): nothing is known of it before.
  using TakeAnswer = std::function<void(const pg::Result&)>;
  void ask(std::string sql, TakeAnswer take);
  void ask(std::string_view sql, std::span<const VersionedText> gates, TakeAnswer take);
  // Gives everyone who has asked their answer, in the order of the questions, after a round trip for all of them.
  void settle();

  // Adds an object with its schema (nspoid 0: none) and, for kinds that may be extension members, that membership.
  Object& add(const Kind& kind, Address address, std::string name, Oid schema = 0);

  void warn(const std::string& message, const std::string& hint = "");

 private:
  [[nodiscard]] std::string expand_for_version(std::string_view sql, std::span<const VersionedText> gates) const;
  void ask_foreseen();
  void finish_asking();

  pg::Connection& connection_;
  std::span<pg::CatalogWorker> assistants_;
  Store& store_;
  const DumpOptions& options_;
  LogCallback log_;
  std::vector<std::string> foreseen_{};                    // not sent yet
  std::unique_ptr<pg::QueryBatch> announced_{};            // what was asked last of what was foreseen
  std::unordered_map<std::string, std::size_t> places_{};  // in it, of what was not taken yet
  std::vector<std::pair<std::string, TakeAnswer>> asked_{};
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
