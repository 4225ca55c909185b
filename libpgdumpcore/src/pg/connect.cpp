#include "pg/connect.hpp"

#include "pg/hosts.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>

namespace pgdumpcore::pg {

namespace {

using namespace std::chrono_literals;

constexpr auto retry_pause = 1s;

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
    if (!options.client_encoding.empty()) add("client_encoding", options.client_encoding);
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

// The one that libpq is trying.
Host current_host(PGconn* connection) {
  return {libpq_text(PQhost(connection)), libpq_text(PQhostaddr(connection)), libpq_text(PQport(connection))};
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
    if (!attempt.timed_out) return {std::move(attempt.connection), silence + libpq_text(PQerrorMessage(connection))};
    std::string refusals = libpq_text(PQerrorMessage(connection));
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

}  // namespace

bool names_database(const std::string& conninfo) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(PQconninfoParse(conninfo.c_str(), &message),
                                                                            &PQconninfoFree);
  PQfreemem(message);
  if (!parsed) return true;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    if ((keyword == "dbname" || keyword == "service") && option->val != nullptr && *option->val != '\0') return true;
  }
  return false;
}

std::string libpq_text(const char* text) {
  std::string all = text == nullptr ? "" : text;
  while (all.ends_with('\n')) all.pop_back();
  return all;
}

Handle connect(const ConnectOptions& options, const std::stop_token& stop) {
  const auto deadline = std::chrono::steady_clock::now() + options.retry;
  while (true) {
    auto [connection, message] = connect_once(options, stop);
    if (message.empty() && PQstatus(connection.get()) == CONNECTION_OK) return std::move(connection);
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

}  // namespace pgdumpcore::pg
