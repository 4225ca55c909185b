#include "dump/catalog_snapshot.hpp"

#include "base/memory.hpp"
#include "catalog/graph.hpp"
#include "dump/catalog_workers.hpp"
#include "dump/locks.hpp"
#include "dump/options.hpp"
#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/database.hpp"
#include "kinds/order.hpp"
#include "kinds/relation.hpp"
#include "kinds/security_label.hpp"
#include "kinds/table.hpp"
#include "kinds/vanished_role.hpp"
#include "order/sort.hpp"
#include "pg/session.hpp"
#include "pg/sqlstate.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::dumping {

using catalog::Component;
using catalog::Kind;
using catalog::Object;

namespace {

// How often a dump starts again because a table was replaced before it could be locked.
constexpr int most_attempts = 5;

[[noreturn]] void give_up(const std::string& table, const DumpOptions& options) {
  Error error(Fault::data, fmt::format("table \"{}\" was rewritten or truncated after the snapshot was taken", table));
  error.object("TABLE " + table).detail("The snapshot would show it without its rows.");
  if (options.snapshot.empty())
    error.hint(fmt::format("It happened {} times; dump when no such command runs.", most_attempts));
  else
    error.hint("Take a new snapshot for --snapshot.");
  throw error;
}

// A table that is gone by the time it is locked was dropped after the snapshot, which a new snapshot mends.
bool dropped_meanwhile(const Error& error) {
  return error.sqlstate() == pg::sqlstate::undefined_table || error.sqlstate() == pg::sqlstate::invalid_schema_name;
}

}  // namespace

std::unique_ptr<CatalogSnapshot> read_under_locks(pg::Connection& connection, stream::ConnectionPool* connection_pool,
                                                  const DumpOptions& options, const LogCallback& on_log,
                                                  std::string& snapshot) {
  const pg::SessionSettings settings = session_settings(options);
  const pg::SnapshotOptions wanted_snapshot = {.imported = options.snapshot,
                                               .serializable_deferrable = options.serializable_deferrable,
                                               .exported = connection_pool != nullptr && options.jobs > 1};
  for (int attempt = 1;; ++attempt) {
    snapshot = pg::begin_session(connection, settings, wanted_snapshot);
    auto reading = std::make_unique<CatalogSnapshot>(connection, snapshot, connection_pool, options, on_log);
    const bool last = attempt == most_attempts || !options.snapshot.empty();
    std::optional<std::string> replaced;
    try {
      replaced = reading->find_and_lock();
    } catch (const Error& error) {
      if (last || !dropped_meanwhile(error)) throw;
      replaced = error.what();
    }
    if (!replaced) return reading;
    if (last) give_up(*replaced, options);
    if (on_log)
      on_log(LogLevel::info,
             fmt::format("\"{}\" was replaced before it could be locked; taking a new snapshot", *replaced), "");
    reading->dismiss_workers();
    pg::end_snapshot(connection);
  }
}

CatalogSnapshot::CatalogSnapshot(pg::Connection& connection, const std::string& snapshot,
                                 stream::ConnectionPool* connection_pool, const DumpOptions& options,
                                 const LogCallback& on_log)
    : options_(options),
      on_log_(on_log),
      connection_pool_(connection_pool),
      workers_(connection_pool == nullptr
                   ? std::vector<pg::CatalogWorker>{}
                   : acquire_workers(*connection_pool, snapshot, options.jobs, connection.stop_token())),
      reader_(connection, store_, options, on_log, workers_),
      shelves_(kinds::dump_ranks(connection.server().major())) {
  dialect_.server = connection.server();
  dialect_.standard_conforming_strings = connection.parameter("standard_conforming_strings") == "on";
  dialect_.encoding = connection.parameter("client_encoding");
  dialect_.database = connection.database();
}

std::optional<std::string> CatalogSnapshot::find_and_lock() {
  reader_.ask(pg::keywords_query, [this](const pg::Result& keywords) {
    dialect_.quote = pg::identifier_quoter(keywords, options_.quote_all_identifiers);
  });
  kinds::read_initial_privileges(reader_);
  reader_.then([this] { selection_.emplace(reader_); });
  ask_for(kinds::found_before_locking());
  reader_.settle();
  return lock_tables(reader_.connection(), tables_to_lock(), dialect_.quote, options_.lock_wait_timeout);
}

void CatalogSnapshot::read_rest() {
  ask_for(kinds::found_under_locks());
  if (options_.create) kinds::database.read(reader_);
  kinds::read_comments(reader_);
  kinds::read_security_labels(reader_);
  reader_.settle();
  for (Object& object : store_.objects()) object.wanted &= object.available;
  for_each_kind([&](const Kind& kind) {
    if (kind.read_details != nullptr) kind.read_details(reader_);
  });
  catalog::ask_dependencies(reader_);
  reader_.settle();
  dismiss_workers();
  kinds::drop_vanished_roles(reader_);
}

void CatalogSnapshot::dismiss_workers() {
  reader_.work_alone();
  base::return_free_memory();
  if (connection_pool_ != nullptr) release_workers(std::exchange(workers_, {}), *connection_pool_);
}

void CatalogSnapshot::order() {
  for_each_kind([&](const Kind& kind) {
    if (kind.add_dependencies != nullptr) kind.add_dependencies(store_);
  });
  catalog::add_boundaries(store_, shelves_);
  ordered_ = order::dump_order(store_, shelves_, kinds::loop_breakers());
  forward_notices();
}

Entries CatalogSnapshot::render(OutputKind form) {
  Entries entries;
  entries.expect(static_cast<std::size_t>(
      std::ranges::count_if(ordered_, [](const Object* object) { return object->wanted.any(); })));
  if (form == OutputKind::archive) render_session(entries);
  if (options_.create)
    for (const Object* database : store_.of(kinds::database)) render(*database, catalog::Section::none, entries);
  for (const Object* object : ordered_) {
    if (!object->wanted.any() || object->kind == &kinds::database) continue;
    render(*object, section_of(*object->kind), entries);
  }
  if (form == OutputKind::archive) entries.keep_wanted(options_);
  entries.number();
  forward_notices();
  return entries;
}

kinds::RowStatements CatalogSnapshot::row_statements(const Object& table) const {
  return kinds::row_statements(catalog::Renderer(store_, options_, dialect_, catalog::Section::data, {}), table);
}

// How a restore has to read what follows.
void CatalogSnapshot::render_session(Entries& entries) const {
  const auto add = [&](const char* name, std::string sql) {
    catalog::Statement statement;
    statement.tag = name;
    statement.description = name;
    statement.section = catalog::Section::pre_data;
    statement.create = std::move(sql);
    entries.add(std::move(statement));
  };
  add("ENCODING", fmt::format("SET client_encoding = '{}';\n", dialect_.encoding));
  add("STDSTRINGS",
      fmt::format("SET standard_conforming_strings = '{}';\n", dialect_.standard_conforming_strings ? "on" : "off"));
  add("SEARCHPATH", "SELECT pg_catalog.set_config('search_path', '', false);\n");
}

// Kinds later in the list may need to know what the selection takes of the earlier ones.
void CatalogSnapshot::ask_for(std::span<const Kind* const> list) {
  for (const Kind* kind : list) {
    if (kind->read == nullptr) continue;
    kind->read(reader_);
    reader_.then([this] { selection_->decide(); });
  }
}

template <class Function>
void CatalogSnapshot::for_each_kind(const Function& function) {
  for (const auto list : {kinds::found_before_locking(), kinds::found_under_locks()})
    for (const Kind* kind : list) function(*kind);
  if (options_.create) function(kinds::database);
}

// Relations that have rows, or partitions that have, and of which something is taken that could change under us.
std::vector<Object*> CatalogSnapshot::tables_to_lock() {
  std::vector<Object*> tables;
  for (Object* table : store_.of(kinds::table)) {
    const bool matters =
        (table->wanted & table->available & (Component::definition | Component::data | Component::policy)).any();
    if (matters) tables.push_back(table);
  }
  return tables;
}

std::vector<std::string> CatalogSnapshot::unlogged_tables() const {
  std::vector<std::string> names;
  if (!contents_of(options_).data) return names;
  for (const Object* table : store_.of(kinds::table)) {
    const kinds::Relation& relation = kinds::as_relation(*table);
    const bool has_rows = relation.relkind == 'r' && table->wants(Component::data) && !table->rows_excluded;
    if (has_rows && relation.persistence == 'u')
      names.push_back(dialect_.quote.qualified(catalog::schema_name(*table), table->name));
  }
  std::ranges::sort(names);
  return names;
}

catalog::Section CatalogSnapshot::section_of(const Kind& kind) const {
  for (const catalog::DumpRank& rank : shelves_)
    for (const Kind* of_rank : rank.kinds)
      if (of_rank == &kind) return rank.section;
  return catalog::Section::none;
}

void CatalogSnapshot::render(const Object& object, catalog::Section section, Entries& entries) const {
  if (object.kind->render == nullptr) return;
  catalog::Renderer renderer(store_, options_, dialect_, section,
                             [&](catalog::Statement&& statement) { entries.add(std::move(statement)); });
  object.kind->render(object, renderer);
}

void CatalogSnapshot::forward_notices() {
  if (on_log_)
    for (const auto& notice : store_.notices) on_log_(LogLevel::warning, notice.message, notice.hint);
  store_.notices.clear();
}

}  // namespace pgdumpcore::dumping
