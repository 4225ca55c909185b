// Command lines: tables of options, and what was given of them.
//
// Boost.Program_options parses; long options may be shortened as far as they stay unambiguous, and operands may stand
// anywhere, as getopt_long has it for PostgreSQL's programs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

inline constexpr const char* try_help = "Try \"pgdump --help\" for more information.";

// A command line that cannot be understood. `hint` tells what to try.
struct UsageError {
  std::string message{};
  std::string hint{};
  bool from_parser = false;  // about the options themselves: PostgreSQL's programs leave these to getopt_long
};

enum class Origin {
  postgresql,   // pg_dump has it too
  missing,      // pg_dump has it, we do not: it is refused by name, and no shortened name changes its meaning for it
  pgdump_only,  // a shortened name means one of pg_dump's first, so that scripts keep their meaning
};

struct Option {
  std::string_view name;
  char letter = '\0';
  std::string_view value{};  // what the help calls its value; empty: it takes none
  std::string_view help{};   // of one that is missing: the hint when it is refused
  Origin origin = Origin::postgresql;
  std::string_view words{};  // with blanks between them: what its value may begin with, for completion
  bool repeatable = false;   // all values that are given count
};

[[nodiscard]] inline Option repeatable(Option option) {
  option.repeatable = true;
  return option;
}

struct OptionGroup {
  std::string_view title;
  std::vector<Option> options;
};

using OptionTable = std::vector<OptionGroup>;
using Arguments = std::vector<std::string>;

// What an option that has one value means if it is given again with another one; with PostgreSQL's programs the last
// one counts.
enum class Repeated { refused, last_counts };

// What was given, by the option's long name.
class Values {
 public:
  void add(std::string_view name, std::string value = {});

  [[nodiscard]] bool has(std::string_view name) const { return given_.contains(name); }
  // The value that was given last, or nothing.
  [[nodiscard]] std::string text(std::string_view name) const;
  // All values given.
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
  // The environment variable that an option was taken from; empty: it was an argument, or not given.
  [[nodiscard]] std::string variable(std::string_view name) const;
  void add_from_environment(std::string_view name, std::string variable, std::string value = {});
  // As text(). Throws UsageError if any that was given is no number or out of range.
  //   shown: what the message calls the option; empty: --name
  [[nodiscard]] std::optional<int> integer(std::string_view name, int least, int most,
                                           std::string_view shown = {}) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> given_{};
  std::map<std::string, std::string, std::less<>> variables_{};  // by the option's name
};

struct CommandLine {
  Values values{};
  std::optional<UsageError> problem{};  // the first one; `values` has what could be understood beside it
};

// ASCII letters in lower case.
[[nodiscard]] std::string lower(std::string text);

// The arguments, and for options that are not among them their twins in the environment: PGDUMP_LOG_FORMAT stands for
// --log-format. A variable that is empty counts as unset.
//   positional: the options that arguments without a name stand for, in their order, with blanks between them; empty:
//               there may be none
[[nodiscard]] CommandLine parse(const OptionTable& table, const Arguments& arguments, std::string_view positional,
                                Repeated repeated = Repeated::refused);

}  // namespace cli
