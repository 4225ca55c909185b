#include "set_list.hpp"

#include "messages.hpp"
#include "text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace cli {

using pgdumpcore::SetInfo;
using pgdumpcore::SetState;

namespace {

std::string_view state_name(SetState state) {
  switch (state) {
    case SetState::complete:
      return "complete";
    case SetState::partial:
      return "partial";
    case SetState::unfinished:
      return "unfinished";
    case SetState::unreadable:
      return "unreadable";
    case SetState::damaged:
      break;
  }
  return "damaged";
}

bool is_in_future(const SetInfo& set) {
  return set.is_in_future && set.state != SetState::unfinished;
}

std::chrono::seconds age_of(const SetInfo& set) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - set.started_at;
}

// The largest unit alone: 3 d
std::string age_text(std::chrono::seconds age) {
  constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
  const auto seconds = std::max<std::int64_t>(age.count(), 0);
  if (seconds >= 2 * day) return fmt::format("{} d", seconds / day);
  if (seconds >= 2 * hour) return fmt::format("{} h", seconds / hour);
  if (seconds >= 2 * minute) return fmt::format("{} min", seconds / minute);
  return fmt::format("{} s", seconds);
}

std::string_view verified_text(const SetInfo& set) {
  if (!set.verified_at) return "";
  return set.was_intact ? ", verified" : ", found damaged";
}

bool is_readable(const SetInfo& set) {
  return set.state == SetState::complete || set.state == SetState::partial;
}

std::string server_text(const SetInfo& set) {
  return set.system_identifier.empty() ? "unknown" : set.system_identifier;
}

bool are_of_several_servers(std::span<const SetInfo> sets) {
  std::set<std::string> servers;
  for (const SetInfo& set : sets)
    if (is_readable(set)) servers.insert(server_text(set));
  return servers.size() > 1;
}

// Which databases it was to hold, unless it is all of them.
std::string selection_text(const SetInfo& set) {
  std::string out;
  if (!set.include_databases.empty()) out += fmt::format(", of {}", fmt::join(set.include_databases, " "));
  if (!set.exclude_databases.empty()) out += fmt::format(", without {}", fmt::join(set.exclude_databases, " "));
  const bool is_unknown = is_readable(set) && !set.is_full && set.include_databases.empty();
  if (is_unknown) out += ", of an unknown selection";
  return is_readable(set) && !set.globals ? out + ", without globals" : out;
}

}  // namespace

std::string set_list_json(std::span<const SetInfo> sets) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const SetInfo& set : sets) {
    nlohmann::ordered_json entry = {{"name", set.name},
                                    {"path", set.path},
                                    {"started_at", time_text(set.started_at)},
                                    {"age_seconds", age_of(set).count()},
                                    {"state", state_name(set.state)},
                                    {"latest", set.is_latest},
                                    {"in_future", set.is_in_future}};
    if (!set.problem.empty()) entry["problem"] = set.problem;
    if (is_readable(set)) {
      entry["size"] = set.size;
      entry["databases"] = set.databases;
      entry["server_version"] = set.server_version;
      entry["system_identifier"] = set.system_identifier;
      entry["full"] = set.is_full;
      entry["globals"] = set.globals;
      entry["include"] = set.include_databases;
      entry["exclude"] = set.exclude_databases;
      if (set.verified_at) entry["verified_at"] = time_text(*set.verified_at);
      if (set.verified_at) entry["intact"] = set.was_intact;
    }
    list.push_back(std::move(entry));
  }
  return json_text(list);
}

std::string set_list_text(std::span<const SetInfo> sets) {
  const bool several = are_of_several_servers(sets);
  const int age_width = std::ranges::any_of(sets, is_in_future) ? 15 : 8;
  std::string out =
      fmt::format("{:<18}{:>{}}{:>11}{:>11}  {}\n", "set", "age", age_width, "size", "databases", "state");
  for (const SetInfo& set : sets) {
    const bool readable = is_readable(set);
    out += fmt::format("{:<18}{:>{}}{:>11}{:>11}  {}{}{}{}{}{}\n", set.name,
                       is_in_future(set) ? "in the future" : age_text(age_of(set)), age_width,
                       readable ? size_text(static_cast<double>(set.size)) : "",
                       readable ? std::to_string(set.databases) : "", state_name(set.state),
                       set.is_latest ? ", latest" : "", verified_text(set), printable(selection_text(set)),
                       several && readable ? ", server " + printable(server_text(set)) : "",
                       set.problem.empty() ? "" : ": " + printable(set.problem));
  }
  if (several)
    out +=
        "\nThere are sets of several servers. Retention removes sets of the server that is backed up alone; those of a "
        "server\nthat is gone stay until \"pgdump prune --server ID\".\n";
  return out;
}

}  // namespace cli
