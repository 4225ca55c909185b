#include "archive/script_routine.hpp"

#include "archive/sql_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

// Arguments as they identify a routine: without defaults, and without those that are only given back.
std::string identity_arguments(string_view arguments, bool keeps_out) {
  std::string out;
  std::size_t depth = 0;
  bool in_default = false;
  std::string argument;
  const auto end_argument = [&] {
    while (argument.ends_with(' ')) argument.pop_back();
    const bool given_back = argument.starts_with("OUT ") || argument.starts_with("TABLE ");
    if (!argument.empty() && (!given_back || keeps_out)) out += (out.empty() ? "" : ", ") + argument;
    argument.clear();
    in_default = false;
  };
  std::size_t before = 0;
  for (SqlWords words(arguments);;) {
    const string_view word = words.next();
    if (word.empty()) break;
    const auto begin = static_cast<std::size_t>(word.data() - arguments.data());
    const string_view space = arguments.substr(before, begin - before);
    before = words.offset();
    if (word == "(" || word == "[") ++depth;
    if ((word == ")" || word == "]") && depth > 0) --depth;
    if (depth == 0 && word == ",") {
      end_argument();
      continue;
    }
    if (depth == 0 && word == "DEFAULT") in_default = true;
    if (in_default) continue;
    if (!argument.empty()) argument += space;
    argument += word;
  }
  end_argument();
  return out;
}

}  // namespace

string_view created_name(string_view create, string_view kind) {
  static constexpr std::array<string_view, 9> modifiers = {
      "OR", "REPLACE", "UNLOGGED", "TEMPORARY", "TRUSTED", "RECURSIVE", "CONSTRAINT", "DEFAULT", "TEMP"};
  SqlWords words(create);
  if (!words.accept("CREATE")) return {};
  while (std::ranges::find(modifiers, words.peek()) != modifiers.end()) static_cast<void>(words.next());
  for (SqlWords of_kind(kind); !of_kind.peek().empty();)
    if (!words.accept(of_kind.next())) return {};
  if (words.accept("IF")) {
    words.accept("NOT");
    words.accept("EXISTS");
  }
  return words.name();
}

Definition plain_definition(string_view kind, string_view name) {
  if (name.empty()) return {};
  const std::string identity = fmt::format("{} {}", kind, name);
  return {.identity = identity, .drop = fmt::format("DROP {};\n", identity), .name = std::string(name)};
}

Definition define_routine(const Entry& entry, string_view owned, int major) {
  const string_view kind = entry.description;
  Definition out;
  out.name = created_name(entry.create, kind);
  if (!owned.empty()) {
    out.identity = owned;
  } else if (!out.name.empty()) {
    const string_view create = entry.create;
    SqlWords words(create.substr(create.find(out.name) + out.name.size()));
    if (!words.accept("(")) return out;
    const auto arguments = words.until(")");
    if (!arguments) return out;
    const bool keeps_out = kind == "PROCEDURE" && major >= 14;
    out.identity = fmt::format("{} {}({})", kind, out.name, identity_arguments(*arguments, keeps_out));
  }
  if (!out.identity.empty()) out.drop = fmt::format("DROP {};\n", out.identity);
  return out;
}

// CREATE OPERATOR sales.+ (…, LEFTARG = …, RIGHTARG = …
Definition define_operator(const Entry& entry, string_view owned) {
  std::string identity(owned);
  if (identity.empty()) {
    static constexpr string_view beginning = "CREATE OPERATOR ";
    const string_view create = entry.create;
    const std::size_t end = create.find(" (");
    if (!create.starts_with(beginning) || end == string_view::npos) return {};
    const auto argument = [&](string_view mark) -> std::string {
      const std::size_t at = create.find(mark);
      if (at == string_view::npos) return "NONE";
      const string_view rest = create.substr(at + mark.size());
      return std::string(rest.substr(0, std::min(rest.find(",\n"), rest.find("\n);"))));
    };
    identity = fmt::format("OPERATOR {} ({}, {})", create.substr(beginning.size(), end - beginning.size()),
                           argument("    LEFTARG = "), argument("    RIGHTARG = "));
  }
  return {.identity = identity, .drop = fmt::format("DROP {};\n", identity)};
}

}  // namespace pgdumpcore::archive
