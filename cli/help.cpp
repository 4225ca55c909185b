// Help that reads well at 80 columns, made from the same option tables that parse.
#include "commands.hpp"
#include "dump_options.hpp"

#include <fmt/format.h>

#include <sstream>

namespace cli {

namespace {

constexpr const char* overview = R"(pgdump dumps PostgreSQL databases, servers 13 to 19, as their own pg_dump does.

Usage:
  pgdump dump [OPTION]... [DBNAME]    one database as SQL
  pgdump backup [OPTION]...           every database of a server into one set
  pgdump help [COMMAND]               the options of a command
  pgdump --version

Examples:
  pgdump backup --dir /backups        last night's dump, every night
  pgdump dump -Z zstd -f shop.sql.zst shop
  zstd -dc shop.sql.zst | psql shop

The connection comes from PGHOST, PGPORT, PGUSER, PGPASSWORD and the other
variables of libpq, or from -h, -p, -U and -d. Called under the name pg_dump,
pgdump is "pgdump dump".
)";

constexpr const char* dump_introduction = R"(pgdump dump writes one database as SQL, byte for byte as the server's own
pg_dump does.

Usage:
  pgdump dump [OPTION]... [DBNAME]
)";

constexpr const char* backup_introduction = R"(pgdump backup saves every database of a server into one set: a directory
DIR/YYYYMMDDTHHMMSSZ with a compressed SQL file per database, globals.sql.zst
and manifest.json. DIR/latest leads to the newest complete set.

Usage:
  pgdump backup [--dir DIR] [OPTION]...

Exit status: 0 complete, 1 failed, 2 wrong usage, 3 partial (some databases
could not be saved).
)";

constexpr const char* environment_note = R"(
Every long option has a twin in the environment: PGDUMP_EXCLUDE_DB stands for
--exclude-db. Options win over the environment.
)";

std::string with_options(const char* introduction, po::options_description options) {
  options.add(connection_options()).add(message_options());
  std::ostringstream out;
  out << introduction << '\n' << options << environment_note;
  return out.str();
}

}  // namespace

std::string help_text(const std::string& command) {
  if (command == "dump") return with_options(dump_introduction, dump_options());
  if (command == "backup") return with_options(backup_introduction, backup_options());
  return overview;
}

}  // namespace cli
