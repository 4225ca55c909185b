// The story of a diff: open both sides, choose the databases, and compare each: its tables by their numbers, its
// objects by their definitions. Entry point: pgdumpcore::diff(). Test: tests/integration/diff.

#include <pgdumpcore/diff.hpp>

#include "backup/diff_side.hpp"
#include "base/nearest.hpp"
#include "dump/compare_objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace pgdumpcore {

namespace backups {

void add_numbers(Tables& tables, const std::string& schema, const std::string& name, const TableNumbers& numbers) {
  const auto [at, is_new] = tables.try_emplace({schema, name}, numbers);
  if (is_new) return;
  const auto add = [](std::optional<std::uint64_t>& sum, const std::optional<std::uint64_t>& more) {
    sum = sum && more ? std::optional(*sum + *more) : std::nullopt;
  };
  add(at->second.rows, numbers.rows);
  add(at->second.bytes, numbers.bytes);
}

DatabaseTotals totals_of(const Tables& tables) {
  DatabaseTotals totals{.tables = tables.size(), .rows = 0, .bytes = 0};
  for (const auto& [name, numbers] : tables) {
    totals.rows = totals.rows && numbers.rows ? std::optional(*totals.rows + *numbers.rows) : std::nullopt;
    totals.bytes = totals.bytes && numbers.bytes ? std::optional(*totals.bytes + *numbers.bytes) : std::nullopt;
  }
  return totals;
}

}  // namespace backups

namespace {

using backups::DatabaseState;
using backups::DiffSide;
using backups::ListedDatabase;
using backups::TableNumbers;
using backups::Tables;

using Number = std::optional<std::uint64_t>;

std::string as_in_manifest(std::string_view text) {
  return sets::manifest_text(text);
}

// What is not known of one side does not differ. An estimate is not held to the last row.
bool differ(const Number& one, const Number& other, bool is_estimate) {
  if (!one || !other) return false;
  if (!is_estimate) return *one != *other;
  const std::uint64_t larger = std::max(*one, *other);
  return larger - std::min(*one, *other) > larger / 10;
}

std::vector<TableDiff> compare_tables(const Tables& before, const Tables& after, bool is_estimate) {
  std::vector<TableDiff> differences;
  const auto add = [&](DiffChange change, const auto& name, const TableNumbers* one, const TableNumbers* other) {
    differences.push_back({.change = change,
                           .schema = name.first,
                           .name = name.second,
                           .rows_before = one == nullptr ? Number() : one->rows,
                           .rows_after = other == nullptr ? Number() : other->rows,
                           .bytes_before = one == nullptr ? Number() : one->bytes,
                           .bytes_after = other == nullptr ? Number() : other->bytes});
  };
  for (const auto& [name, numbers] : before) {
    const auto same = after.find(name);
    if (same == after.end())
      add(DiffChange::removed, name, &numbers, nullptr);
    else if (differ(numbers.rows, same->second.rows, is_estimate) ||
             differ(numbers.bytes, same->second.bytes, is_estimate))
      add(DiffChange::changed, name, &numbers, &same->second);
  }
  for (const auto& [name, numbers] : after)
    if (!before.contains(name)) add(DiffChange::added, name, nullptr, &numbers);
  std::ranges::sort(differences, {}, [](const TableDiff& table) { return std::pair(table.schema, table.name); });
  return differences;
}

ObjectDiff object_diff(const CatalogDifference& difference) {
  const CatalogObject& object = difference.object();
  ObjectDiff diff{.change = difference.change == CatalogChange::added     ? DiffChange::added
                            : difference.change == CatalogChange::removed ? DiffChange::removed
                                                                          : DiffChange::changed,
                  .kind = std::string(object.kind),
                  .schema = as_in_manifest(object.schema),
                  .name = as_in_manifest(object.name)};
  if (diff.change != DiffChange::changed) return diff;
  const CatalogObject& before = *difference.before;
  diff.definition = before.create != object.create || before.drop != object.drop;
  diff.owner = before.owner != object.owner;
  diff.storage = before.tablespace != object.tablespace || before.access_method != object.access_method;
  return diff;
}

std::vector<ObjectDiff> compare_definitions(const DatabaseState& before, const DatabaseState& after) {
  const dumping::Definitions ours(before.entries);
  const dumping::Definitions theirs(after.entries);
  std::vector<ObjectDiff> differences;
  for (const CatalogDifference& difference : dumping::compare_objects(ours.compared(), theirs.compared()))
    differences.push_back(object_diff(difference));
  return differences;
}

// Servers report it with more behind it: 15.14 (Debian 15.14-1)
std::string_view major_of(std::string_view version) {
  return version.substr(0, version.find_first_not_of("0123456789"));
}

class Diff {
 public:
  Diff(const DiffInput& before, const DiffInput& after, const DiffOptions& options, const std::stop_token& stop,
       const DiffObserver& observer)
      : options_(options), observer_(observer) {
    std::optional<sets::Selection> selection_before, selection_after;
    if (!before.set.empty()) open_set(before, stop, before_, selection_before);
    if (!after.set.empty()) open_set(after, stop, after_, selection_after);
    if (!before_) before_ = backups::open_server_side(before.connect, selection_after, options, stop, observer);
    if (!after_) after_ = backups::open_server_side(after.connect, selection_before, options, stop, observer);
    const bool both_known = selection_before && selection_after;
    warn(!both_known || (selection_before->include == selection_after->include &&
                         selection_before->exclude == selection_after->exclude));
  }

  DiffSummary run() {
    summary_.before = before_->facts();
    summary_.after = after_->facts();
    for (const std::string& name : chosen()) summary_.databases.push_back(compare(name));
    return std::move(summary_);
  }

 private:
  void open_set(const DiffInput& input, const std::stop_token& stop, std::unique_ptr<DiffSide>& side,
                std::optional<sets::Selection>& selection) {
    backups::SetSide opened = backups::open_set_side(input.set, options_, stop);
    side = std::move(opened.side);
    selection = std::move(opened.selection);
  }

  void warn(bool same_selection) const {
    if (!observer_.on_log) return;
    if (!same_selection)
      observer_.on_log(LogLevel::warning, "the two sets were made with different patterns of databases",
                       "Databases that only one of them was to hold are shown as added or removed.");
    const std::string_view one = major_of(before_->facts().server_version);
    const std::string_view other = major_of(after_->facts().server_version);
    if (options_.definitions && one != other)
      observer_.on_log(
          LogLevel::warning,
          fmt::format("the servers are of the majors {} and {}, which word some definitions differently", one, other),
          "Leave definitions out with --no-definitions if there are too many.");
  }

  [[nodiscard]] std::set<std::string> chosen() const {
    std::set<std::string> all;
    for (const DiffSide* side : {before_.get(), after_.get()})
      for (const auto& [name, listed] : side->databases()) all.insert(name);
    if (options_.databases.empty()) return all;
    std::set<std::string> names;
    for (const std::string& given : options_.databases) {
      const std::string name = as_in_manifest(given);
      if (!all.contains(name)) throw unknown_database(given, {all.begin(), all.end()});
      names.insert(name);
    }
    return names;
  }

  static Error unknown_database(const std::string& name, const std::vector<std::string>& all) {
    Error error(Fault::data, fmt::format("neither side has a database \"{}\"", name));
    if (const std::string meant = nearest_name(name, all); !meant.empty())
      error.hint(fmt::format("Did you mean \"{}\"?", meant));
    return error;
  }

  [[nodiscard]] DatabaseDiff compare(const std::string& name) const {
    DatabaseDiff diff{.name = name};
    const ListedDatabase* const before = listed(*before_, name);
    const ListedDatabase* const after = listed(*after_, name);
    if (before != nullptr) diff.before = before->totals;
    if (after != nullptr) diff.after = after->totals;
    // What of a side is not known may be anything.
    for (const ListedDatabase* one : {before, after})
      if (one != nullptr && one->missing && !diff.error) diff.error = one->missing;
    if (diff.error) return diff;
    if (before == nullptr || after == nullptr) {
      diff.change = before == nullptr ? DiffChange::added : DiffChange::removed;
      return diff;
    }
    try {
      compare_contents(diff);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      diff.error = error;
    }
    return diff;
  }

  static const ListedDatabase* listed(const DiffSide& side, const std::string& name) {
    const auto found = side.databases().find(name);
    return found == side.databases().end() ? nullptr : &found->second;
  }

  void compare_contents(DatabaseDiff& diff) const {
    const DatabaseState before = before_->read(diff.name);
    const DatabaseState after = after_->read(diff.name);
    diff.before = totals_of(before.tables);
    diff.after = totals_of(after.tables);
    const bool has_server = before_->facts().set.empty() || after_->facts().set.empty();
    diff.tables = compare_tables(before.tables, after.tables, options_.estimate && has_server);
    diff.error = before.error ? before.error : after.error;
    if (options_.definitions && !diff.error) diff.objects = compare_definitions(before, after);
    if (!diff.tables.empty() || !diff.objects.empty()) diff.change = DiffChange::changed;
  }

  const DiffOptions& options_;
  const DiffObserver& observer_;
  std::unique_ptr<DiffSide> before_{};
  std::unique_ptr<DiffSide> after_{};
  DiffSummary summary_{};
};

}  // namespace

DiffSummary diff(const DiffInput& before, const DiffInput& after, const DiffOptions& options,
                 const std::stop_token& stop, const DiffObserver& observer) {
  return Diff(before, after, options, stop, observer).run();
}

}  // namespace pgdumpcore
