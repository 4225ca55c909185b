// How to reach a server.
#pragma once

#include <chrono>
#include <string>

namespace pgdumpcore {

/// A connection as libpq takes it, and two things beyond libpq.
///
/// conninfo is a keyword string or a URI
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING); what it leaves out comes from
/// libpq's environment variables and files. Values here win over it where they are not empty.
struct ConnectOptions {
  std::string conninfo{};
  std::string host{};
  std::string port{};
  std::string user{};
  std::string dbname{};  ///< A name and nothing else, even where it looks like a connection string.
  /// Used when the server asks for a password; never logged, never part of an error.
  std::string password{};
  /// A file that holds the password and nothing else (one trailing newline is ignored), read anew for every
  /// connection, because mounted secrets rotate. Wins over `password`.
  std::string password_file{};
  /// How long to keep trying while the server is not up yet; zero: one attempt. Wrong passwords and
  /// missing databases are final at once.
  std::chrono::seconds retry{0};
  std::string application_name = "pgdump";
  /// The session may write even if default_transaction_read_only is set for the database or the user.
  bool read_write = false;
  /// What the session begins with, whatever PGCLIENTENCODING and the user's settings say; empty: what they say.
  std::string client_encoding{};
};

}  // namespace pgdumpcore
