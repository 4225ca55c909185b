#include "sets/verified.hpp"

#include "base/clock.hpp"
#include "sets/names.hpp"

#include <pgdumpcore/version.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace pgdumpcore::sets {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t largest_document = std::size_t{256} << 20;

Json database_json(const VerifiedDatabase& database) {
  return {{"name", database.name},        {"file", database.file},
          {"tables", database.tables},    {"rows", database.rows},
          {"intact", database.intact},    {"restored", database.restored ? Json(*database.restored) : Json(nullptr)},
          {"left_out", database.left_out}};
}

}  // namespace

bool is_damage(const Problem& problem) {
  return problem.kind == ProblemKind::damaged || problem.kind == ProblemKind::missing;
}

void write_verified(const Set& set, const VerifySummary& summary) {
  Json problems = Json::array();
  for (const Problem& problem : summary.problems)
    problems.push_back({{"kind", name_of(problem.kind)}, {"file", problem.file}, {"message", problem.message}});
  Json databases = Json::array();
  for (const VerifiedDatabase& database : summary.databases) databases.push_back(database_json(database));
  const Json document = {{"format_version", 1},
                         {"tool", "pgdump"},
                         {"tool_version", version()},
                         {"verified_at", base::iso_time(base::current_second())},
                         {"intact", std::ranges::none_of(summary.problems, is_damage)},
                         {"problems", problems},
                         {"databases", databases}};
  set.store()->put(set.key(verified_name), document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<LastVerification> read_verified(const Set& set) {
  const std::string file = set.key(verified_name);
  if (!set.store()->size(file) || set.store()->access(file) != storage::Access::granted) return std::nullopt;
  const auto document = nlohmann::json::parse(storage::read_text(*set.store(), file, largest_document), nullptr, false);
  if (!document.is_object() || !document.contains("verified_at") || !document.contains("intact")) return std::nullopt;
  const auto& at = document["verified_at"];
  const auto& intact = document["intact"];
  if (!at.is_string() || !intact.is_boolean()) return std::nullopt;
  const auto time = parse_timestamp(at.get<std::string>());
  if (!time) return std::nullopt;
  return LastVerification{*time, intact.get<bool>()};
}

}  // namespace pgdumpcore::sets
