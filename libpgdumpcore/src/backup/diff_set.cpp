// A set as one side of a diff: its manifest, and the tables of contents of its files.
#include "backup/diff_side.hpp"

#include "archive/reader.hpp"
#include "sets/set.hpp"

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore::backups {

namespace {

// A script is read to its end, which takes its time.
class StoppableAccess final : public RandomAccess {
 public:
  StoppableAccess(std::shared_ptr<const RandomAccess> file, std::stop_token stop)
      : file_(std::move(file)), stop_(std::move(stop)) {}

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    if (stop_.stop_requested()) throw Error(Fault::cancelled, "cancelled while reading " + name());
    return file_->read_at(offset, buffer);
  }
  [[nodiscard]] std::uint64_t size() const override { return file_->size(); }
  [[nodiscard]] const std::string& name() const override { return file_->name(); }

 private:
  std::shared_ptr<const RandomAccess> file_;
  std::stop_token stop_;
};

Tables tables_of(const DatabaseOutcome& database) {
  Tables tables;
  for (const TableSummary& table : database.dump.tables)
    add_numbers(tables, table.schema, table.name, {table.rows, table.bytes});
  return tables;
}

Error not_saved(const DatabaseOutcome& database) {
  if (!database.error) return {Fault::data, "it is not in the set: it was not saved"};
  return {Fault::data, fmt::format("it is not in the set: {}", database.error->what())};
}

class SetDiffSide final : public DiffSide {
 public:
  SetDiffSide(sets::Set set, const DiffOptions& options, std::stop_token stop)
      : set_(std::move(set)),
        lock_(set_.lock()),
        manifest_(set_.read_manifest()),
        options_(options),
        stop_(std::move(stop)),
        facts_{.set = set_.path(),
               .server_version = manifest_.server_version,
               .description = fmt::format("backup set {}", set_.path())} {
    for (const DatabaseOutcome& database : manifest_.databases) {
      if (database.status == DatabaseStatus::complete)
        databases_[database.name] = {.totals = totals_of(tables_of(database))};
      else if (database.status == DatabaseStatus::failed)
        databases_.try_emplace(database.name, ListedDatabase{.missing = not_saved(database)});
    }
  }

  [[nodiscard]] const DiffedSide& facts() const override { return facts_; }
  [[nodiscard]] const std::map<std::string, ListedDatabase>& databases() const override { return databases_; }
  [[nodiscard]] const std::optional<sets::Selection>& selection() const { return manifest_.selection; }

  [[nodiscard]] DatabaseState read(const std::string& name) const override {
    const DatabaseOutcome& database = sets::database_in(set_, manifest_, name);
    DatabaseState state{.tables = tables_of(database)};
    if (!options_.definitions) return state;
    try {
      const std::shared_ptr<const archive::ArchiveReader> reader = open(database);
      state.entries = reader->toc().entries;
      state.keeper = reader;
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      state.error = error;
    }
    return state;
  }

 private:
  [[nodiscard]] std::shared_ptr<const archive::ArchiveReader> open(const DatabaseOutcome& database) const {
    const std::string key = set_.key(database.file);
    if (database.format == Format::directory) return archive::open_archive(storage::files_below(set_.store(), key));
    return archive::open_archive(
        std::make_shared<const StoppableAccess>(storage::open_existing(*set_.store(), key), stop_));
  }

  sets::Set set_;
  std::unique_ptr<storage::Lock> lock_;
  sets::Manifest manifest_;
  const DiffOptions& options_;
  std::stop_token stop_;
  DiffedSide facts_;
  std::map<std::string, ListedDatabase> databases_{};
};

}  // namespace

SetSide open_set_side(const std::string& set, const DiffOptions& options, const std::stop_token& stop) {
  auto side = std::make_unique<SetDiffSide>(sets::find_existing(set), options, stop);
  std::optional<sets::Selection> selection = side->selection();
  return {std::move(side), std::move(selection)};
}

}  // namespace pgdumpcore::backups
