#include "pg/connection.hpp"

#include "pg/hosts.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>
#include <vector>

#include <poll.h>

namespace pgdumpcore::pg {

namespace {

using namespace std::chrono_literals;

// How long a wait goes on before it looks at the stop token again.
constexpr int wait_slice_ms = 200;
constexpr auto retry_pause = 1s;
constexpr auto long_wait_pause = 60s;

std::string read_password_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(Fault::connection, fmt::format("could not open password file \"{}\": {}", path, std::strerror(errno)))
        .hint("Check --password-file or PGPASSWORD_FILE.");
  std::string password((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) throw Error(Fault::connection, fmt::format("could not read password file \"{}\"", path));
  if (password.ends_with('\n')) password.pop_back();
  if (password.ends_with('\r')) password.pop_back();
  return password;
}

// Keyword and value arrays for PQconnectStartParams. The conninfo string goes in as dbname, the first of which libpq
// expands; what follows it wins. An empty one keeps it from expanding a database's name that looks like one.
class Parameters {
 public:
  explicit Parameters(const ConnectOptions& options) {
    add("dbname", options.conninfo);
    if (!options.host.empty()) add("host", options.host);
    if (!options.port.empty()) add("port", options.port);
    if (!options.user.empty()) add("user", options.user);
    if (!options.dbname.empty()) add("dbname", options.dbname);
    if (!options.password_file.empty())
      add("password", read_password_file(options.password_file));
    else if (!options.password.empty())
      add("password", options.password);
    add("fallback_application_name", options.application_name);
  }

  // These hosts and no others.
  void use(const std::vector<Host>& hosts) {
    std::vector<std::string> names, addresses, ports;
    for (const Host& host : hosts) {
      names.push_back(host.name);
      addresses.push_back(host.address);
      ports.push_back(host.port);
    }
    add("host", fmt::format("{}", fmt::join(names, ",")));
    add("hostaddr", fmt::format("{}", fmt::join(addresses, ",")));
    add("port", fmt::format("{}", fmt::join(ports, ",")));
  }

  [[nodiscard]] std::vector<const char*> keywords() const { return pointers(keywords_); }
  [[nodiscard]] std::vector<const char*> values() const { return pointers(values_); }

 private:
  void add(const char* keyword, std::string value) {
    keywords_.emplace_back(keyword);
    values_.push_back(std::move(value));
  }
  static std::vector<const char*> pointers(const std::vector<std::string>& texts) {
    std::vector<const char*> out;
    out.reserve(texts.size() + 1);
    for (const auto& text : texts) out.push_back(text.c_str());
    out.push_back(nullptr);
    return out;
  }
  std::vector<std::string> keywords_{};
  std::vector<std::string> values_{};
};

using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

std::string without_newline(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void wait_for_socket(PGconn* connection, PostgresPollingStatusType direction) {
  pollfd descriptor{PQsocket(connection), static_cast<short>(direction == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
  ::poll(&descriptor, 1, wait_slice_ms);
}

// The parameter as the connection has it from the caller, the environment and libpq's files.
std::string parameter_in_use(PGconn* connection, const char* keyword) {
  std::string value;
  PQconninfoOption* const options = PQconninfo(connection);
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr; ++option)
    if (std::strcmp(option->keyword, keyword) == 0 && option->val != nullptr) value = option->val;
  PQconninfoFree(options);
  return value;
}

std::string text_of(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

// The one that libpq is trying.
Host current_host(PGconn* connection) {
  return {text_of(PQhost(connection)), text_of(PQhostaddr(connection)), text_of(PQport(connection))};
}

std::string timeout_message(const Host& host) {
  if (host.name.starts_with('/'))
    return fmt::format("connection to server on socket \"{}/.s.PGSQL.{}\" failed: timeout expired", host.name,
                       host.port);
  return fmt::format("connection to server at \"{}\", port {} failed: timeout expired",
                     host.name.empty() ? host.address : host.name, host.port);
}

struct Attempt {
  Handle connection;                // may be in a failed state
  std::optional<Host> timed_out{};  // the host that has not answered
  [[nodiscard]] bool succeeded() const { return !timed_out && PQstatus(connection.get()) == CONNECTION_OK; }
};

// connect_timeout is kept by libpq for blocking connects alone. As there, each host and address has all of it.
Attempt connect_to(const Parameters& parameters, const std::stop_token& stop) {
  Attempt attempt{Handle(PQconnectStartParams(parameters.keywords().data(), parameters.values().data(), 1), &PQfinish)};
  PGconn* const connection = attempt.connection.get();
  if (connection == nullptr) throw Error(Fault::connection, "out of memory while connecting");
  const std::chrono::seconds timeout(std::atoi(parameter_in_use(connection, "connect_timeout").c_str()));
  auto begun = std::chrono::steady_clock::now();
  Host host = current_host(connection);
  for (auto state = PGRES_POLLING_WRITING; PQstatus(connection) != CONNECTION_BAD;) {
    if (stop.stop_requested()) throw Error(Fault::cancelled, "cancelled while connecting");
    if (timeout.count() > 0 && std::chrono::steady_clock::now() - begun > timeout) {
      attempt.timed_out = host;
      return attempt;
    }
    if (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) wait_for_socket(connection, state);
    state = PQconnectPoll(connection);
    if (state == PGRES_POLLING_OK || state == PGRES_POLLING_FAILED) break;
    if (Host next = current_host(connection); next != host) {
      host = std::move(next);
      begun = std::chrono::steady_clock::now();
    }
  }
  return attempt;
}

struct Outcome {
  Handle connection;
  std::string message{};  // empty: it is there
};

// Tries all hosts. libpq goes on to the next one when a host refuses; when one does not answer it is our turn to begin
// again without it.
Outcome connect_once(const ConnectOptions& options, const std::stop_token& stop) {
  Parameters parameters(options);
  std::string silence;
  while (true) {
    Attempt attempt = connect_to(parameters, stop);
    PGconn* const connection = attempt.connection.get();
    if (attempt.succeeded()) return {std::move(attempt.connection)};
    if (!attempt.timed_out)
      return {std::move(attempt.connection), silence + without_newline(PQerrorMessage(connection))};
    std::string refusals = without_newline(PQerrorMessage(connection));
    const std::vector<Host> left =
        hosts_without(split_hosts(parameter_in_use(connection, "host"), parameter_in_use(connection, "hostaddr"),
                                  parameter_in_use(connection, "port")),
                      *attempt.timed_out, addresses_of);
    if (left.empty()) {
      if (!refusals.empty()) refusals += '\n';
      return {std::move(attempt.connection), silence + refusals + timeout_message(*attempt.timed_out)};
    }
    silence += timeout_message(*attempt.timed_out) + '\n';
    parameters.use(left);
  }
}

// A server that is still starting, or not there yet, may come; a wrong password or a missing database will not.
bool worth_retrying(const std::string& message) {
  for (const char* const final_word : {"password", "does not exist", "pg_hba.conf", "not currently accepting",
                                       "permission denied for database", "not permitted to log in", "invalid"})
    if (message.find(final_word) != std::string::npos) return false;
  return true;
}

void check_supported(const ServerVersion& server) {
  if (server.major() >= oldest_major && server.major() <= newest_major) return;
  throw Error(Fault::unsupported, fmt::format("server version {} is not supported", server.text))
      .detail(fmt::format("pgdump dumps servers of PostgreSQL {} to {}.", oldest_major, newest_major));
}

}  // namespace

Connection Connection::open(const ConnectOptions& options, std::stop_token stop) {
  const auto deadline = std::chrono::steady_clock::now() + options.retry;
  while (true) {
    auto [connection, message] = connect_once(options, stop);
    if (message.empty() && PQstatus(connection.get()) == CONNECTION_OK) {
      Connection opened(connection.release(), std::move(stop));
      if (options.read_write) opened.execute("SET default_transaction_read_only = off");
      return opened;
    }
    if (std::chrono::steady_clock::now() + retry_pause > deadline || !worth_retrying(message)) {
      Error error(Fault::connection, message);
      if (PQconnectionNeedsPassword(connection.get()) == 1)
        error.hint("Give a password with PGPASSWORD, a password file (--password-file, ~/.pgpass) or -W.");
      throw error;
    }
    for (auto waited = 0ms; waited < retry_pause && !stop.stop_requested(); waited += 100ms)
      std::this_thread::sleep_for(100ms);
  }
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
  const char* const text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
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
  const char* const value = PQparameterStatus(raw(), name);
  return value == nullptr ? std::string() : std::string(value);
}

Error Connection::failure(const PGresult* result, const std::string& what) const {
  const auto field = [&](int code) { return diagnostic(result, code); };
  std::string message = field(PG_DIAG_MESSAGE_PRIMARY);
  const std::string sqlstate = field(PG_DIAG_SQLSTATE);
  Fault fault = sqlstate == "42501" ? Fault::permission : Fault::server;
  if (PQstatus(raw()) == CONNECTION_BAD) {
    fault = Fault::connection;
    if (message.empty()) message = "lost the connection to the server";
    const std::string libpq_words = without_newline(PQerrorMessage(raw()));
    Error lost(fault, what.empty() ? message : what + ": " + message);
    lost.sqlstate(sqlstate).detail(libpq_words);
    return lost;
  }
  if (message.empty())
    message = without_newline(result == nullptr ? PQerrorMessage(raw()) : PQresultErrorMessage(result));
  Error error(fault, what.empty() ? message : what + ": " + message);
  error.sqlstate(sqlstate).detail(field(PG_DIAG_MESSAGE_DETAIL)).hint(field(PG_DIAG_MESSAGE_HINT));
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
  return told;
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

std::optional<Error> Connection::attempt(const std::string& sql) {
  const auto result = run(sql);
  if (succeeded(result.get())) return std::nullopt;
  return failure(result.get(), "");
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
                                              : failure(result.get(), "");
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
