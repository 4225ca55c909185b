#include "backup/check_place.hpp"

#include "sets/known_sets.hpp"
#include "backup/space.hpp"
#include "storage/locations.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace pgdumpcore::backups {

namespace {

Answer check_lock(storage::Store& store, const std::stop_token& stop) {
  try {
    const auto lock = store.lock(stop);
    return {.question = "lock", .message = "no other backup into it is running"};
  } catch (const Error& error) {
    if (error.fault() == Fault::cancelled) throw;
    return {.question = "lock", .verdict = Verdict::warning, .message = error.what(), .hint = error.hint()};
  }
}

// Sets whose names lie in the future are no sets of a clock that is right.
Answer check_clock(std::span<const sets::KnownSet> known) {
  Answer answer{.question = "clock", .message = "no set lies in the future"};
  sets::report_future_sets(known, [&](LogLevel, const std::string& message, const std::string& hint) {
    answer.verdict = Verdict::warning;
    answer.message = message;
    answer.hint = hint;
  });
  return answer;
}

std::string gigabytes(std::uint64_t bytes) {
  return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

// Of the same selection, whatever the server: its identifier is not asked for here.
std::uint64_t size_of_last_set(const BackupOptions& options, std::span<const sets::KnownSet> known) {
  const sets::Selection selection = sets::selection_of(options);
  std::uint64_t last = 0;
  for (const sets::KnownSet& set : known)
    if (set.is_good() && !set.info.is_in_future && set.series && set.series->selection == selection)
      last = set.info.size;
  return last;
}

Answer check_space(const storage::Store& store, const BackupOptions& options, std::span<const sets::KnownSet> known,
                   std::uint64_t databases_size) {
  const std::optional<std::uint64_t> free = store.free_space();
  if (!free)
    return {
        .question = "space",
        .verdict = Verdict::warning,
        .message = fmt::format("the file system of \"{}\" does not say how much space is free", store.describe(""))};
  const std::uint64_t last = size_of_last_set(options, known);
  Answer answer{.question = "space",
                .message = fmt::format(
                    "{} are free; {}", gigabytes(*free),
                    last > 0 ? fmt::format("the last complete set has {}", gigabytes(last))
                             : fmt::format("the databases have {} on the server's disk", gigabytes(databases_size)))};
  const SpaceVerdict verdict = judge_space(*free, last, databases_size);
  if (verdict == SpaceVerdict::enough) return answer;
  answer.verdict = verdict == SpaceVerdict::too_little ? Verdict::failure : Verdict::warning;
  answer.hint = fmt::format(
      "About {} are needed: make room, such as with pgdump prune, or keep fewer sets with --keep-last and its like.",
      gigabytes(last > 0 ? last + last / 10 : databases_size / 2));
  return answer;
}

}  // namespace

void check_place(const BackupOptions& options, std::uint64_t databases_size, const std::stop_token& stop,
                 const std::function<void(Answer)>& give) {
  const std::shared_ptr<storage::Store> store = storage::open_store(options.directory);
  for (const storage::PlaceCheck& check : store->check()) {
    give({.question = check.question,
          .verdict = check.is_good ? Verdict::good : Verdict::failure,
          .message = check.message,
          .hint = check.hint});
    if (!check.is_good) return;
  }
  give(check_lock(*store, stop));
  const std::vector<sets::KnownSet> known = sets::known_sets(store);
  give(check_clock(known));
  if (!store->is_unbounded()) give(check_space(*store, options, known, databases_size));
}

}  // namespace pgdumpcore::backups
