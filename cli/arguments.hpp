// Command lines: tables of options, and what was given of them.
//
// Long options may be shortened as far as they stay unambiguous, and what is no option may stand anywhere, all as
// getopt_long does it for PostgreSQL's programs. Of an option given again with another value either all count or none
// does, unless the program is called by the name of one of those.
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
  postgresql,  // pg_dump has it too
  missing,     // pg_dump has it, we do not: it is refused by name, and no shortened name changes its meaning for it
  ours,        // a shortened name means one of pg_dump's first, so that scripts keep their meaning
};

struct Option {
  std::string_view name;
  char letter = '\0';
  std::string_view value{};  // what the help calls its value; empty: it takes none
  std::string_view help{};   // of one that is missing: the hint when it is refused
  Origin origin = Origin::postgresql;
  std::string_view words{};  // with blanks between them: what its value may begin with, for completion
};

struct OptionGroup {
  std::string_view title;
  std::vector<Option> options;
};

using OptionTable = std::vector<OptionGroup>;
using Arguments = std::vector<std::string>;

// What an option that has one value means where it is given again with another one.
enum class Repeated { refused, last_counts };

// What was given, by the option's long name.
class Values {
 public:
  explicit Values(Repeated repeated = Repeated::refused) : repeated_(repeated) {}

  void add(std::string_view name, std::string value = {});

  [[nodiscard]] bool has(std::string_view name) const { return given_.contains(name); }
  // The value given, or nothing. Throws UsageError where several are and may not be.
  [[nodiscard]] std::string text(std::string_view name) const;
  // All values given.
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
  // As text(); throws UsageError also where any is no number or out of range.
  //   shown: what the message calls the option; empty: --name
  [[nodiscard]] std::optional<int> integer(std::string_view name, int least, int most,
                                           std::string_view shown = {}) const;

 private:
  // Those of a value that may be given once.
  void check_repeated(std::string_view name, const std::vector<std::string>& given) const;

  Repeated repeated_;
  std::map<std::string, std::vector<std::string>, std::less<>> given_{};
};

struct CommandLine {
  Values values{};
  std::optional<UsageError> problem{};  // the first one; `values` has what could be understood beside it
};

// ASCII letters in lower case.
[[nodiscard]] std::string lower(std::string text);

// The arguments, and for options that are not among them their twins in the environment: PGDUMP_LOG_FORMAT stands for
// --log-format. A variable that is empty counts as unset.
//   positional: the option that an argument without a name stands for; empty: there may be none
[[nodiscard]] CommandLine parse(const OptionTable& table, const Arguments& arguments, std::string_view positional,
                                Repeated repeated = Repeated::refused);

}  // namespace cli
