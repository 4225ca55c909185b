#include "connection_options.hpp"

#include <pgdumpcore/error.hpp>

#include <cstdlib>
#include <limits>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace cli {

namespace {

// The controlling terminal with its echo off, as long as this lives.
class SilentTerminal {
 public:
  SilentTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0)
      throw UsageError{"cannot ask for a password: there is no terminal", "Use --password-file or PGPASSWORD."};
    ::tcgetattr(descriptor_, &shown_);
    termios hidden = shown_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(descriptor_, TCSAFLUSH, &hidden);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    put("\n");
    ::tcsetattr(descriptor_, TCSAFLUSH, &shown_);
    ::close(descriptor_);
  }

  void put(std::string_view text) const {
    [[maybe_unused]] const auto written = ::write(descriptor_, text.data(), text.size());
  }

  // The next character; nothing at the end of the line or of the input.
  [[nodiscard]] std::optional<char> get(const std::stop_token& stop) const {
    pollfd waiting = {.fd = descriptor_, .events = POLLIN, .revents = 0};
    while (::poll(&waiting, 1, 100) == 0)
      if (stop.stop_requested())
        throw pgdumpcore::Error(pgdumpcore::Fault::cancelled, "cancelled while waiting for a password");
    char c = '\n';
    if (::read(descriptor_, &c, 1) != 1 || c == '\n') return std::nullopt;
    return c;
  }

 private:
  int descriptor_;
  termios shown_{};
};

std::string prompt_for_password(const std::stop_token& stop) {
  const SilentTerminal terminal;
  terminal.put("Password: ");
  std::string password;
  while (const std::optional<char> c = terminal.get(stop)) password += *c;
  return password;
}

}  // namespace

OptionGroup connection_options() {
  return {"Connection options",
          {
              {"dbname", 'd', "DBNAME", "database, or connection string, to connect to"},
              {"host", 'h', "HOSTNAME", "database server host or socket directory"},
              {"port", 'p', "PORT", "database server port number"},
              {"username", 'U', "NAME", "connect as this database user"},
              {"no-password", 'w', "", "never prompt for a password"},
              {"password", 'W', "", "prompt for a password before connecting"},
              {"password-file", 0, "FILE", "file that holds only the password, read for every connection",
               Origin::pgdump_only},
              {"connect-retry", 0, "SECONDS", "wait this long for a server that is not up yet", Origin::pgdump_only},
          }};
}

std::string password_file_from(const Values& values) {
  if (std::string given = values.text("password-file"); !given.empty()) return given;
  // libpq's sisters are named PG…, so this one is too.
  const char* const file = std::getenv("PGPASSWORD_FILE");
  return file == nullptr ? "" : file;
}

std::chrono::seconds connect_retry_from(const Values& values) {
  return std::chrono::seconds(values.integer("connect-retry", 0, std::numeric_limits<int>::max()).value_or(0));
}

bool is_connection_string(const std::string& text) {
  return text.find('=') != std::string::npos || text.starts_with("postgresql://") || text.starts_with("postgres://");
}

pgdumpcore::ConnectOptions connection_from(const Values& values, const std::stop_token& stop) {
  pgdumpcore::ConnectOptions connect;
  const std::string database = values.text("dbname");
  (is_connection_string(database) ? connect.conninfo : connect.dbname) = database;
  connect.host = values.text("host");
  connect.port = values.text("port");
  connect.user = values.text("username");
  connect.password_file = password_file_from(values);
  if (values.has("password") && !values.has("no-password")) {
    connect.password = prompt_for_password(stop);
    connect.password_file.clear();
  }
  connect.retry = connect_retry_from(values);
  return connect;
}

}  // namespace cli
