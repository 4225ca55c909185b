// The server that is backed up, and its databases.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/backup.hpp>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct ServerDatabase {
  pg::Oid oid = 0;
  std::string name{};
  std::string encoding{};  // its own
  std::uint64_t size = 0;  // on the server's disk; 0 where the user may not know it
};

class Cluster {
 public:
  Cluster(const ConnectOptions& connect, std::stop_token stop) : connect_(connect), stop_(std::move(stop)) {}

  [[nodiscard]] ConnectOptions options_for(const std::string& database) const;
  // A connection as it comes, for whoever makes a session of his own.
  [[nodiscard]] pg::Connection connect(const std::string& database) const;
  // A session to ask questions in: pg::Purpose::read.
  [[nodiscard]] pg::Connection open(const std::string& database) const;
  // The same in a database that is meant for this: the one the user names, else `postgres`, else `template1`.
  [[nodiscard]] pg::Connection open_maintenance() const;

 private:
  const ConnectOptions& connect_;
  std::stop_token stop_;
};

// Those that the options ask for, by name. Throws Error: usage on a pattern that is none, data if there are none.
[[nodiscard]] std::vector<ServerDatabase> list_databases(pg::Connection& connection, const BackupOptions& options);

// A pattern to include that matches no database of the server, whether it would be saved or not.
struct UnmatchedPattern {
  std::string text{};
  std::string nearest{};  // the name that was probably meant, or empty

  [[nodiscard]] Error error() const;
};
[[nodiscard]] std::vector<UnmatchedPattern> unmatched_patterns(pg::Connection& connection,
                                                               const BackupOptions& options);

// template1 if it allows connections and is a template, and no pattern speaks of it.
[[nodiscard]] std::optional<ServerDatabase> template1_to_consider(pg::Connection& connection,
                                                                  const BackupOptions& options);

// One that nobody has excluded and that is left out all the same.
struct SkippedDatabase {
  std::string name{};
  std::string reason{};  // "it is a template"
  std::string remedy{};  // what to do to have it saved
};
// template0 is not missed; for template1 see backup/template1.
[[nodiscard]] std::vector<SkippedDatabase> databases_left_out(pg::Connection& connection, const BackupOptions& options);

// Every server has these, so that they are not made before something is restored into them.
[[nodiscard]] bool exists_everywhere(const std::string& database);

// The name that it has now; nullopt: it was dropped.
[[nodiscard]] std::optional<std::string> current_name(pg::Connection& connection, pg::Oid database);

}  // namespace pgdumpcore::backups
