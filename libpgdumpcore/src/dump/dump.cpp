// The story of a dump: connect, pin a snapshot, find schemas, extensions and relations, select and lock (all of it in
// read_under_locks), read the rest, order it, render it, and write it with its data.
// Entry point: pgdumpcore::dump(). Tests: tests/compat (against pg_dump), tests/integration.

#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/version.hpp>

#include "archive/plain.hpp"
#include "base/some_of.hpp"
#include "dump/archive_form.hpp"
#include "dump/archive_output.hpp"
#include "dump/data.hpp"
#include "dump/entries.hpp"
#include "dump/options.hpp"
#include "dump/catalog_snapshot.hpp"
#include "dump/row_conditions.hpp"
#include "dump/script_jobs.hpp"
#include "io/counted.hpp"
#include "pg/lock_waits.hpp"
#include "pg/pooler.hpp"
#include "pg/session.hpp"
#include "pg/sqlstate.hpp"

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <utility>

namespace pgdumpcore {

namespace {

Codec write_script(std::unique_ptr<Sink> out, const dumping::Entries& entries, const DumpOptions& options,
                   dumping::Data& data, const dumping::DumpConnections& connections) {
  const archive::PlainSettings settings = dumping::plain_settings(options, data.dialect());
  const std::vector<archive::Wanted> wanted = archive::wanted_entries(entries.list(), settings.script.options);
  const Compression compression = options.compression.value_or(Compression{});
  dumping::write_script(std::move(out), compression, data, connections, [&](dumping::ScriptOutput& script) {
    archive::write_plain(script, entries.list(), wanted, settings,
                         [&](const archive::Entry& entry, Sink&) { script.add(entry); });
  });
  return compression.codec;
}

Codec write_archive(Target target, io::ByteCount& written, dumping::Entries& entries, const DumpOptions& options,
                    dumping::Data& data, const dumping::DumpConnections& connections, const LogCallback& on_log) {
  const catalog::Dialect& dialect = data.dialect();
  const dumping::ArchiveForm form = dumping::archive_form(options, dialect.server.major());
  if (on_log && !form.notice.empty()) on_log(LogLevel::warning, form.notice, form.hint);
  archive::Toc toc;
  toc.minor = form.minor;
  toc.compression = form.compression;
  toc.database = dialect.database;
  toc.server_version = dialect.server.text;
  toc.dumper_version = fmt::format("pgdump {}", version());
  toc.entries = entries.take();
  dumping::write_archive(std::move(target), written, options.format, toc, data, connections);
  return form.compression.codec;
}

// Who waits for locks is not always the thread that reads the answers.
LogCallback one_at_a_time(const LogCallback& log, std::mutex& mutex) {
  if (!log) return {};
  return [&](LogLevel level, const std::string& message, const std::string& hint) {
    const std::lock_guard lock(mutex);
    log(level, message, hint);
  };
}

void report_unlogged_tables(const dumping::CatalogSnapshot& reading, const std::string& database,
                            const LogCallback& log) {
  const std::vector<std::string> tables = reading.unlogged_tables();
  if (tables.empty() || !log) return;
  log(LogLevel::warning,
      fmt::format("rows of unlogged tables of database \"{}\" are left out, as they cannot be read on a standby: {}",
                  database, some_of(tables)),
      "Dump the primary if they are needed.");
}

DumpSummary dump_database(const ConnectOptions& connect, const DumpOptions& wanted, Target target,
                          const std::stop_token& stop, const Observer& observer) {
  dumping::check_options(wanted);
  dumping::check_target(target, wanted.format);
  DumpOptions options = wanted;
  const bool archive = options.format != Format::plain;
  // An archive always knows how to create its database, in case that is asked for when it is restored.
  if (archive) options.create = true;
  pg::Connection connection = pg::Connection::open(connect, stop);
  const pg::SessionSettings settings = dumping::session_settings(options);
  std::mutex logging;
  const LogCallback log = one_at_a_time(observer.on_log, logging);
  stream::ConnectionPool connection_pool(connect, settings, log);
  if (options.jobs > 1) {
    pg::reject_transaction_pooling(connection, connect);
    connection_pool.call(options.jobs);
  }
  std::optional<pg::LockWaitLog> lock_waits(std::in_place, connection, connect, log,
                                            "End that transaction, or limit the wait with --lock-wait-timeout.");
  // A standby has nothing of what is in unlogged tables.
  const bool loses_unlogged = !options.no_unlogged_table_data && pg::is_standby(connection);
  if (loses_unlogged) options.no_unlogged_table_data = true;

  DumpSummary summary;
  summary.database = connection.database();
  summary.server_version = connection.server().text;
  const std::unique_ptr<dumping::CatalogSnapshot> reading =
      dumping::read_under_locks(connection, &connection_pool, options, log, summary.snapshot);
  reading->read_rest();
  lock_waits.reset();
  if (loses_unlogged) report_unlogged_tables(*reading, summary.database, log);
  reading->order();
  dumping::Entries entries = reading->render(archive ? dumping::OutputKind::archive : dumping::OutputKind::script);
  dumping::check_row_conditions(connection, entries, *reading);

  // Nothing was written so far: a dump that fails before its data leaves no trace.
  dumping::Data data(connection, entries, options, *reading, observer.on_progress, summary);
  summary.objects = entries.list().size();
  const stream::WorkerSession session = {.connection_pool = connection_pool, .snapshot = summary.snapshot};
  const dumping::DumpConnections connections{.leader = connection, .session = session, .jobs = options.jobs};
  io::ByteCount written{0};
  if (archive)
    summary.codec = write_archive(std::move(target), written, entries, options, data, connections, observer.on_log);
  else
    summary.codec = write_script(io::counted(std::move(target).open(), written), entries, options, data, connections);
  summary.bytes_written = written;
  return summary;
}

}  // namespace

DumpSummary dump(const ConnectOptions& connect, const DumpOptions& options, Target target, const std::stop_token& stop,
                 const Observer& observer) {
  try {
    return dump_database(connect, options, std::move(target), stop, observer);
  } catch (Error& error) {
    // A transaction that only reads cannot fail to be serialized: a standby has cancelled it.
    if (error.sqlstate() == pg::sqlstate::serialization_failure && error.hint().empty())
      error.hint(
          "Replication on a standby cancels queries that are in its way. Set hot_standby_feedback = on there, or "
          "max_standby_streaming_delay = -1.");
    throw;
  }
}

}  // namespace pgdumpcore
