#include "sets/names.hpp"

#include "base/clock.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace pgdumpcore::sets {

namespace {

constexpr std::string_view reserved = "globals";
constexpr std::string_view set_shape = "00000000T000000Z";
constexpr std::string_view timestamp_shape = "0000-00-00T00:00:00Z";

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool stands_for_itself(char c) {
  return is_capital(c) || (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '_' || c == '-';
}

std::string encoded(char c) {
  return fmt::format("%{:02X}", static_cast<unsigned char>(c));
}

std::string encode_name(std::string_view database, bool capitals) {
  std::string out;
  for (const char c : database)
    out += stands_for_itself(c) && !(capitals && is_capital(c)) ? std::string(1, c) : encoded(c);
  if (!out.empty() && (out.front() == '.' || out == reserved)) out.replace(0, 1, encoded(out.front()));
  return out;
}

std::string folded(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return is_capital(c) ? static_cast<char>(c | 0x20) : c; });
  return text;
}

// The time in a text whose shape has a 0 for every digit; nullopt: the text has another shape, or names no time.
std::optional<std::chrono::sys_seconds> parse_time(std::string_view text, std::string_view shape) {
  if (!std::ranges::equal(text, shape, [](char c, char wanted) { return wanted == '0' ? is_digit(c) : c == wanted; }))
    return std::nullopt;
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  const auto number = [&](std::size_t from, std::size_t length) {
    return static_cast<unsigned>(std::stoul(digits.substr(from, length)));
  };
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(number(0, 4))),
                                         std::chrono::month(number(4, 2)), std::chrono::day(number(6, 2)));
  const unsigned hours = number(8, 2);
  const unsigned minutes = number(10, 2);
  const unsigned seconds = number(12, 2);
  if (!date.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
         std::chrono::seconds(seconds);
}

}  // namespace

std::vector<std::string> encode_names(const std::vector<std::string>& databases) {
  std::set<std::string> taken = {std::string(reserved)};
  // Names without capitals cannot be encoded in another way.
  for (const std::string& database : databases)
    if (std::ranges::none_of(database, is_capital)) taken.insert(folded(encode_name(database, false)));
  std::vector<std::string> names;
  for (const std::string& database : databases) {
    const std::string name = encode_name(database, false);
    const bool free = std::ranges::none_of(database, is_capital) || taken.insert(folded(name)).second;
    names.push_back(free ? name : encode_name(database, true));
  }
  return names;
}

std::string set_name(std::chrono::sys_seconds when) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

std::optional<std::chrono::sys_seconds> set_time(std::string_view name) {
  return parse_time(name, set_shape);
}

std::string timestamp(std::chrono::sys_seconds when) {
  return base::iso_time(when);
}

std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text) {
  return parse_time(text, timestamp_shape);
}

}  // namespace pgdumpcore::sets
