// pgdump: finds the command, runs it, turns its end into an exit status.
#include "commands.hpp"
#include "messages.hpp"
#include "signals.hpp"

#include <pgdumpcore/version.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <cstring>
#include <string_view>

namespace cli {

namespace {

// As pg_dump, dump ends with 1 where the other commands say 2 for wrong usage.
int usage_status(std::string_view command) { return command == "dump" ? failed : wrong_usage; }

int run(const std::string& command, const Arguments& arguments, const std::stop_token& stop) {
  if (command == "dump") return dump_command(arguments, stop);
  if (command == "backup") return backup_command(arguments, stop);
  throw UsageError{command.empty() ? "no command given" : fmt::format("unknown command \"{}\"", command),
                   "Try \"pgdump --help\" for more information."};
}

bool asks(const Arguments& arguments, std::string_view long_name, std::string_view short_name) {
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument == long_name || argument == short_name) return true;
  }
  return false;
}

int show(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0 ? done : failed;
}

}  // namespace

int main_program(int argc, char** argv) {
  const std::string_view called = std::strrchr(argv[0], '/') == nullptr ? argv[0] : std::strrchr(argv[0], '/') + 1;
  Arguments arguments(argv + 1, argv + argc);
  std::string command;
  // Under pg_dump's name we are pg_dump.
  if (called == "pg_dump") {
    command = "dump";
  } else if (!arguments.empty() && !arguments.front().starts_with("-")) {
    command = arguments.front();
    arguments.erase(arguments.begin());
  }
  if (command == "help") return show(help_text(arguments.empty() ? "" : arguments.front()));
  if (asks(arguments, "--help", "-?")) return show(help_text(command));
  if (asks(arguments, "--version", "-V")) return show(fmt::format("pgdump (PostgreSQL dumper) {}\n", pgdumpcore::version()));

  SignalStop signals;
  int status = failed;
  try {
    status = run(command, arguments, signals.token());
  } catch (const UsageError& problem) {
    messages().error(problem.message, "", problem.hint);
    status = usage_status(command);
  } catch (const pgdumpcore::Error& error) {
    messages().error(error);
    status = error.fault() == pgdumpcore::Fault::usage ? usage_status(command) : failed;
  } catch (const std::exception& problem) {
    messages().error(problem.what());
  }
  messages().clear_progress();
  signals.end_with_signal_if_any();
  return status;
}

}  // namespace cli

int main(int argc, char** argv) { return cli::main_program(argc, argv); }
