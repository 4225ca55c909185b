#include "arguments.hpp"

#include "getopt_style.hpp"

#include <boost/program_options/environment_iterator.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <initializer_list>

namespace cli {

namespace po = boost::program_options;

namespace {

// PGDUMP_LOCK_WAIT_TIMEOUT for lock-wait-timeout.
std::string variable_of(std::string_view name) {
  std::string variable = "PGDUMP_";
  for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

// Kubernetes puts variables of its own into a pod for each Service of its namespace: for one that is named pgdump
// PGDUMP_PORT=tcp://10.96.0.1:5432, PGDUMP_SERVICE_HOST and more, of which PORT and the like are names of options.
bool is_of_kubernetes_service(const std::string& variable, const std::string& value) {
  if (variable.starts_with("PGDUMP_SERVICE_")) return true;
  return variable.starts_with("PGDUMP_PORT") && value.find("://") != std::string::npos;
}

bool is_one_of(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

// What Boost is told of options: name, letter, and whether there is a value.
po::options_description description_of(const OptionList& options) {
  po::options_description description;
  for (const Option* option : options) {
    std::string names(option->name);
    if (option->letter != '\0') names += fmt::format(",{}", option->letter);
    if (option->value.empty())
      description.add_options()(names.c_str(), "");
    else
      description.add_options()(names.c_str(), po::value<std::string>(), "");
  }
  return description;
}

// A value for a message. A connection string may hold a password.
std::string shown(const std::string& value) {
  const bool may_hold_password = value.find("://") != std::string::npos || value.find("password") != std::string::npos;
  return may_hold_password ? "a connection string" : fmt::format("\"{}\"", value);
}

class Parser {
 public:
  Parser(const OptionTable& table, const Arguments& arguments) : arguments_(arguments) {
    for (const OptionGroup& group : table)
      for (const Option& option : group.options) options_.push_back(&option);
  }

  CommandLine run(std::string_view positional, Repeated repeated) {
    read_arguments(positional);
    for (const Option* option : options_) check_empty(*option, repeated);
    read_environment();
    if (repeated == Repeated::refused)
      for (const Option* option : options_) check_repeated(*option);
    return std::move(line_);
  }

 private:
  void refuse(std::string message, std::string hint = try_help, bool from_parser = false) {
    if (!line_.problem) line_.problem = UsageError{std::move(message), std::move(hint), from_parser};
  }

  [[nodiscard]] const Option& option_called(const std::string& name) const {
    return **std::ranges::find(options_, name, &Option::name);
  }

  // --- arguments

  void read_arguments(std::string_view positional) {
    GetoptStyle style(options_);
    try {
      take(parsed(style, description_of(options_)), positional);
    } catch (const po::error& refusal) {
      refuse(style.worded(refusal), try_help, true);
      read_beside_a_mistake();
    }
  }

  // Where the line is wrong, what it says of messages and help still counts.
  void read_beside_a_mistake() {
    OptionList known;
    for (const Option* option : options_)
      if (is_one_of(std::string(option->name), {"help", "version", "log-format", "quiet", "verbose"}))
        known.push_back(option);
    GetoptStyle style(options_);
    try {
      for (const po::option& option : parsed(style, description_of(known), true))
        if (!option.unregistered && !option.string_key.empty()) add(option);
    } catch (const po::error&) {
      // The mistake is in these, and told already.
    }
  }

  std::vector<po::option> parsed(GetoptStyle& style, const po::options_description& description,
                                 bool unknown_too = false) const {
    po::command_line_parser parser(arguments_);
    parser.options(description).extra_style_parser([&style](std::vector<std::string>& arguments) {
      return style.read(arguments);
    });
    if (unknown_too) parser.allow_unregistered();
    return parser.run().options;
  }

  void take(const std::vector<po::option>& given, std::string_view positional) {
    std::vector<std::string> operands;
    for (const po::option& option : given)
      if (option.string_key.empty())
        operands.insert(operands.end(), option.value.begin(), option.value.end());
      else
        add(option);
    std::size_t used = 0;
    for (std::string_view left = positional; !left.empty() && used < operands.size();) {
      const std::string_view name = left.substr(0, left.find(' '));
      if (!line_.values.has(name)) line_.values.add(name, operands[used++]);
      left.remove_prefix(std::min(left.size(), name.size() + 1));
    }
    if (used < operands.size())
      refuse(fmt::format("too many command-line arguments (first is {})", shown(operands[used])));
  }

  void add(const po::option& given) {
    const Option& option = option_called(given.string_key);
    if (option.origin == Origin::missing) return refuse_missing(option);
    line_.values.add(option.name, given.value.empty() ? "" : given.value.front());
  }

  void refuse_missing(const Option& option) {
    refuse(fmt::format("option --{} of pg_dump is not supported", option.name), std::string(option.help));
  }

  // --- the environment

  void read_environment() {
    std::map<std::string, std::string> names;
    for (const Option* option : options_) names.emplace(variable_of(option->name), option->name);
    const auto name_of = [&](const std::string& variable) {
      const auto found = names.find(variable);
      return found == names.end() ? std::string() : found->second;
    };
    const po::options_description nothing;
    for (const po::option& twin : po::parse_environment(nothing, name_of).options)
      add_twin(option_called(twin.string_key), twin.value.front());
  }

  void add_twin(const Option& option, const std::string& value) {
    const std::string variable = variable_of(option.name);
    if (value.empty() || line_.values.has(option.name) || is_of_kubernetes_service(variable, value)) return;
    if (option.origin == Origin::missing) return refuse_missing(option);
    if (!option.value.empty()) return line_.values.add_from_environment(option.name, variable, value);
    const std::string word = lower(value);
    if (is_one_of(word, {"on", "true", "yes", "1"})) return line_.values.add_from_environment(option.name, variable);
    // The value is not repeated: who takes PGDUMP_PASSWORD for the password shall not find it in a log.
    if (!is_one_of(word, {"off", "false", "no", "0"}))
      refuse(fmt::format("environment variable {} must be on or off, as it stands for the option --{}", variable,
                         option.name),
             "");
  }

  // An empty value is nearly always a variable of a script that is not set, and would be taken as no option at all. To
  // libpq an empty one means its default; pg_dump and pg_restore fail with some.
  void check_empty(const Option& option, Repeated repeated) {
    const std::string name(option.name);
    if (option.value.empty() || is_one_of(name, {"dbname", "host", "port", "username"})) return;
    const bool fails = is_one_of(name, {"role", "encoding", "snapshot", "lock-wait-timeout", "use-list"});
    if (repeated == Repeated::last_counts && !fails) return;
    for (const std::string& value : line_.values.list(option.name))
      if (value.empty())
        refuse(option.letter == '\0'
                   ? fmt::format("option --{} is given without a value", option.name)
                   : fmt::format("option -{}/--{} is given without a value", option.letter, option.name),
               "Leave the option out, or give it a value.");
  }

  void check_repeated(const Option& option) {
    const std::vector<std::string> given = line_.values.list(option.name);
    if (option.value.empty() || option.repeatable) return;
    const auto other = std::ranges::find_if(given, [&](const std::string& value) { return value != given.front(); });
    if (other != given.end())
      refuse(fmt::format("option --{} is given twice, with {} and with {}", option.name, shown(given.front()),
                         shown(*other)),
             "It takes one value.");
  }

  const Arguments& arguments_;
  OptionList options_{};
  CommandLine line_{};
};

// As pg_dump reads one.
int number_in(const std::string& given, int least, int most, const std::string& option) {
  char* end = nullptr;
  errno = 0;
  const long number = std::strtol(given.c_str(), &end, 10);
  const bool too_large = errno == ERANGE;
  while (std::isspace(static_cast<unsigned char>(*end)) != 0) ++end;
  if (*end != '\0') throw UsageError{fmt::format("invalid value \"{}\" for option {}", given, option)};
  if (too_large || number < least || number > most)
    throw UsageError{fmt::format("{} must be in range {}..{}", option, least, most)};
  return static_cast<int>(number);
}

}  // namespace

void Values::add(std::string_view name, std::string value) {
  given_[std::string(name)].push_back(std::move(value));
}

std::string Values::variable(std::string_view name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? std::string() : found->second;
}

void Values::add_from_environment(std::string_view name, std::string variable, std::string value) {
  variables_.insert_or_assign(std::string(name), std::move(variable));
  add(name, std::move(value));
}

std::string Values::text(std::string_view name) const {
  const auto found = given_.find(name);
  return found == given_.end() ? std::string() : found->second.back();
}

std::vector<std::string> Values::list(std::string_view name) const {
  const auto found = given_.find(name);
  return found == given_.end() ? std::vector<std::string>() : found->second;
}

std::optional<int> Values::integer(std::string_view name, int least, int most, std::string_view shown) const {
  const std::string option = shown.empty() ? fmt::format("--{}", name) : std::string(shown);
  std::optional<int> last;
  for (const std::string& given : list(name)) last = number_in(given, least, most, option);
  return last;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

CommandLine parse(const OptionTable& table, const Arguments& arguments, std::string_view positional,
                  Repeated repeated) {
  return Parser(table, arguments).run(positional, repeated);
}

}  // namespace cli
