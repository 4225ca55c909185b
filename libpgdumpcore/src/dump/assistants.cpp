#include "dump/assistants.hpp"

#include "pg/session.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

// Every backend fills caches of its own with the same catalogs, so that more of them gain little.
constexpr int most_at_the_catalog = 4;

// Without an assistant the leader reads the catalog alone.
std::optional<pg::Connection> take_if_there(stream::Recruits& recruits, const std::stop_token& stop) {
  try {
    return recruits.take(stop);
  } catch (const Error& error) {
    if (error.fault() != Fault::connection) throw;
    return std::nullopt;
  }
}

}  // namespace

std::vector<pg::Assistant> engage_assistants(stream::Recruits& recruits, const std::string& snapshot, int jobs,
                                             const std::stop_token& stop) {
  std::vector<pg::Assistant> assistants;
  for (int number = 1; number < std::min(jobs, most_at_the_catalog); ++number) {
    std::optional<pg::Connection> connection = take_if_there(recruits, stop);
    if (!connection) break;
    pg::Assistant assistant{.connection = std::move(*connection)};
    pg::pin_snapshot(assistant.connection, {.imported = snapshot});
    assistant.connection.execute("SET LOCAL lock_timeout = 1");
    assistants.push_back(std::move(assistant));
  }
  return assistants;
}

void dismiss(std::vector<pg::Assistant> assistants, stream::Recruits& recruits) {
  for (pg::Assistant& assistant : assistants) {
    pg::end_snapshot(assistant.connection);
    recruits.give_back(std::move(assistant.connection));
  }
}

}  // namespace pgdumpcore::dumping
