// A server as one side of a diff: the databases that a backup would take, and of each what a dump would read.
#include "backup/diff_side.hpp"

#include "backup/cluster.hpp"
#include "backup/template1.hpp"
#include "dump/catalog_snapshot.hpp"
#include "dump/row_counts.hpp"
#include "pg/lock_waits.hpp"
#include "pg/session.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace pgdumpcore::backups {

namespace {

BackupOptions backup_options(const std::optional<sets::Selection>& selection) {
  BackupOptions options;
  if (!selection) return options;
  options.include_databases = selection->include;
  options.exclude_databases = selection->exclude;
  return options;
}

std::string description_of(const pg::Connection& connection) {
  return fmt::format("server {}, port {}", PQhost(connection.raw()), PQport(connection.raw()));
}

class ServerSide final : public DiffSide {
 public:
  ServerSide(const ConnectOptions& connect, const std::optional<sets::Selection>& selection, const DiffOptions& options,
             const std::stop_token& stop, const DiffObserver& observer)
      : cluster_(connect, stop), options_(options), observer_(observer) {
    const BackupOptions wanted = backup_options(selection);
    pg::Connection connection = cluster_.open_maintenance();
    facts_.server_version = connection.server().text;
    facts_.description = description_of(connection);
    std::vector<ServerDatabase> found = list_databases(connection, wanted);
    if (auto template1 = template1_with_content(cluster_, connection, wanted, observer.on_log))
      found.push_back(std::move(*template1));
    pg::end_snapshot(connection);
    for (ServerDatabase& database : found) {
      const std::string name = sets::manifest_text(database.name);
      databases_[name] = {};
      server_databases_[name] = std::move(database);
    }
  }

  [[nodiscard]] const DiffedSide& facts() const override { return facts_; }
  [[nodiscard]] const std::map<std::string, ListedDatabase>& databases() const override { return databases_; }

  // All of it is in one snapshot, and under the locks that a dump takes.
  [[nodiscard]] DatabaseState read(const std::string& name) const override {
    const ServerDatabase& database = server_databases_.at(name);
    pg::Connection connection = cluster_.connect(database.name);
    const DumpOptions options = dump_options(connection, database);
    const ConnectOptions connect = cluster_.options_for(database.name);
    std::optional<pg::LockWaitLog> lock_waits(std::in_place, connection, connect, observer_.on_log,
                                              "End that transaction, or limit the wait with --lock-wait-timeout.");
    std::string snapshot;
    const std::unique_ptr<dumping::CatalogSnapshot> reading =
        dumping::read_under_locks(connection, nullptr, options, observer_.on_log, snapshot);
    reading->read_rest();
    lock_waits.reset();
    reading->order();
    dumping::Entries entries = reading->render(dumping::OutputKind::archive);
    DatabaseState state{.tables = count_tables(name, connection, entries, *reading)};
    if (!options_.definitions) return state;
    auto kept = std::make_shared<const std::vector<archive::Entry>>(entries.take());
    state.entries = *kept;
    state.keeper = std::move(kept);
    return state;
  }

 private:
  // What a set's files were made with. A standby has nothing of what is in unlogged tables.
  [[nodiscard]] DumpOptions dump_options(pg::Connection& connection, const ServerDatabase& database) const {
    DumpOptions options;
    options.encoding = database.encoding;
    options.lock_wait_timeout = options_.lock_wait_timeout;
    options.large_objects = false;
    options.no_unlogged_table_data = pg::is_standby(connection);
    return options;
  }

  [[nodiscard]] Tables count_tables(const std::string& database, pg::Connection& connection,
                                    const dumping::Entries& entries, const dumping::CatalogSnapshot& reading) const {
    ProgressCallback on_progress;
    if (observer_.on_progress)
      on_progress = [&](const Progress& progress) { observer_.on_progress(database, progress); };
    const auto counting = options_.estimate ? dumping::Counting::estimated : dumping::Counting::exact;
    Tables tables;
    for (const dumping::RowCount& count : dumping::count_rows(connection, entries, reading, counting, on_progress))
      add_numbers(tables, sets::manifest_text(count.schema), sets::manifest_text(count.name), {.rows = count.rows});
    return tables;
  }

  Cluster cluster_;
  const DiffOptions& options_;
  const DiffObserver& observer_;
  DiffedSide facts_{};
  std::map<std::string, ListedDatabase> databases_{};
  std::map<std::string, ServerDatabase> server_databases_{};
};

}  // namespace

std::unique_ptr<DiffSide> open_server_side(const ConnectOptions& connect,
                                           const std::optional<sets::Selection>& selection, const DiffOptions& options,
                                           const std::stop_token& stop, const DiffObserver& observer) {
  return std::make_unique<ServerSide>(connect, selection, options, stop, observer);
}

}  // namespace pgdumpcore::backups
