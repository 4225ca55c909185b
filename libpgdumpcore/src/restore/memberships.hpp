// What tables lose when they are dropped to be made again, and no dump of them has: what others have made of them
// since.
#pragma once

#include "archive/script.hpp"
#include "restore/target_session.hpp"

#include <map>
#include <span>
#include <string>
#include <utility>

namespace pgdumpcore::restoring {

// Membership of tables in publications and subscriptions.
class Memberships {
 public:
  // Notes them for the tables that are restored.
  Memberships(TargetSession& session, std::span<const archive::Wanted> wanted);

  // Warns of those that are no longer there, with what makes them again.
  void report_lost(TargetSession& session) const;

 private:
  struct Members {
    std::map<std::pair<std::string, std::string>, std::string>
        commands{};  // by publication and table, as SQL names them
    std::map<std::pair<std::string, std::string>, std::string> refreshes{};  // by subscription and table
  };
  [[nodiscard]] Members read(TargetSession& session) const;

  std::string tables_;  // as a list of constants
  Members before_;
};

}  // namespace pgdumpcore::restoring
