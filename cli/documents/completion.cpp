// Completion in bash and zsh, made from the commands' tables of options.
#include "documents.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

namespace cli {

namespace {

enum class Completes { nothing, text, words, files, directories };

// The name that help gives to a value says what it is.
Completes completes(const Option& option) {
  static constexpr std::array<std::string_view, 5> files = {"FILE", "FILENAME", "SET|ARCHIVE", "DIR|SET|ARCHIVE",
                                                            "SET|CONNINFO"};
  if (option.value.empty()) return Completes::nothing;
  if (!option.words.empty()) return Completes::words;
  if (option.value == "DIR") return Completes::directories;
  return std::ranges::find(files, option.value) == files.end() ? Completes::text : Completes::files;
}

std::vector<const Command*> commands() {
  std::vector<const Command*> all;
  for (const CommandGroup& group : command_groups())
    all.insert(all.end(), group.commands.begin(), group.commands.end());
  return all;
}

std::vector<Option> offered_options(const Command& command) {
  std::vector<Option> offered;
  for (const OptionGroup& group : command.options())
    for (const Option& option : group.options)
      if (option.origin != Origin::missing) offered.push_back(option);
  return offered;
}

// The options that stand for what has no name.
std::vector<const Option*> positional_options(const Command& command, const std::vector<Option>& options) {
  std::vector<const Option*> positional;
  for (std::string_view left = command.positional; !left.empty();) {
    const std::string_view name = left.substr(0, left.find(' '));
    positional.push_back(&*std::ranges::find(options, name, &Option::name));
    left.remove_prefix(std::min(left.size(), name.size() + 1));
  }
  return positional;
}

std::string replaced(std::string_view text, const std::map<char, std::string_view>& replacements) {
  std::string out;
  for (const char c : text) {
    const auto found = replacements.find(c);
    found == replacements.end() ? out += c : out += found->second;
  }
  return out;
}

// A word for a shell; what it holds is known to have no quotes in it but these.
std::string quoted(std::string_view text) {
  return fmt::format("'{}'", replaced(text, {{'\'', "'\\''"}}));
}

// --- bash

constexpr std::string_view bash_begin = R"bash(# Completion of pgdump in bash, made from its tables of options.
# shellcheck shell=bash

# The options of command $1; those that want a value end in =.
_pgdump_options() {
    case $1 in
)bash";

constexpr std::string_view bash_values = R"bash(    esac
}

# What stands behind option $2 of command $1: words, or :files, :directories or :text; nothing behind those without value.
# Option "" is what has no option before it.
_pgdump_values() {
    case $1:$2 in
)bash";

constexpr std::string_view bash_end = R"bash(    esac
}

_pgdump_words() { # WORDS: those that begin with $current
    local - word
    set -f
    for word in $1; do
        [[ $word != "$current"* ]] || COMPREPLY+=("$glued$word")
    done
}

_pgdump() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    local option='' glued='' values=''
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        _pgdump_words "$commands"
        return
    fi
    if [[ $command == help ]]; then
        ((COMP_CWORD > 2)) || _pgdump_words "$commands"
        return
    fi
    # --option=value is three words where = breaks words, as it does by default, and one where it does not.
    if [[ $current == = ]]; then
        option=$before current=''
    elif [[ $before == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $current == --*=* ]]; then
        option=${current%%=*} glued=${current%%=*}= current=${current#*=}
    elif [[ $before == -* ]]; then
        option=$before
    fi
    [[ -z $option ]] || values=$(_pgdump_values "$command" "$option")
    if [[ -z $values && $current == -* ]]; then
        _pgdump_words "$(_pgdump_options "$command")"
        [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
        return
    fi
    [[ -n $values ]] || values=$(_pgdump_values "$command" '')
    case $values in
        # Left to the shell, which knows how to quote names.
        :files) compopt -o bashdefault -o default ;;
        :directories) compopt -o plusdirs ;;
        :text) ;;
        '') _pgdump_words "$(_pgdump_options "$command")" ;;
        *) _pgdump_words "$values" ;;
    esac
}

complete -F _pgdump pgdump
)bash";

std::string bash_options(const Command& command) {
  std::vector<std::string> words;
  for (const Option& option : offered_options(command)) {
    if (option.letter != '\0') words.push_back(fmt::format("-{}", option.letter));
    words.push_back(fmt::format("--{}{}", option.name, option.value.empty() ? "" : "="));
  }
  return fmt::format("        {}) echo {} ;;\n", command.name, quoted(fmt::format("{}", fmt::join(words, " "))));
}

std::string bash_value(const Option& option) {
  switch (completes(option)) {
    case Completes::words:
      return quoted(option.words);
    case Completes::files:
      return ":files";
    case Completes::directories:
      return ":directories";
    case Completes::text:
      return ":text";
    case Completes::nothing:
      break;
  }
  return "";
}

std::string bash_values_of(const Command& command) {
  const std::vector<Option> options = offered_options(command);
  std::map<std::string, std::vector<std::string>> patterns;  // by what they complete to
  for (const Option& option : options) {
    const std::string value = bash_value(option);
    if (value.empty()) continue;
    if (option.letter != '\0') patterns[value].push_back(fmt::format("{}:-{}", command.name, option.letter));
    patterns[value].push_back(fmt::format("{}:--{}", command.name, option.name));
  }
  // Where there are several, they take the same.
  if (const auto operands = positional_options(command, options); !operands.empty())
    patterns[bash_value(*operands.front())].push_back(fmt::format("{}:", command.name));
  std::string out;
  for (const auto& [value, list] : patterns)
    out += fmt::format("        {}) echo {} ;;\n", fmt::join(list, " | "), value);
  return out;
}

// --- zsh

std::string zsh_explained(std::string_view text) {
  return replaced(text, {{'[', "\\["}, {']', "\\]"}, {'\\', "\\\\"}, {'\'', "'\\''"}});
}

std::string zsh_message(std::string_view text) {
  return replaced(text, {{':', "\\:"}, {'\\', "\\\\"}, {'\'', "'\\''"}});
}

std::string zsh_action(const Option& option) {
  switch (completes(option)) {
    case Completes::words:
      return fmt::format("({})", option.words);
    case Completes::files:
      return "_files";
    case Completes::directories:
      return "_directories";
    case Completes::text:
    case Completes::nothing:
      break;
  }
  return " ";
}

// A name and what stands behind it. Every option may be given again.
std::string zsh_option(const Option& option, const std::string& name) {
  std::string specification = fmt::format("*{}[{}]", name, zsh_explained(option.help));
  if (!option.value.empty()) specification += fmt::format(":{}:{}", zsh_message(option.value), zsh_action(option));
  return fmt::format("    '{}' \\\n", specification);
}

std::string zsh_function(const Command& command) {
  const std::vector<Option> options = offered_options(command);
  std::string out = fmt::format("\n_pgdump-{}() {{\n  _arguments -s -S : \\\n", command.name);
  for (const Option& option : options) {
    const bool valued = !option.value.empty();
    if (option.letter != '\0') out += zsh_option(option, fmt::format("-{}{}", option.letter, valued ? "+" : ""));
    out += zsh_option(option, fmt::format("--{}{}", option.name, valued ? "=" : ""));
  }
  for (const Option* operand : positional_options(command, options))
    out += fmt::format("    ':{}:{}' \\\n", zsh_message(operand->value), zsh_action(*operand));
  out.erase(out.rfind(" \\\n"), 2);
  return out + "}\n";
}

constexpr std::string_view zsh_end = R"zsh(
_pgdump() {
  local curcontext=$curcontext state
  local -a line
  typeset -A opt_args
  _arguments -C : \
    '(- *)'{-V,--version}'[show the version, then exit]' \
    '(- *)'{-\?,--help}'[show the commands, then exit]' \
    '1:command:_pgdump_commands' \
    '*::argument:->arguments' && return
  [[ $state == arguments ]] || return
  if [[ $words[1] == help ]]; then
    _arguments ':command:_pgdump_commands'
  elif (( $+functions[_pgdump-$words[1]] )); then
    _pgdump-$words[1]
  fi
}

_pgdump "$@"
)zsh";

}  // namespace

std::string bash_completion() {
  std::string out(bash_begin);
  std::string names = "help";
  for (const Command* command : commands()) {
    out += bash_options(*command);
    names += fmt::format(" {}", command->name);
  }
  out += bash_values;
  for (const Command* command : commands()) out += bash_values_of(*command);
  std::string end(bash_end);
  const std::string_view local = "    local option=";
  end.insert(end.find(local), fmt::format("    local commands={}\n", quoted(names)));
  return out + end;
}

std::string zsh_completion() {
  std::string out = "#compdef pgdump\n# Completion of pgdump in zsh, made from its tables of options.\n\n";
  out += "_pgdump_commands() {\n  local -a commands=(\n";
  for (const Command* command : commands())
    out += fmt::format("    '{}:{}'\n", command->name, zsh_message(command->summary));
  out += "    'help:show the options of a command'\n  )\n  _describe -t commands command commands\n}\n";
  for (const Command* command : commands()) out += zsh_function(*command);
  return out.append(zsh_end);
}

}  // namespace cli
