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
  if (pgdumpcore::is_address(directory)) return there;
  std::error_code none;
  const bool is_only_here = std::filesystem::exists(given, none) && !std::filesystem::exists(there, none);
  return is_only_here ? given : there;
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
