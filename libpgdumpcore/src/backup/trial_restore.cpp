#include "backup/trial_restore.hpp"

#include "backup/database_statements.hpp"
#include "backup/trial_errors.hpp"
#include "pg/connection.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "base/plural.hpp"

#include <pgdumpcore/restore.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <utility>

namespace pgdumpcore::backups {

namespace {

std::string scratch_name() {
  std::random_device random;
  return fmt::format("pgdump_verify_{:08x}{:08x}", random(), random());
}

// What the globals say of the database, which is its locale and its settings; a server for trials need not have all
// that they name.
DatabaseStatements told_by_globals(const TrialRestore& trial, const std::string& name) {
  if (!trial.globals) return {};
  try {
    return statements_about({.input = trial.globals}, trial.database, name);
  } catch (const Error& error) {
    // Damage of the globals is reported where they are read.
    if (error.fault() == Fault::cancelled) throw;
    return {};
  }
}

bool makes_database(const std::string& sql) {
  return sql.starts_with("CREATE ");
}

// From the best to one that fits every encoding.
std::vector<std::string> ways_to_create(const TrialRestore& trial, const DatabaseStatements& told,
                                        const std::string& name, int major) {
  std::vector<std::string> ways;
  std::ranges::copy_if(told.statements, std::back_inserter(ways), makes_database);
  std::string plain = fmt::format("CREATE DATABASE {} TEMPLATE template0", name);
  if (!trial.content.encoding.empty()) plain += " ENCODING " + pg::quote_literal(trial.content.encoding);
  ways.push_back(plain);
  ways.push_back(plain + " LC_COLLATE 'C' LC_CTYPE 'C'" + (major >= 15 ? " LOCALE_PROVIDER libc" : ""));
  return ways;
}

class ScratchDatabase {
 public:
  // No stop for the connection: the database is to be dropped even then.
  ScratchDatabase(const TrialRestore& trial, const ConnectOptions& connect, const TrialReport& report)
      : connect_(connect), connection_(pg::open_session(connect, pg::Purpose::administer)), name_(scratch_name()) {
    connection_.execute("SET client_encoding = 'UTF8'");
    const DatabaseStatements told = told_by_globals(trial, name_);
    std::optional<Error> refused;
    for (const std::string& way : ways_to_create(trial, told, name_, connection_.server().major())) {
      refused = connection_.try_execute(way);
      if (!refused) break;
    }
    if (refused) throw refused->within("no scratch database could be made");
    made_ = true;
    for (const std::string& sql : told.database_settings) {
      if (gives_values_their_meaning(sql))
        set(sql, report);
      else
        later_settings_.push_back(sql);
    }
  }
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;
  ~ScratchDatabase() {
    if (!made_) return;
    try {
      static_cast<void>(drop());
    } catch (const Error&) {
      // The connection is gone; whoever looks at the server sees what the name says.
    }
  }

  [[nodiscard]] ConnectOptions inside() const {
    ConnectOptions inside = connect_;
    inside.dbname = name_;
    inside.read_write = true;
    inside.client_encoding = pg::no_encoding;
    return inside;
  }
  [[nodiscard]] const std::string& name() const { return name_; }

  void make_later_settings(const TrialReport& report) {
    for (const std::string& sql : later_settings_) set(sql, report);
  }

  [[nodiscard]] std::optional<Error> drop() {
    drop_subscriptions();
    return connection_.try_execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
  }

 private:
  void set(const std::string& sql, const TrialReport& report) {
    if (const auto error = connection_.try_execute(sql))
      report(ProblemKind::not_restored, fmt::format("a setting of the database was refused: {}", error->what()));
  }

  // They keep a database from being dropped. Their publishers are not to hear of it.
  void drop_subscriptions() {
    const pg::Result found = connection_.query(fmt::format(
        "SELECT s.subname FROM pg_catalog.pg_subscription AS s JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid "
        "WHERE d.datname = {}",
        pg::quote_literal(name_)));
    if (found.rows() == 0) return;
    pg::Connection connection = pg::open_session(inside(), pg::Purpose::administer);
    for (const pg::Row row : found) {
      const std::string subscription = pg::double_quoted(row.at(0).view());
      for (const char* const step :
           {"ALTER SUBSCRIPTION {} DISABLE", "ALTER SUBSCRIPTION {} SET (slot_name = NONE)", "DROP SUBSCRIPTION {}"})
        static_cast<void>(connection.try_execute(fmt::format(fmt::runtime(step), subscription)));
    }
  }

  const ConnectOptions& connect_;
  pg::Connection connection_;
  std::string name_;
  std::vector<std::string> later_settings_{};  // those that a restore makes after the rows
  bool made_ = false;
};

// Returns how many statements were left out.
std::uint64_t restore_all(const TrialRestore& trial, const ConnectOptions& connect, const std::stop_token& stop,
                          const TrialReport& report, const ProgressCallback& on_progress) {
  TrialErrors errors;
  const RestoreObserver observer = {
      .on_progress = on_progress, .on_log = {}, .on_error = [&](const Error& error) { errors.add(error); }};
  restore(trial.input, connect, {}, stop, observer);
  if (errors.failed() > 0)
    report(errors.is_trouble_of_server() ? ProblemKind::server : ProblemKind::not_restored,
           fmt::format("{} failed when it was restored, {}: {}", counted(errors.failed(), "statement"),
                       errors.is_trouble_of_server() ? "for a reason of the server's" : "the first",
                       errors.first()->what()));
  return errors.forgiven();
}

std::string quoted(const TableRows& table) {
  return pg::double_quoted(table.schema, table.name);
}

// How many rows the restored tables have. Two kinds of tables do not promise as many as were saved: those that an
// extension fills when it is made, and partitions that are loaded through their root, which may choose others.
class RowComparison {
 public:
  RowComparison(pg::Connection& connection, const TrialReport& report) : connection_(connection), report_(report) {}

  void run(const std::vector<TableRows>& tables) {
    for (const TableRows& table : tables) {
      try {
        compare(table);
      } catch (const Error& error) {
        if (error.fault() == Fault::cancelled || error.fault() == Fault::connection) throw;
        tell(fmt::format("table {} cannot be read when it was restored: {}", quoted(table), error.what()));
      }
    }
    for (const auto& [root, rows] : partitioned_) {
      if (!root_differs_.contains(root)) continue;
      const std::uint64_t there = count(fmt::format("SELECT pg_catalog.count(*) FROM {}", root));
      if (there != rows) tell(fmt::format("table {} has {} when restored, not {}", root, counted(there, "row"), rows));
    }
  }

 private:
  void tell(const std::string& message) { report_(ProblemKind::not_restored, message); }

  std::uint64_t count(const std::string& sql) {
    return static_cast<std::uint64_t>(connection_.query(sql).row(0).at(0).integer());
  }

  void compare(const TableRows& table) {
    const std::string name = quoted(table);
    const std::uint64_t there = count(fmt::format("SELECT pg_catalog.count(*) FROM ONLY {}", name));
    const pg::Result result = connection_.query(fmt::format(facts, pg::quote_literal(name)));
    const pg::Row row = result.row(0);
    const bool is_partition = !row["root"].is_null();
    if (is_partition) partitioned_[row["root"].str()] += table.rows;
    if (there == table.rows || (row["filled_by_extension"].flag() && there > table.rows)) return;
    if (is_partition)
      root_differs_.insert(row["root"].str());
    else
      tell(fmt::format("table {} has {} when restored, not {}", name, counted(there, "row"), table.rows));
  }

  static constexpr const char* facts = R"(
    SELECT pg_catalog.pg_partition_root(c.oid) AS root,
           EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'e') AS filled_by_extension
      FROM pg_catalog.pg_class AS c
     WHERE c.oid = {}::pg_catalog.regclass)";

  pg::Connection& connection_;
  const TrialReport& report_;
  std::map<std::string, std::uint64_t> partitioned_{};  // the rows that the partitions of a root should have
  std::set<std::string> root_differs_{};                // roots with a partition that has other rows
};

// The session that counts is there before anything is restored: an event trigger that fires at a login would add rows
// of our own login to those that were restored.
pg::Connection counting_session(const ConnectOptions& connect, const std::string& encoding,
                                const std::stop_token& stop) {
  pg::Connection connection = pg::open_session(connect, pg::Purpose::administer, stop);
  if (!encoding.empty()) connection.execute("SET client_encoding = " + pg::quote_literal(encoding));
  return connection;
}

}  // namespace

std::uint64_t restore_for_trial(const TrialRestore& trial, const ConnectOptions& connect, const std::stop_token& stop,
                                const TrialReport& report, const ProgressCallback& on_progress) {
  ScratchDatabase scratch(trial, connect, report);
  pg::Connection counting = counting_session(scratch.inside(), trial.content.encoding, stop);
  const std::uint64_t left_out = restore_all(trial, scratch.inside(), stop, report, on_progress);
  scratch.make_later_settings(report);
  RowComparison(counting, report).run(trial.content.tables);
  if (const auto error = scratch.drop())
    report(ProblemKind::server,
           fmt::format("the scratch database {} could not be dropped: {}", scratch.name(), error->what()));
  return left_out;
}

}  // namespace pgdumpcore::backups
