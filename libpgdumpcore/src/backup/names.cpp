#include "backup/names.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::backups {

namespace {

constexpr std::string_view partial_suffix = ".partial";
constexpr std::string_view reserved = "globals";

bool stands_for_itself(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

std::string encoded(char c) {
  return fmt::format("%{:02X}", static_cast<unsigned char>(c));
}

bool is_set_name(std::string_view name) {
  static constexpr std::string_view shape = "00000000T000000Z";
  return std::ranges::equal(name, shape,
                            [](char c, char wanted) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; });
}

}  // namespace

std::string encode_name(std::string_view database) {
  std::string out;
  for (const char c : database) out += stands_for_itself(c) ? std::string(1, c) : encoded(c);
  if (!out.empty() && (out.front() == '.' || out == reserved)) out.replace(0, 1, encoded(out.front()));
  return out;
}

std::string set_name(std::chrono::sys_seconds when) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

std::string partial_name(std::string_view set) {
  return fmt::format(".{}{}", set, partial_suffix);
}

bool is_partial_name(std::string_view name) {
  if (!name.starts_with('.') || !name.ends_with(partial_suffix)) return false;
  name.remove_prefix(1);
  name.remove_suffix(partial_suffix.size());
  return is_set_name(name);
}

std::string timestamp(std::chrono::sys_seconds when) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

}  // namespace pgdumpcore::backups
