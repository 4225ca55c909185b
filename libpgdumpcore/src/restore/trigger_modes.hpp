// The modes of triggers that --disable-triggers changes.
#pragma once

#include "archive/script.hpp"
#include "restore/target_session.hpp"

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

// ENABLE TRIGGER ALL, which follows the rows, enables those too that were disabled before, and a restore that ends
// before it leaves all disabled.
class TriggerModes {
 public:
  // Notes them for the tables that are there.
  //   tables: as SQL names them
  TriggerModes(TargetSession& session, std::span<const std::string> tables);

  // Gives each its mode back. Errors go to the report, unless they end the restore.
  //   session: in the same database
  void put_back(TargetSession& session) const;

 private:
  using Trigger = std::pair<std::string, std::string>;  // table, as SQL names it, and name

  [[nodiscard]] std::map<Trigger, char> read(TargetSession& session) const;

  std::string tables_;  // as a list of constants
  std::map<Trigger, char> modes_;
};

// The tables whose rows are wanted.
[[nodiscard]] std::vector<std::string> tables_with_rows(std::span<const archive::Wanted> wanted);

// Puts modes back where a restore has failed: in a session of its own, as that of the restore may be at its end. Where
// a transaction is open its end does it. What fails is a warning.
void put_back_after_failure(std::span<const TriggerModes> modes, TargetSession& session, const std::string& role);

}  // namespace pgdumpcore::restoring
