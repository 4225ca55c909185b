// What a restore tells while it runs, and what it has done so far.
#pragma once

#include "restore/script_statement.hpp"

#include <pgdumpcore/restore.hpp>

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>

namespace pgdumpcore::restoring {

// Shared by all workers of a restore: one call of the observer at a time.
class Report {
 public:
  //   passes_damage: what cannot be read of the input is passed over like what the server refuses
  Report(const RestoreObserver& observer, bool stop_at_first, bool passes_damage = false)
      : observer_(observer), stop_at_first_(stop_at_first), passes_damage_(passes_damage) {}

  // Whether an error is of a kind that leaves something to go on with.
  [[nodiscard]] bool may_pass_over(const Error& error) const;

  // Counts what the server refused and tells it; throws it instead if the first error is to end the restore, or if it
  // is of a kind that leaves nothing to go on with.
  void error(const Error& error);
  void log(LogLevel level, const std::string& message, const std::string& hint = "");

  // What is to come, for progress.
  //   sizes: of the data of entries, in the unit of `loaded` if is_text, else as they are stored
  void expect_tables(std::uint64_t count, std::unordered_map<int, std::uint64_t> sizes = {}, bool is_text = false);
  void in_database(const std::string& name);
  // An object is at work, such as `INDEX public.i`.
  void begin(const std::string& object);
  // `table` is at work; bytes of rows or large objects have gone to it.
  void loaded(const std::string& table, std::uint64_t bytes);
  //   entry: its identifier, for its size; 0: it has none
  void table_done(std::uint64_t rows, int entry = 0);
  void object_done();
  // A statement of a script has put rows into this table.
  void inserted_into(const ScriptName& table);

  [[nodiscard]] std::uint64_t errors() const;
  // Database and so on are the caller's to fill in.
  [[nodiscard]] RestoreSummary summary() const;

 private:
  const RestoreObserver& observer_;
  bool stop_at_first_;
  bool passes_damage_;
  mutable std::mutex gate_{};
  RestoreSummary done_{};
  Progress progress_{};
  std::unordered_map<int, std::uint64_t> sizes_{};
  bool sizes_are_text_ = false;
  std::set<ScriptName> inserted_into_{};
};

}  // namespace pgdumpcore::restoring
