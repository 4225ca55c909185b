// Restoring an archive over one connection.
#pragma once

#include "archive/reader.hpp"
#include "archive/script.hpp"
#include "restore/database_output.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/restore.hpp>

#include <set>
#include <span>
#include <string>
#include <utility>

namespace pgdumpcore::restoring {

// What an archive says of itself in entries that are no objects.
struct ArchiveSettings {
  int major = 0;  // of the server it was made from
  std::string encoding{};
  bool standard_conforming_strings = true;
};
[[nodiscard]] ArchiveSettings archive_settings(const archive::Toc& toc);
// Sets the session's encoding to that of the archive's names.
void use_encoding_of(const archive::Toc& toc, pg::Connection& connection);

// Tables that could not be created, whose data --no-data-for-failed-tables leaves out.
class FailedTables {
 public:
  explicit FailedTables(const RestoreOptions& options) : options_(options) {}
  void note(const archive::Wanted& item, bool succeeded);
  [[nodiscard]] bool allow(const archive::Wanted& item) const;

 private:
  const RestoreOptions& options_;
  std::set<int> failed_{};
};

// One entry after the other, in one session.
class ArchiveWorker {
 public:
  // All must outlive it.
  ArchiveWorker(archive::ArchiveReader& reader, const archive::ScriptSettings& settings, TargetSession& session);

  void load_rows_with(RowLoader loader) { output_.load_rows_with(std::move(loader)); }
  // The settings of the session.
  void begin_session() { script_.begin_session(); }
  void drop_all(std::span<const archive::Wanted> wanted) { script_.drop_all(wanted); }
  // False if something of it failed.
  bool restore(const archive::Wanted& wanted);

 private:
  TargetSession& session_;
  DatabaseOutput output_;
  archive::Script script_;
};

// As --clean asks for. In a database that has the rest, what goes with a table is not dropped before it, and all is
// dropped or nothing.
void drop_all(ArchiveWorker& worker, std::span<const archive::Wanted> wanted, const RestoreOptions& options,
              TargetSession& session);

// When all objects are made: in a database that has the rest, its default privileges have been granted.
void before_privileges(std::span<const archive::Wanted> wanted, const RestoreOptions& options, TargetSession& session);

// Restores all that is wanted, within the transactions that the options ask for.
void restore_serially(archive::ArchiveReader& reader, const RestoreOptions& options,
                      const archive::ScriptSettings& settings, std::span<const archive::Wanted> wanted,
                      TargetSession& session);

}  // namespace pgdumpcore::restoring
