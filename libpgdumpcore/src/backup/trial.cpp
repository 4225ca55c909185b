#include "backup/trial.hpp"

#include "backup/database_statements.hpp"
#include "pg/connection.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"

#include <pgdumpcore/restore.hpp>

#include <fmt/format.h>

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

// The command of the globals, which knows the locale; a server for trials need not have it.
std::optional<std::string> create_as_it_was(const Trial& trial, const std::string& name) {
  if (trial.globals.empty()) return std::nullopt;
  try {
    for (std::string& sql : statements_about(trial.globals, trial.database, name).statements)
      if (sql.starts_with("CREATE ")) return std::move(sql);
  } catch (const Error& error) {
    // Damage of the globals is told where they are read.
    if (error.fault() == Fault::cancelled) throw;
  }
  return std::nullopt;
}

// From the best to one that fits every encoding.
std::vector<std::string> ways_to_create(const Trial& trial, const std::string& name, int major) {
  std::vector<std::string> ways;
  if (auto way = create_as_it_was(trial, name)) ways.push_back(std::move(*way));
  std::string plain = fmt::format("CREATE DATABASE {} TEMPLATE template0", name);
  if (!trial.content.encoding.empty()) plain += " ENCODING " + pg::quote_literal(trial.content.encoding);
  ways.push_back(plain);
  ways.push_back(plain + " LC_COLLATE 'C' LC_CTYPE 'C'" + (major >= 15 ? " LOCALE_PROVIDER libc" : ""));
  return ways;
}

class ScratchDatabase {
 public:
  // No stop for the connection: the database is to be dropped even then.
  ScratchDatabase(const Trial& trial, const ConnectOptions& connect)
      : connect_(connect), connection_(pg::open_session(connect, pg::Purpose::administer)), name_(scratch_name()) {
    std::optional<Error> refused;
    for (const std::string& way : ways_to_create(trial, name_, connection_.server().major())) {
      refused = connection_.attempt(way);
      if (!refused) return;
    }
    throw refused->within("no scratch database could be made");
  }
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;
  ~ScratchDatabase() {
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
    return inside;
  }
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] std::optional<Error> drop() {
    drop_subscriptions();
    return connection_.attempt(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
  }

 private:
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
        static_cast<void>(connection.attempt(fmt::format(fmt::runtime(step), subscription)));
    }
  }

  const ConnectOptions& connect_;
  pg::Connection connection_;
  std::string name_;
};

// A server for trials need not have the roles and the tablespaces. Messages may come in any language, commands do not.
bool is_about_another_server(const Error& error) {
  constexpr std::string_view mark = "Command was: ";
  const std::string_view detail = error.detail();
  const std::size_t at = detail.find(mark);
  const std::string_view command = at == std::string_view::npos ? "" : detail.substr(at + mark.size());
  if (command.starts_with("SET default_tablespace")) return true;
  if (error.sqlstate() != "42704") return false;
  return command.starts_with("GRANT ") || command.starts_with("REVOKE ") ||
         command.starts_with("ALTER DEFAULT PRIVILEGES ") || command.find(" OWNER TO ") != std::string_view::npos ||
         std::string_view(error.what()).find("role \"") != std::string_view::npos;
}

void restore_all(const Trial& trial, const ConnectOptions& connect, const std::stop_token& stop,
                 const std::function<void(const std::string&)>& tell) {
  std::uint64_t troubles = 0;
  std::string first;
  const RestoreObserver observer = {.on_progress = {}, .on_log = {}, .on_error = [&](const Error& error) {
                                      if (is_about_another_server(error)) return;
                                      if (troubles++ == 0) first = error.what();
                                    }};
  restore(RestoreInput::file(trial.path), connect, {}, stop, observer);
  if (troubles > 0) tell(fmt::format("{} statements failed when it was restored, the first: {}", troubles, first));
}

std::string quoted(const TableRows& table) {
  return pg::double_quoted(table.schema) + "." + pg::double_quoted(table.name);
}

// How many rows the restored tables have. Two kinds of tables do not promise as many as were saved: those that an
// extension fills when it is made, and partitions that are loaded through their root, which may choose others.
class RowComparison {
 public:
  RowComparison(pg::Connection& connection, const std::function<void(const std::string&)>& tell)
      : connection_(connection), tell_(tell) {}

  void run(const std::vector<TableRows>& tables) {
    for (const TableRows& table : tables) {
      try {
        compare(table);
      } catch (const Error& error) {
        if (error.fault() == Fault::cancelled || error.fault() == Fault::connection) throw;
        tell_(fmt::format("table {} cannot be read when it was restored: {}", quoted(table), error.what()));
      }
    }
    for (const auto& [root, rows] : partitioned_) {
      if (!root_differs_.contains(root)) continue;
      const std::uint64_t there = count(fmt::format("SELECT pg_catalog.count(*) FROM {}", root));
      if (there != rows) tell_(fmt::format("table {} has {} rows when restored, not {}", root, there, rows));
    }
  }

 private:
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
      tell_(fmt::format("table {} has {} rows when restored, not {}", name, there, table.rows));
  }

  static constexpr const char* facts = R"(
    SELECT pg_catalog.pg_partition_root(c.oid) AS root,
           EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'e') AS filled_by_extension
      FROM pg_catalog.pg_class AS c
     WHERE c.oid = {}::pg_catalog.regclass)";

  pg::Connection& connection_;
  const std::function<void(const std::string&)>& tell_;
  std::map<std::string, std::uint64_t> partitioned_{};  // the rows that the partitions of a root should have
  std::set<std::string> root_differs_{};                // roots with a partition that has other rows
};

void compare_rows(const ConnectOptions& connect, const Content& content, const std::stop_token& stop,
                  const std::function<void(const std::string&)>& tell) {
  pg::Connection connection = pg::open_session(connect, pg::Purpose::administer, stop);
  if (!content.encoding.empty()) connection.execute("SET client_encoding = " + pg::quote_literal(content.encoding));
  RowComparison(connection, tell).run(content.tables);
}

}  // namespace

void try_restore(const Trial& trial, const ConnectOptions& connect, const std::stop_token& stop,
                 const std::function<void(const std::string&)>& tell) {
  ScratchDatabase scratch(trial, connect);
  restore_all(trial, scratch.inside(), stop, tell);
  compare_rows(scratch.inside(), trial.content, stop, tell);
  if (const auto error = scratch.drop())
    tell(fmt::format("the scratch database {} could not be dropped: {}", scratch.name(), error->what()));
}

}  // namespace pgdumpcore::backups
