// Help that fits 80 columns, made from the same option tables that parse.
#include "commands.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

constexpr std::string_view overview =
    R"(pgdump dumps PostgreSQL databases, servers 13 to 19, as their own pg_dump does.

Usage:
  pgdump dump [OPTION]... [DBNAME]    one database as SQL
  pgdump restore [OPTION]... [FILE]   an archive or a script, into a database
  pgdump backup [OPTION]...           every database of a server into one set
  pgdump check [OPTION]...            would a backup work? what is in its way
  pgdump verify SET|ARCHIVE           is it whole, and does it restore
  pgdump list ARCHIVE                 what an archive holds
  pgdump help [COMMAND]               the options of a command
  pgdump --version

Examples:
  pgdump backup --dir /backups        every database, into a set of this hour
  pgdump dump -Z zstd -f shop.sql.zst shop
  zstd -dc shop.sql.zst | psql shop

The connection comes from PGHOST, PGPORT, PGUSER, PGPASSWORD and the other
variables of libpq, or from -h, -p, -U and -d. PGPASSWORD_FILE names a file that
holds the password. Called under the name pg_dump, pgdump is "pgdump dump",
under the name pg_restore it is "pgdump restore".
)";

constexpr std::string_view environment_note = R"(
Every long option has a twin in the environment: PGDUMP_LOG_FORMAT=json stands
for --log-format=json, PGDUMP_NO_SYNC=on for --no-sync. Options win over it.
)";

constexpr std::size_t width = 79;
constexpr std::size_t column = 31;  // where descriptions begin, as in pg_dump's help

// `text` from `column` on, broken between words; the first line continues one that is `used` long.
std::string wrapped(std::string_view text, std::size_t used) {
  std::string out;
  std::size_t at = used;
  const auto begin_line = [&] {
    out += '\n';
    at = 0;
  };
  if (used >= column) begin_line();
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    if (at > column && at + 1 + word.size() > width) begin_line();
    const std::size_t gap = at < column ? column - at : 1;
    out += fmt::format("{:{}}{}", "", gap, word);
    at += gap + word.size();
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return out;
}

std::string option_lines(const Option& option) {
  std::string line = "  ";
  if (option.letter != '\0') line += fmt::format("-{}, ", option.letter);
  line += fmt::format("--{}", option.name);
  if (!option.value.empty()) line += fmt::format("={}", option.value);
  return line + wrapped(option.help, line.size()) + "\n";
}

}  // namespace

std::string program_help() {
  return std::string(overview);
}

std::string command_help(const Command& command) {
  std::string out(command.introduction);
  for (const OptionGroup& group : command.options()) {
    if (!group.title.empty()) out += fmt::format("\n{}:\n", group.title);
    for (const Option& option : group.options)
      if (option.origin != Origin::missing) out += option_lines(option);
  }
  return out.append(environment_note);
}

}  // namespace cli
