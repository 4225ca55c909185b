// One connection to a server, libpq's PGconn under RAII.
#pragma once

#include "pg/result.hpp"
#include "pg/server_version.hpp"

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/error.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::pg {

// What a server says beside a command's result.
struct Notice {
  std::string severity{};  // WARNING, NOTICE, INFO, LOG or DEBUG, whatever language the server speaks
  std::string sqlstate{};
  std::string message{};
  std::string detail{};
  std::string hint{};
  std::string context{};  // where it comes from, such as a function's line; several lines
};

// Used by one thread at a time. Every wait ends when `stop` is requested: the server's running query is cancelled
// and Error (cancelled) is thrown.
class Connection {
 public:
  // Connects, trying again for options.retry while the server is not up. Throws Error (connection).
  static Connection open(const ConnectOptions& options, std::stop_token stop = {});

  [[nodiscard]] const ServerVersion& server() const noexcept { return server_; }
  [[nodiscard]] std::string database() const { return PQdb(raw()); }
  [[nodiscard]] std::string user() const { return PQuser(raw()); }
  // The value of a reported parameter such as client_encoding, or empty.
  [[nodiscard]] std::string parameter(const char* name) const;
  [[nodiscard]] PGconn* raw() const noexcept { return raw_.get(); }
  [[nodiscard]] const std::stop_token& stop_token() const noexcept { return stop_; }
  // From now on another token ends its waits.
  void set_stop_token(std::stop_token stop) noexcept { stop_ = std::move(stop); }

  // From now on `take` gets the server's notices, on the thread that waits for it, and must not use the connection;
  // what it throws is lost. Without it, they are dropped.
  void on_notice(std::function<void(const Notice&)> take);
  // From now on `look` is called when the server has sent nothing for `after`, and again after each further minute, on
  // the thread that waits. It must not use the connection. Empty: no more.
  void on_long_wait(std::chrono::milliseconds after, std::function<void()> look);
  // The server's process, as it has introduced itself; with a pooler in between, no process.
  [[nodiscard]] int process() const { return PQbackendPID(raw()); }

  // Runs one statement that returns rows (or none).
  Result query(const std::string& sql);
  // Runs each of them, in one round trip, and returns their results in order. The first failure is thrown.
  std::vector<Result> queries(std::span<const std::string> statements);
  // The same; each result is given to `take` as soon as it has come, which must not use the connection.
  void queries(std::span<const std::string> statements, const std::function<void(Result&&)>& take);
  // Runs one or several statements without looking at rows.
  void execute(const std::string& sql);
  // A statement whose failure the caller expects; nullopt on success, else the error.
  std::optional<Error> try_execute(const std::string& sql);
  // Has the server parse and analyse one statement that may be anything, without running it.
  void parse(const std::string& sql);
  // Starts a COPY … TO STDOUT; rows come through CopyOut (pg/copy_out.hpp).
  void start_copy_out(const std::string& sql);
  // Starts a COPY … FROM STDIN; rows go through CopyIn (pg/copy_in.hpp).
  void start_copy_in(const std::string& sql);
  // The server's word at the end of it: how many rows it took.
  std::uint64_t copy_in_result();

  // Cancels the running query and throws Error (cancelled) when a stop was requested.
  void check_stop();
  // Waits until the socket has input and consumes it. For CopyOut.
  void wait_for_input();
  // Waits until all that was queued is sent. For CopyIn.
  void flush_output();
  // The connection's or result's failure as an Error, with SQLSTATE, detail and hint.
  [[nodiscard]] Error failure(const PGresult* result, const std::string& what) const;

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  Connection(PGconn* raw, std::stop_token stop);
  std::unique_ptr<PGresult, void (*)(PGresult*)> run(const std::string& sql);
  std::unique_ptr<PGresult, void (*)(PGresult*)> last_result();
  PGresult* next_result();
  void start_copy(const std::string& sql, ExecStatusType direction);
  void end_unexpected_copy(ExecStatusType status);

  struct LongWait {
    std::chrono::milliseconds after;
    std::function<void()> look;
  };

  std::unique_ptr<PGconn, Finish> raw_;
  ServerVersion server_;
  std::stop_token stop_;
  std::unique_ptr<std::function<void(const Notice&)>> notices_{};  // libpq has its address
  std::optional<LongWait> long_wait_{};
};

}  // namespace pgdumpcore::pg
