// pgdump: finds the command, runs it, turns its end into an exit status.
#include "commands.hpp"
#include "messages.hpp"
#include "signals.hpp"
#include "standard_streams.hpp"

#include <pgdumpcore/version.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

int show(const std::string& text) {
  write_output(text);
  return done;
}

int show_version() {
  return show(fmt::format("pgdump (PostgreSQL dumper) {}\n", pgdumpcore::version()));
}

[[noreturn]] void refuse_command(const std::string& name) {
  throw UsageError{fmt::format("unknown command \"{}\"", name), try_help};
}

// The one line of a run that a signal ended, and what there is to do about what it has left.
void report_signal(std::string_view signal, const std::string& left_behind, const std::string& hint = "") {
  messages().stopped(fmt::format("stopped by {}{}{}", signal, left_behind.empty() ? "" : "; ", left_behind), hint);
}

int run_until_stopped(const Command& command, const Values& values, const SignalStop& signals) {
  try {
    const int status = command.run(values, signals.token());
    if (status == done && !signals.received().empty()) report_signal(signals.received(), "the work was done already");
    return status;
  } catch (const pgdumpcore::Error& error) {
    if (error.fault() != pgdumpcore::Fault::cancelled || signals.received().empty()) throw;
    report_signal(signals.received(), command.left_behind == nullptr ? "" : command.left_behind(values, error),
                  error.hint());
    return failed;
  }
}

int run(const Command& command, const Arguments& arguments, const SignalStop& signals) {
  const CommandLine line = parse(command.options(), arguments, command.positional,
                                 messages().is_under_postgresql_name() ? Repeated::last_counts : Repeated::refused);
  if (line.values.has("help")) return show(command_help(command));
  if (line.values.has("version")) return show_version();
  messages().configure(line.values);
  if (line.problem) throw UsageError(*line.problem);
  return run_until_stopped(command, line.values, signals);
}

// What stands alone, without a command's options.
int run_without_command(const Arguments& arguments) {
  if (arguments.empty()) throw UsageError{"no command given", try_help};
  const std::string& first = arguments.front();
  if (first == "--version" || first == "-V") return show_version();
  if (first == "--help" || first == "-?") return show(program_help());
  if (first != "help") {
    if (first.starts_with("-")) throw UsageError{"no command given", try_help};
    refuse_command(first);
  }
  if (arguments.size() == 1) return show(program_help());
  const Command* const command = find_command(arguments[1]);
  if (command == nullptr) refuse_command(arguments[1]);
  return show(command_help(*command));
}

int guarded(const Command* command, const Arguments& arguments, const SignalStop& signals) {
  const int usage_status = command == nullptr ? wrong_usage : command->usage_status;
  try {
    return command == nullptr ? run_without_command(arguments) : run(*command, arguments, signals);
  } catch (const UsageError& problem) {
    messages().error(problem);
    return usage_status;
  } catch (const pgdumpcore::Error& error) {
    messages().error(error);
    return error.fault() == pgdumpcore::Fault::usage ? usage_status : failed;
  } catch (const std::exception& problem) {
    messages().error(problem.what());
    return failed;
  }
}

// Under pg_dump's name we are pg_dump.
const Command* command_under_name(std::string_view name) {
  if (name == "pg_dump") return &dump_command;
  return name == "pg_restore" ? &restore_command : nullptr;
}

}  // namespace

int main_program(int argc, char** argv) {
  Arguments arguments(argv + std::min(argc, 1), argv + argc);
  const std::string_view path = argc > 0 ? argv[0] : "";
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const Command* command = command_under_name(name);
  if (command != nullptr) messages().speak_as(std::string(name), std::string(path));
  if (command == nullptr && !arguments.empty()) {
    command = find_command(arguments.front());
    if (command != nullptr) arguments.erase(arguments.begin());
  }
  SignalStop signals;
  const int status = guarded(command, arguments, signals);
  messages().clear_progress();
  signals.end_with_signal_if_any();
  return status;
}

}  // namespace cli

int main(int argc, char** argv) {
  cli::reserve_standard_streams();
  return cli::main_program(argc, argv);
}
