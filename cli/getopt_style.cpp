#include "getopt_style.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace po = boost::program_options;

namespace {

void take_value(po::option& option, std::vector<std::string>& arguments) {
  if (arguments.empty()) return;
  option.value.push_back(arguments.front());
  arguments.erase(arguments.begin());
}

std::string without_value(const std::string& token) {
  return token.substr(0, token.find('='));
}

}  // namespace

std::vector<po::option> GetoptStyle::read(std::vector<std::string>& arguments) {
  token_ = arguments.front();
  if (token_.size() < 2 || token_[0] != '-' || token_ == "--") return {};
  arguments.erase(arguments.begin());
  return token_[1] == '-' ? read_long(arguments) : read_short(arguments);
}

// The option of this name, or all that it abbreviates.
OptionList GetoptStyle::matches(const std::string& name) const {
  OptionList found;
  for (const Option* option : options_) {
    if (option->name == name) return {option};
    if (option->name.starts_with(name)) found.push_back(option);
  }
  const auto is_ours = [](const Option* option) { return option->origin == Origin::pgdump_only; };
  if (std::ranges::count_if(found, is_ours) + 1 == std::ranges::ssize(found)) std::erase_if(found, is_ours);
  return found;
}

// --NAME or --NAME=VALUE
GetoptStyle::Parsed GetoptStyle::read_long(std::vector<std::string>& arguments) const {
  const std::size_t equals = token_.find('=');
  const OptionList found = matches(without_value(token_).substr(2));
  if (found.size() > 1) {
    std::vector<std::string> names;
    for (const Option* option : found) names.emplace_back(option->name);
    throw po::ambiguous_option(names);
  }
  if (found.empty()) return {po::option(token_.substr(2), {})};
  const Option& known = *found.front();
  po::option option(std::string(known.name), {});
  if (equals != std::string::npos)
    option.value.push_back(token_.substr(equals + 1));
  else if (!known.value.empty())
    take_value(option, arguments);
  return {option};
}

// -abc, where the last one may have its value behind it or as the next argument
GetoptStyle::Parsed GetoptStyle::read_short(std::vector<std::string>& arguments) const {
  Parsed read;
  for (std::size_t i = 1; i < token_.size(); ++i) {
    po::option& option = read.emplace_back(fmt::format("-{}", token_[i]), std::vector<std::string>());
    const auto found = std::ranges::find(options_, token_[i], &Option::letter);
    if (found == options_.end() || (*found)->value.empty()) continue;
    if (i + 1 < token_.size())
      option.value.push_back(token_.substr(i + 1));
    else
      take_value(option, arguments);
    break;
  }
  return read;
}

std::string GetoptStyle::worded(const po::error& refusal) const {
  const bool is_letter = !token_.starts_with("--");
  if (const auto* ambiguous = dynamic_cast<const po::ambiguous_option*>(&refusal)) {
    std::string names;
    for (const std::string& name : ambiguous->alternatives()) names += fmt::format(" '--{}'", name);
    return fmt::format("option '{}' is ambiguous; possibilities:{}", token_, names);
  }
  if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&refusal))
    return is_letter ? fmt::format("invalid option -- '{}'", unknown->get_option_name().back())
                     : fmt::format("unrecognized option '{}'", token_);
  const auto* syntax = dynamic_cast<const po::invalid_syntax*>(&refusal);
  if (syntax != nullptr && syntax->kind() == po::invalid_syntax::missing_parameter)
    return is_letter ? fmt::format("option requires an argument -- '{}'", token_.back())
                     : fmt::format("option '{}' requires an argument", syntax->get_option_name());
  if (syntax != nullptr && syntax->kind() == po::invalid_syntax::extra_parameter)
    return fmt::format("option '{}' doesn't allow an argument", syntax->get_option_name());
  return refusal.what();
}

}  // namespace cli
