#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace cli {

namespace {

// PGDUMP_LOCK_WAIT_TIMEOUT → lock-wait-timeout, for options that exist.
std::string option_of_variable(const po::options_description& options, const std::string& variable) {
  static constexpr std::string_view prefix = "PGDUMP_";
  if (!variable.starts_with(prefix)) return {};
  std::string name = variable.substr(prefix.size());
  std::ranges::transform(name, name.begin(), [](unsigned char c) {
    return c == '_' ? '-' : static_cast<char>(std::tolower(c));
  });
  return options.find_nothrow(name, false) == nullptr ? std::string() : name;
}

std::string prompt_for_password() {
  std::FILE* const terminal = std::fopen("/dev/tty", "r+");
  if (terminal == nullptr)
    throw UsageError{"cannot ask for a password: there is no terminal", "Use --password-file or PGPASSWORD."};
  const int descriptor = ::fileno(terminal);
  termios shown{};
  ::tcgetattr(descriptor, &shown);
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(descriptor, TCSAFLUSH, &hidden);
  std::fputs("Password: ", terminal);
  std::fflush(terminal);
  std::string password;
  for (int c = std::fgetc(terminal); c != EOF && c != '\n'; c = std::fgetc(terminal))
    password += static_cast<char>(c);
  ::tcsetattr(descriptor, TCSAFLUSH, &shown);
  std::fputs("\n", terminal);
  std::fclose(terminal);
  return password;
}

}  // namespace

po::typed_value<bool>* toggle() { return po::bool_switch(); }

po::variables_map parse(const po::options_description& options, const Arguments& arguments, const char* positional,
                        int positional_count) {
  static constexpr const char* hint = "Try \"pgdump --help\" for more information.";
  po::variables_map values;
  try {
    po::positional_options_description places;
    if (positional_count > 0) places.add(positional, positional_count);
    namespace style = po::command_line_style;
    po::command_line_parser parser(arguments);
    parser.options(options).positional(places).style(style::unix_style | style::allow_guessing);
    po::store(parser.run(), values);
    const auto lookup = [&](const std::string& variable) { return option_of_variable(options, variable); };
    po::store(po::parse_environment(options, lookup), values);
    po::notify(values);
  } catch (const po::too_many_positional_options_error&) {
    throw UsageError{"too many command-line arguments", hint};
  } catch (const po::error& problem) {
    throw UsageError{problem.what(), hint};
  }
  return values;
}

po::options_description connection_options() {
  po::options_description options("Connection options");
  options.add_options()
      ("dbname,d", po::value<std::string>(), "database, or connection string, to connect to")
      ("host,h", po::value<std::string>(), "database server host or socket directory")
      ("port,p", po::value<std::string>(), "database server port number")
      ("username,U", po::value<std::string>(), "connect as this database user")
      ("no-password,w", toggle(), "never prompt for a password")
      ("password,W", toggle(), "prompt for a password before connecting")
      ("password-file", po::value<std::string>(), "file that holds only the password, read for every connection")
      ("connect-retry", po::value<int>(), "wait this many seconds for a server that is not up yet")
      ("role", po::value<std::string>(), "do SET ROLE before the dump");
  return options;
}

po::options_description message_options() {
  po::options_description options("Messages");
  options.add_options()
      ("verbose,v", toggle(), "tell more")
      ("quiet,q", toggle(), "tell errors and warnings only")
      ("log-format", po::value<std::string>(), "text or json")
      ("progress", po::value<std::string>(), "auto, always or never");
  return options;
}

pgdumpcore::ConnectOptions connection_from(const po::variables_map& values) {
  pgdumpcore::ConnectOptions connect;
  const std::string database = text(values, "dbname");
  const bool is_conninfo = database.find('=') != std::string::npos || database.starts_with("postgresql://") ||
                           database.starts_with("postgres://");
  (is_conninfo ? connect.conninfo : connect.dbname) = database;
  connect.host = text(values, "host");
  connect.port = text(values, "port");
  connect.user = text(values, "username");
  connect.password_file = text(values, "password-file");
  // libpq's sisters are named PG…, so this one is too.
  if (const char* const file = std::getenv("PGPASSWORD_FILE"); connect.password_file.empty() && file != nullptr)
    connect.password_file = file;
  if (flag(values, "password")) {
    connect.password = prompt_for_password();
    connect.password_file.clear();
  }
  if (values.contains("connect-retry")) connect.retry = std::chrono::seconds(values["connect-retry"].as<int>());
  return connect;
}

std::string text(const po::variables_map& values, const char* name) {
  return values.contains(name) ? values[name].as<std::string>() : std::string();
}

std::vector<std::string> list(const po::variables_map& values, const char* name) {
  return values.contains(name) ? values[name].as<std::vector<std::string>>() : std::vector<std::string>();
}

bool flag(const po::variables_map& values, const char* name) {
  return values.contains(name) && values[name].as<bool>();
}

}  // namespace cli
