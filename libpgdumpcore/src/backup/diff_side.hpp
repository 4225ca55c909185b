// One of the two that a diff compares: a set, or a server.
#pragma once

#include "archive/entry.hpp"
#include "sets/manifest.hpp"

#include <pgdumpcore/diff.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>

namespace pgdumpcore::backups {

struct TableNumbers {
  std::optional<std::uint64_t> rows{};
  std::optional<std::uint64_t> bytes{};
};
// By schema and name, as a manifest has them. Two tables that have one name there count together.
using Tables = std::map<std::pair<std::string, std::string>, TableNumbers>;

struct DatabaseState {
  Tables tables{};
  std::span<const archive::Entry> entries{};  // none if definitions were not asked for
  std::shared_ptr<const void> keeper{};       // of the entries
  std::optional<Error> error{};               // why there are no entries
};

// A database that is there, or that should be.
struct ListedDatabase {
  std::optional<Error> missing{};          // why it is not there
  std::optional<DatabaseTotals> totals{};  // nullopt: only reading it tells
};

class DiffSide {
 public:
  DiffSide() = default;
  DiffSide(const DiffSide&) = delete;
  DiffSide& operator=(const DiffSide&) = delete;
  virtual ~DiffSide() = default;

  [[nodiscard]] virtual const DiffedSide& facts() const = 0;
  // By name, as a manifest has it.
  [[nodiscard]] virtual const std::map<std::string, ListedDatabase>& databases() const = 0;
  // Of one that is there. Throws Error.
  [[nodiscard]] virtual DatabaseState read(const std::string& database) const = 0;
};

void add_numbers(Tables& tables, const std::string& schema, const std::string& name, const TableNumbers& numbers);
[[nodiscard]] DatabaseTotals totals_of(const Tables& tables);

// What a set says of the databases it was to hold; nullopt: it is of a version that did not record it.
struct SetSide {
  std::unique_ptr<DiffSide> side{};
  std::optional<sets::Selection> selection{};
};
[[nodiscard]] SetSide open_set_side(const std::string& set, const DiffOptions& options, const std::stop_token& stop);

// The databases are those that a backup with this selection would take. All parameters must outlive it.
[[nodiscard]] std::unique_ptr<DiffSide> open_server_side(const ConnectOptions& connect,
                                                         const std::optional<sets::Selection>& selection,
                                                         const DiffOptions& options, const std::stop_token& stop,
                                                         const DiffObserver& observer);

}  // namespace pgdumpcore::backups
