// Help that fits 80 columns, made from the same option tables that parse.
#include "commands.hpp"
#include "text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cli {

namespace {

constexpr std::string_view what_else_to_know =
    R"(
Examples:
  pgdump backup --dir /backups        every database, into a set of this hour
  pgdump dump -Z zstd -f shop.sql.zst shop
  zstd -dc shop.sql.zst | psql shop

The connection comes from PGHOST, PGPORT, PGUSER, PGPASSWORD and the other
variables of libpq, or from -h, -p, -U and -d. PGPASSWORD_FILE names a file that
holds the password. Called under the name pg_dump, pgdump is "pgdump dump",
under the name pg_restore it is "pgdump restore".
)";

// Its examples are options that every command has.
constexpr std::string_view environment_note = R"(
Every long option has a twin in the environment: PGDUMP_LOG_FORMAT=json stands
for --log-format=json, PGDUMP_QUIET=on for --quiet. Options win over it.
)";

constexpr std::size_t width = 79;
constexpr std::size_t column = 31;  // where descriptions begin, as in pg_dump's help

// `head`, and `text` beside it from `column` on, or below it where it is too long.
std::string entry(const std::string& head, std::string_view text) {
  std::string out = head;
  std::size_t used = head.size();
  for (const std::string& line : wrap_text(text, width - column)) {
    if (used >= column) {
      out += '\n';
      used = 0;
    }
    out += fmt::format("{:{}}{}", "", column - used, line);
    used = column + line.size();
  }
  return out + "\n";
}

std::string option_lines(const Option& option) {
  std::string head = "  ";
  if (option.letter != '\0') head += fmt::format("-{}, ", option.letter);
  head += fmt::format("--{}", option.name);
  if (!option.value.empty()) head += fmt::format("={}", option.value);
  return entry(head, option.help);
}

std::string paragraph(std::string_view text) {
  return fmt::format("{}\n", fmt::join(wrap_text(text, width), "\n"));
}

std::string usage_lines(const Command& command) {
  std::string out = "\nUsage:\n";
  for (const Usage& usage : command.usage) {
    const std::string line = fmt::format("  pgdump {} {}", command.name, usage.arguments);
    out += usage.meaning.empty() ? line + "\n" : fmt::format("{:<49} {}\n", line, usage.meaning);
  }
  return out;
}

std::string exit_status_lines(const Command& command) {
  std::vector<std::string> statuses;
  for (const auto& [status, meaning] : command.exit_statuses)
    statuses.push_back(fmt::format("{} {}", static_cast<int>(status), meaning));
  return fmt::format("\n{}", paragraph(fmt::format("Exit status: {}.", fmt::join(statuses, ", "))));
}

}  // namespace

std::string program_help() {
  std::string out = fmt::format("{}\n\nUsage:\n  pgdump COMMAND [OPTION]...\n", program_summary);
  for (const CommandGroup& group : command_groups()) {
    out += fmt::format("\n{}:\n", group.title);
    for (const Command* command : group.commands)
      out += entry(fmt::format("  pgdump {} {}", command->name, command->operand), command->summary);
  }
  out += "\nHelp:\n";
  out += entry("  pgdump help [COMMAND]", "show the options of a command");
  out += entry("  pgdump --version", "show the version");
  return out.append(what_else_to_know);
}

std::string command_help(const Command& command) {
  std::string out;
  for (const std::string_view text : command.description)
    out += fmt::format("{}{}", out.empty() ? "" : "\n", paragraph(text));
  out += usage_lines(command) + exit_status_lines(command);
  for (const OptionGroup& group : command.options()) {
    std::string lines;
    for (const Option& option : group.options)
      if (option.origin != Origin::missing) lines += option_lines(option);
    if (!lines.empty()) out += group.title.empty() ? "\n" + lines : fmt::format("\n{}:\n{}", group.title, lines);
  }
  return out.append(environment_note);
}

}  // namespace cli
