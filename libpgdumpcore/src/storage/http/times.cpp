#include "storage/http/times.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace pgdumpcore::storage {

using std::chrono::sys_seconds;

namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<sys_seconds> time_of(const std::chrono::year_month_day& date, int hour, int minute, int second) {
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

}  // namespace

std::optional<sys_seconds> parse_iso_time(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int length = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &length) !=
      6)
    return std::nullopt;
  const auto found =
      time_of({std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}, hour, minute, second);
  if (!found) return std::nullopt;
  std::string zone = text.substr(static_cast<std::size_t>(length));
  if (zone.starts_with('.')) zone.erase(0, std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
  if (zone == "Z") return found;
  char sign = ' ';
  if (std::sscanf(zone.c_str(), "%c%2d:%2d", &sign, &hour, &minute) != 3 || (sign != '+' && sign != '-'))
    return std::nullopt;
  const auto offset = std::chrono::hours{hour} + std::chrono::minutes{minute};
  return sign == '+' ? *found - offset : *found + offset;
}

std::optional<sys_seconds> parse_http_date(const std::string& text) {
  std::array<char, 4> name{};
  unsigned day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int length = 0;
  if (std::sscanf(text.c_str(), "%*3[A-Za-z], %2u %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &day, name.data(), &year, &hour,
                  &minute, &second, &length) != 6 ||
      static_cast<std::size_t>(length) != text.size())
    return std::nullopt;
  const auto* const month = std::ranges::find(months, std::string_view(name.data()));
  if (month == months.end()) return std::nullopt;
  const auto number = static_cast<unsigned>(month - months.begin()) + 1;
  return time_of({std::chrono::year{year}, std::chrono::month{number}, std::chrono::day{day}}, hour, minute, second);
}

// In English, whatever the locale.
std::string http_date(sys_seconds time) {
  const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(time));
  return fmt::format("{}, {:%d} {} {:%Y %H:%M:%S} GMT", weekdays.at(static_cast<std::size_t>(parts.tm_wday)), parts,
                     months.at(static_cast<std::size_t>(parts.tm_mon)), parts);
}

}  // namespace pgdumpcore::storage
