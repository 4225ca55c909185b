#include "set_path.hpp"

#include "messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace cli {

namespace {

// YYYYMMDDTHHMMSSZ
bool is_set_name(const std::string& name) {
  constexpr std::string_view pattern = "00000000T000000Z";
  return std::ranges::equal(name, pattern,
                            [](char c, char wanted) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; });
}

}  // namespace

std::string set_path(const std::string& given, const std::string& directory) {
  if (directory.empty() || (given != "latest" && !is_set_name(given))) return given;
  std::string there = directory + (directory.ends_with('/') ? "" : "/") + given;
  std::error_code none;
  if (!std::filesystem::exists(given, none)) return there;
  if (!pgdumpcore::is_address(directory)) {
    if (!std::filesystem::exists(there, none)) return given;
    if (std::filesystem::equivalent(given, there, none)) return there;
  }
  // The other one may be of another server.
  throw UsageError{fmt::format("\"{}\" is in the current directory and may be in \"{}\" too", given, directory),
                   fmt::format("Name ./{} or {}.", given, there)};
}

pgdumpcore::FoundSet resolve_set(const std::string& path) {
  pgdumpcore::FoundSet found = pgdumpcore::find_set_and_newer(path);
  if (!found.path.empty() && found.path != path)
    messages().notice(fmt::format("{} leads to backup set {}", path, found.path));
  for (const std::string& name : found.passed_over)
    messages().warning(fmt::format("a newer backup set, {}, is damaged or cannot be read, and was passed over", name),
                       "\"pgdump list\" of the directory says what is wrong with it.");
  return found;
}

}  // namespace cli
