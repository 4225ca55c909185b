// Which entry may be restored next when several are at work.
#pragma once

#include "archive/reader.hpp"
#include "archive/script.hpp"
#include "archive/toc.hpp"
#include "restore/key_order.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pgdumpcore::restoring {

// How much data each entry has, by its identifier, as stored; entries of which that is not known are left out.
using Weights = std::unordered_map<int, std::uint64_t>;
[[nodiscard]] Weights stored_sizes(archive::ArchiveReader& reader);

// Which tables are partitions or children of which, by identifiers.
struct Inheritance {
  std::unordered_map<int, std::vector<int>> parents{};
  std::unordered_map<int, std::vector<int>> children{};
};
[[nodiscard]] Inheritance inheritance_in(const archive::Toc& toc);

// An entry waits for those it depends on; in the section post-data that means the rows of its tables. Of two that could
// begin the one with more data does, and what alters a table does not run beside anything else on that table, nor
// beside what alters the tables above it. What reaches the partitions and children of a table waits for their rows too.
// Used by one thread at a time.
class Schedule {
 public:
  // What `items` depend on outside of them counts as done. They must outlive the schedule.
  //   waits: what entries wait for besides
  Schedule(std::span<const archive::Wanted> items, const Weights& weights, const Inheritance& inheritance,
           const WaitsFor& waits = {});

  // An item to begin with now, or nothing if all must wait for one that is running. Dependencies that cannot be met,
  // as damaged archives have them, are ignored when nothing else is left.
  [[nodiscard]] std::optional<std::size_t> take();
  void done(std::size_t item);
  [[nodiscard]] bool finished() const { return unfinished_ == 0; }

 private:
  enum class State { waiting, running, done };
  struct Item {
    std::vector<int> dependencies{};       // identifiers, of other items or not
    std::vector<int> locks{};              // those of them that nothing else may use meanwhile
    std::vector<std::size_t> followers{};  // items that wait for this one
    std::size_t missing = 0;               // how many it waits for
    std::uint64_t weight = 0;
    State state = State::waiting;
  };

  void read_entries(std::span<const archive::Wanted> wanted, const Weights& weights, const Inheritance& inheritance);
  void add_waits(std::span<const archive::Wanted> wanted, const WaitsFor& waits);
  void link(std::span<const archive::Wanted> wanted);
  [[nodiscard]] bool conflicts(const Item& item) const;

  std::vector<Item> items_{};
  std::vector<std::size_t> ready_{};
  std::vector<std::size_t> running_{};
  std::size_t unfinished_ = 0;
};

}  // namespace pgdumpcore::restoring
