// The settings that AWS's tools share: environment variables, and the files ~/.aws/config and ~/.aws/credentials.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#pragma once

#include "storage/environment.hpp"

#include <map>
#include <string>
#include <string_view>

namespace pgdumpcore::storage::s3 {

// The settings of one profile. A setting below another, such as addressing_style below s3, is "s3.addressing_style".
struct Profile {
  std::string name{};
  bool is_named_by_user = false;  // by AWS_PROFILE
  bool exists = false;
  std::map<std::string, std::string> settings{};

  [[nodiscard]] std::string get(const std::string& setting) const {
    const auto found = settings.find(setting);
    return found == settings.end() ? std::string() : found->second;
  }
};

// The sections of such a file by name, each with its settings.
using ProfileFile = std::map<std::string, std::map<std::string, std::string>>;
[[nodiscard]] ProfileFile parse_profile_file(std::string_view text);

// The profile that AWS_PROFILE names, or "default", of both files; what the credentials file says comes first. A file
// that is not there is empty. Throws Error (io) if one that is there cannot be read.
[[nodiscard]] Profile read_profile(const Environment& environment);

}  // namespace pgdumpcore::storage::s3
