#include "arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>

namespace cli {

namespace {

std::string quoted_list(const std::vector<const Option*>& options) {
  std::string names;
  for (const Option* option : options) names += fmt::format(" '--{}'", option->name);
  return names;
}

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

class Parser {
 public:
  Parser(const OptionTable& table, const Arguments& arguments, Repeated repeated)
      : arguments_(arguments), line_{.values = Values(repeated)} {
    for (const OptionGroup& group : table)
      for (const Option& option : group.options) options_.push_back(&option);
  }

  CommandLine run(std::string_view positional) {
    while (next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      if (argument == "--") break;
      if (argument.starts_with("--"))
        long_option(argument.substr(2));
      else if (argument.starts_with("-") && argument.size() > 1)
        short_options(argument);
      else
        others_.push_back(&argument);
    }
    while (next_ < arguments_.size()) others_.push_back(&arguments_[next_++]);
    place_others(positional);
    for (const Option* option : options_) environment(*option);
    return std::move(line_);
  }

 private:
  void refuse(std::string message, std::string hint = try_help) {
    if (!line_.problem) line_.problem = UsageError{std::move(message), std::move(hint)};
  }

  void refuse_missing(const Option& option) {
    refuse(fmt::format("option --{} of pg_dump is not supported", option.name), std::string(option.help));
  }

  [[nodiscard]] std::vector<const Option*> matches(const std::string& name) const {
    std::vector<const Option*> found;
    for (const Option* option : options_) {
      if (option->name == name) return {option};
      if (option->name.starts_with(name)) found.push_back(option);
    }
    const auto is_ours = [](const Option* option) { return option->origin == Origin::ours; };
    if (std::ranges::count_if(found, is_ours) + 1 == std::ranges::ssize(found)) std::erase_if(found, is_ours);
    return found;
  }

  // NAME or NAME=VALUE
  void long_option(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const std::vector<const Option*> found = matches(name);
    if (found.empty()) return refuse(fmt::format("unrecognized option '--{}'", text));
    if (found.size() > 1)
      return refuse(fmt::format("option '--{}' is ambiguous; possibilities:{}", text, quoted_list(found)));
    const Option& option = *found.front();
    if (option.origin == Origin::missing) return refuse_missing(option);
    if (option.value.empty()) {
      if (equals != std::string::npos)
        return refuse(fmt::format("option '--{}' doesn't allow an argument", option.name));
      return line_.values.add(option.name);
    }
    if (equals != std::string::npos) return line_.values.add(option.name, text.substr(equals + 1));
    if (next_ == arguments_.size()) return refuse(fmt::format("option '--{}' requires an argument", option.name));
    line_.values.add(option.name, arguments_[next_++]);
  }

  // -abc, where the last one may have its value behind it or as the next argument
  void short_options(const std::string& text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
      const auto found = std::ranges::find(options_, text[i], &Option::letter);
      if (found == options_.end()) {
        refuse(fmt::format("invalid option -- '{}'", text[i]));
        continue;
      }
      const Option& option = **found;
      if (option.origin == Origin::missing) return refuse_missing(option);
      if (option.value.empty()) {
        line_.values.add(option.name);
        continue;
      }
      if (i + 1 < text.size()) return line_.values.add(option.name, text.substr(i + 1));
      if (next_ == arguments_.size()) return refuse(fmt::format("option requires an argument -- '{}'", text[i]));
      return line_.values.add(option.name, arguments_[next_++]);
    }
  }

  void place_others(std::string_view positional) {
    if (others_.empty()) return;
    const bool wanted = !positional.empty() && !line_.values.has(positional);
    if (wanted) line_.values.add(positional, *others_.front());
    if (others_.size() > (wanted ? 1 : 0))
      refuse(fmt::format("too many command-line arguments (first is \"{}\")", *others_[wanted ? 1 : 0]));
  }

  void environment(const Option& option) {
    const std::string variable = variable_of(option.name);
    const char* const value = std::getenv(variable.c_str());
    if (value == nullptr || *value == '\0' || line_.values.has(option.name)) return;
    if (is_of_kubernetes_service(variable, value)) return;
    if (option.origin == Origin::missing) return refuse_missing(option);
    if (!option.value.empty()) return line_.values.add(option.name, value);
    const std::string word = lower(value);
    if (is_one_of(word, {"on", "true", "yes", "1"})) return line_.values.add(option.name);
    // The value is not repeated: who takes PGDUMP_PASSWORD for the password shall not find it in a log.
    if (!is_one_of(word, {"off", "false", "no", "0"}))
      refuse(fmt::format("environment variable {} must be on or off, as it stands for the option --{}", variable,
                         option.name),
             "");
  }

  const Arguments& arguments_;
  std::size_t next_ = 0;
  std::vector<const Option*> options_{};
  std::vector<const std::string*> others_{};  // what is no option
  CommandLine line_;
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

std::string Values::text(std::string_view name) const {
  const auto found = given_.find(name);
  if (found == given_.end()) return {};
  check_repeated(name, found->second);
  return found->second.back();
}

void Values::check_repeated(std::string_view name, const std::vector<std::string>& given) const {
  const auto other = std::ranges::find_if(given, [&](const std::string& value) { return value != given.front(); });
  if (repeated_ == Repeated::last_counts || other == given.end()) return;
  throw UsageError{fmt::format("option --{} is given twice, with \"{}\" and with \"{}\"", name, given.front(), *other),
                   "It takes one value."};
}

std::vector<std::string> Values::list(std::string_view name) const {
  const auto found = given_.find(name);
  return found == given_.end() ? std::vector<std::string>() : found->second;
}

std::optional<int> Values::integer(std::string_view name, int least, int most, std::string_view shown) const {
  const std::string option = shown.empty() ? fmt::format("--{}", name) : std::string(shown);
  const std::vector<std::string> all = list(name);
  std::optional<int> last;
  for (const std::string& given : all) last = number_in(given, least, most, option);
  check_repeated(name, all);
  return last;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

CommandLine parse(const OptionTable& table, const Arguments& arguments, std::string_view positional,
                  Repeated repeated) {
  return Parser(table, arguments, repeated).run(positional);
}

}  // namespace cli
