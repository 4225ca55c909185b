#include "pg/connection.hpp"

#include "pg/connect.hpp"
#include "pg/sqlstate.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <vector>

#include <poll.h>

namespace pgdumpcore::pg {

namespace {

using namespace std::chrono_literals;

constexpr auto long_wait_pause = 60s;

void check_supported(const ServerVersion& server) {
  if (server.major() >= oldest_major && server.major() <= newest_major) return;
  throw Error(Fault::unsupported, fmt::format("server version {} is not supported", server.text))
      .detail(fmt::format("pgdump dumps servers of PostgreSQL {} to {}.", oldest_major, newest_major));
}

}  // namespace

Connection Connection::open(const ConnectOptions& options, std::stop_token stop) {
  Handle connected = connect(options, stop);
  Connection opened(connected.release(), std::move(stop));
  if (options.read_write) opened.execute("SET default_transaction_read_only = off");
  return opened;
}

Connection::Connection(PGconn* raw, std::stop_token stop) : raw_(raw), stop_(std::move(stop)) {
  server_.number = PQserverVersion(raw);
  server_.text = parameter("server_version");
  // Notices of the server would otherwise be printed by libpq; the library never prints.
  PQsetNoticeReceiver(
      raw, [](void*, const PGresult*) {}, nullptr);
  check_supported(server_);
}

namespace {

std::string diagnostic(const PGresult* result, int code) {
  return libpq_text(result == nullptr ? nullptr : PQresultErrorField(result, code));
}

// Called by libpq, which knows no exceptions.
void pass_on_notice(void* taker, const PGresult* result) noexcept {
  try {
    (*static_cast<const std::function<void(const Notice&)>*>(taker))(
        {.severity = diagnostic(result, PG_DIAG_SEVERITY_NONLOCALIZED),
         .sqlstate = diagnostic(result, PG_DIAG_SQLSTATE),
         .message = diagnostic(result, PG_DIAG_MESSAGE_PRIMARY),
         .detail = diagnostic(result, PG_DIAG_MESSAGE_DETAIL),
         .hint = diagnostic(result, PG_DIAG_MESSAGE_HINT),
         .context = diagnostic(result, PG_DIAG_CONTEXT)});
  } catch (...) {
  }
}

}  // namespace

void Connection::on_notice(std::function<void(const Notice&)> take) {
  auto taker = std::make_unique<std::function<void(const Notice&)>>(std::move(take));
  PQsetNoticeReceiver(raw(), pass_on_notice, taker.get());
  notices_ = std::move(taker);
}

void Connection::on_long_wait(std::chrono::milliseconds after, std::function<void()> look) {
  long_wait_.reset();
  if (look) long_wait_ = LongWait{after, std::move(look)};
}

std::string Connection::parameter(const char* name) const {
  return libpq_text(PQparameterStatus(raw(), name));
}

Error Connection::failure(const PGresult* result, const std::string& what) const {
  const auto field = [&](int code) { return diagnostic(result, code); };
  std::string message = field(PG_DIAG_MESSAGE_PRIMARY);
  const std::string code = field(PG_DIAG_SQLSTATE);
  Fault fault = code == sqlstate::insufficient_privilege ? Fault::permission : Fault::server;
  if (PQstatus(raw()) == CONNECTION_BAD) {
    fault = Fault::connection;
    if (message.empty()) message = "lost the connection to the server";
    Error lost(fault, what.empty() ? message : what + ": " + message);
    lost.sqlstate(code).detail(libpq_text(PQerrorMessage(raw())));
    return lost;
  }
  const std::string whole = libpq_text(result == nullptr ? PQerrorMessage(raw()) : PQresultErrorMessage(result));
  if (message.empty()) message = whole;
  Error error(fault, what.empty() ? message : what + ": " + message);
  error.sqlstate(code).detail(field(PG_DIAG_MESSAGE_DETAIL)).hint(field(PG_DIAG_MESSAGE_HINT));
  if (!code.empty()) error.server_message(whole);
  return error;
}

void Connection::check_stop() {
  if (!stop_.stop_requested()) return;
  if (PGcancel* const handle = PQgetCancel(raw()); handle != nullptr) {
    char message[256];
    PQcancel(handle, message, sizeof message);
    PQfreeCancel(handle);
  }
  throw Error(Fault::cancelled, "cancelled on request");
}

void Connection::wait_for_input() {
  pollfd descriptor{PQsocket(raw()), POLLIN, 0};
  auto look_at = std::chrono::steady_clock::now() + (long_wait_ ? long_wait_->after : 0ms);
  while (true) {
    check_stop();
    if (long_wait_ && std::chrono::steady_clock::now() >= look_at) {
      long_wait_->look();
      look_at = std::chrono::steady_clock::now() + long_wait_pause;
    }
    const int ready = ::poll(&descriptor, 1, wait_slice_ms);
    if (ready > 0) break;
    if (ready < 0 && errno != EINTR) throw Error(Fault::io, fmt::format("poll() failed: {}", std::strerror(errno)));
  }
  if (PQconsumeInput(raw()) == 0) throw failure(nullptr, "");
}

PGresult* Connection::next_result() {
  while (PQisBusy(raw()) == 1) wait_for_input();
  return PQgetResult(raw());
}

// A COPY that comes where a plain statement was expected would otherwise wait for rows, or for their reader, for ever.
void Connection::end_unexpected_copy(ExecStatusType status) {
  if (status == PGRES_COPY_IN) {
    PQputCopyEnd(raw(), "no rows come with this statement");
  } else if (status == PGRES_COPY_OUT) {
    char* row = nullptr;
    int length = 0;
    while ((length = PQgetCopyData(raw(), &row, 1)) >= 0) {
      PQfreemem(row);
      row = nullptr;
      if (length == 0) wait_for_input();
    }
  }
}

// Of what was sent, once it is done: the last result, or the first that failed.
std::unique_ptr<PGresult, void (*)(PGresult*)> Connection::last_result() {
  std::unique_ptr<PGresult, void (*)(PGresult*)> last(nullptr, &PQclear);
  bool failed = false;
  while (PGresult* const result = next_result()) {
    const auto status = PQresultStatus(result);
    end_unexpected_copy(status);
    if (failed) {
      PQclear(result);
      continue;
    }
    last.reset(result);
    failed = status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY;
  }
  return last;
}

std::unique_ptr<PGresult, void (*)(PGresult*)> Connection::run(const std::string& sql) {
  check_stop();
  if (PQsendQuery(raw(), sql.c_str()) == 0) throw failure(nullptr, "could not send a query");
  return last_result();
}

namespace {

bool succeeded(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

// A refusal in pg_dump's words, with the statement as a detail.
Error refused(const Connection& connection, const PGresult* result, const std::string& sql) {
  Error error = connection.failure(result, "");
  if (error.fault() == Fault::connection) return error.within("query failed");
  const char* const severity = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SEVERITY);
  Error told(error.fault(), fmt::format("query failed: {}{}", severity == nullptr ? "" : fmt::format("{}:  ", severity),
                                        error.what()));
  const std::string query = sql.empty() ? "" : "Query was: " + sql;
  const std::string_view line_end = error.detail().empty() || query.empty() ? "" : "\n";
  told.sqlstate(error.sqlstate()).detail(fmt::format("{}{}{}", error.detail(), line_end, query)).hint(error.hint());
  return told.server_message(error.server_message()).statement(sql);
}

}  // namespace

Result Connection::query(const std::string& sql) {
  auto result = run(sql);
  if (!succeeded(result.get())) throw refused(*this, result.get(), sql);
  return Result(result.release());
}

std::vector<Result> Connection::queries(std::span<const std::string> statements) {
  std::vector<Result> results;
  results.reserve(statements.size());
  queries(statements, [&](Result&& result) { results.push_back(std::move(result)); });
  return results;
}

void Connection::queries(std::span<const std::string> statements, const std::function<void(Result&&)>& take) {
  if (statements.empty()) return;
  check_stop();
  // A line of its own, lest a comment at the end of a statement hide it.
  const std::string sql = fmt::format("{}", fmt::join(statements, "\n;\n"));
  if (PQsendQuery(raw(), sql.c_str()) == 0) throw failure(nullptr, "could not send queries");
  std::size_t taken = 0;
  std::optional<Error> error;
  while (PGresult* const raw_result = next_result()) {
    Result result(raw_result);
    end_unexpected_copy(PQresultStatus(raw_result));
    if (error) continue;
    if (!succeeded(raw_result)) {
      error = refused(*this, raw_result, taken < statements.size() ? statements[taken] : "");
    } else {
      take(std::move(result));
      ++taken;
    }
  }
  if (error) throw *error;
  if (taken != statements.size())
    throw Error(Fault::internal, fmt::format("{} statements had {} results", statements.size(), taken));
}

void Connection::execute(const std::string& sql) {
  const auto result = run(sql);
  if (!succeeded(result.get())) throw refused(*this, result.get(), sql);
}

std::optional<Error> Connection::try_execute(const std::string& sql) {
  const auto result = run(sql);
  if (succeeded(result.get())) return std::nullopt;
  return failure(result.get(), "").statement(sql);
}

// The extended protocol takes a single statement only.
void Connection::parse(const std::string& sql) {
  check_stop();
  if (PQsendPrepare(raw(), "", sql.c_str(), 0, nullptr) == 0) throw failure(nullptr, "could not send a query");
  const auto result = last_result();
  if (!succeeded(result.get())) throw failure(result.get(), "");
}

void Connection::start_copy(const std::string& sql, ExecStatusType direction) {
  check_stop();
  if (PQsendQuery(raw(), sql.c_str()) == 0) throw failure(nullptr, "could not send COPY");
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(next_result(), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status == direction) return;
  end_unexpected_copy(status);
  const Error error = succeeded(result.get()) ? Error(Fault::data, "the statement is no COPY of the expected kind")
                                              : failure(result.get(), "").statement(sql);
  while (PGresult* const rest = next_result()) PQclear(rest);
  throw error;
}

void Connection::start_copy_out(const std::string& sql) {
  start_copy(sql, PGRES_COPY_OUT);
}

void Connection::start_copy_in(const std::string& sql) {
  start_copy(sql, PGRES_COPY_IN);
}

namespace {

// `COPY orders, line 57, column total: "abc"`, where the server says so.
std::string row_at_fault(const PGresult* result) {
  const char* const context = PQresultErrorField(result, PG_DIAG_CONTEXT);
  if (context == nullptr) return {};
  const std::string_view text(context);
  const auto at = text.find("COPY ");
  if (at == std::string_view::npos) return {};
  return std::string(text.substr(at, text.find('\n', at) - at));
}

}  // namespace

std::uint64_t Connection::copy_in_result() {
  std::uint64_t rows = 0;
  std::optional<Error> error;
  while (PGresult* const result = next_result()) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> owned(result, &PQclear);
    if (!succeeded(result) && !error) error = failure(result, row_at_fault(result));
    if (const char* const count = PQcmdTuples(result); *count != '\0') rows = std::strtoull(count, nullptr, 10);
  }
  if (error) throw *error;
  return rows;
}

void Connection::flush_output() {
  while (true) {
    const int left = PQflush(raw());
    if (left == 0) return;
    if (left < 0) throw failure(nullptr, "");
    check_stop();
    // Input is taken too: a server that waits for us to read its notices would not read our rows.
    pollfd descriptor{PQsocket(raw()), POLLIN | POLLOUT, 0};
    const int ready = ::poll(&descriptor, 1, wait_slice_ms);
    if (ready < 0 && errno != EINTR) throw Error(Fault::io, fmt::format("poll() failed: {}", std::strerror(errno)));
    if ((descriptor.revents & POLLIN) != 0 && PQconsumeInput(raw()) == 0) throw failure(nullptr, "");
  }
}

}  // namespace pgdumpcore::pg
