#include "storage/s3/profile.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unistd.h>

namespace pgdumpcore::storage::s3 {

namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

// "[profile a]" is "profile a".
std::string section_in(std::string_view line) {
  const std::size_t end = line.find(']');
  return end == std::string_view::npos ? std::string() : trimmed(line.substr(1, end - 1));
}

// A comment behind a value begins with a blank, since values may hold either character.
std::string without_comment(const std::string& value) {
  const std::size_t at = std::min(value.find(" #"), value.find(" ;"));
  return trimmed(std::string_view(value).substr(0, at));
}

ProfileFile read_profile_file(const std::string& path) {
  if (path.empty() || ::access(path.c_str(), F_OK) != 0) return {};
  return parse_profile_file(read_small_file(path));
}

std::string path_of_file(const Environment& environment, const char* variable, const char* below_home) {
  std::string path = environment(variable);
  const std::string home = environment("HOME");
  if (path.starts_with("~/") && !home.empty()) return home + path.substr(1);
  if (path.empty() && !home.empty()) path = home + below_home;
  return path;
}

}  // namespace

ProfileFile parse_profile_file(std::string_view text) {
  ProfileFile file;
  std::string section;
  std::string outer;  // the setting that an indented line belongs to
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string content = trimmed(line);
    if (content.empty() || content.front() == '#' || content.front() == ';') continue;
    if (content.front() == '[') {
      section = section_in(content);
      outer.clear();
      file[section];
      continue;
    }
    const std::size_t equals = content.find('=');
    if (equals == std::string::npos || section.empty()) continue;
    const std::string name = trimmed(std::string_view(content).substr(0, equals));
    const std::string value = without_comment(content.substr(equals + 1));
    if (is_space(line.front()) && !outer.empty()) {
      file[section][fmt::format("{}.{}", outer, name)] = value;
      continue;
    }
    outer = value.empty() ? name : std::string();
    file[section][name] = value;
  }
  return file;
}

Profile read_profile(const Environment& environment) {
  Profile profile{.name = environment("AWS_PROFILE")};
  profile.is_named_by_user = !profile.name.empty();
  if (profile.name.empty()) profile.name = "default";
  const ProfileFile config = read_profile_file(path_of_file(environment, "AWS_CONFIG_FILE", "/.aws/config"));
  const ProfileFile credentials =
      read_profile_file(path_of_file(environment, "AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials"));
  const auto take = [&](const ProfileFile& file, const std::string& section) {
    const auto found = file.find(section);
    if (found == file.end()) return;
    profile.exists = true;
    for (const auto& [name, value] : found->second) profile.settings[name] = value;
  };
  if (profile.name == "default") take(config, "default");
  take(config, "profile " + profile.name);
  take(credentials, profile.name);
  return profile;
}

}  // namespace pgdumpcore::storage::s3
