// Verification of whatever stands at a path: a set, or an archive or script that stands alone.
// Entry point: pgdumpcore::verify(). Test: tests/integration/backup_verify.

#include <pgdumpcore/verify.hpp>

#include "backup/dump_contents.hpp"
#include "backup/verify_progress.hpp"
#include "backup/verify_set.hpp"
#include "io/random_access.hpp"
#include "sets/set.hpp"
#include "storage/locations.hpp"

#include <utility>

namespace pgdumpcore {

namespace {

ProblemKind kind_of_failure(const std::string& path) {
  const storage::Access access = storage::open_store(path)->access("");
  return access == storage::Access::granted   ? ProblemKind::damaged
         : access == storage::Access::refused ? ProblemKind::unreadable
                                              : ProblemKind::missing;
}

// A regular file is watched while it is read.
RestoreInput watched_input(const std::string& path, backups::VerifyProgress& progress) {
  auto file = io::regular_file(path);
  if (!file) return RestoreInput::file(path);
  progress.expect(path, file->size());
  return RestoreInput::file(progress.watched(std::move(file)));
}

VerifySummary verify_archive(const std::string& path, const Identities& identities, const std::stop_token& stop,
                             const VerifyObserver& observer) {
  VerifySummary summary{.path = path};
  VerifiedDatabase archive{.name = path, .file = path};
  backups::VerifyProgress progress(stop, observer.on_progress);
  try {
    const backups::DumpContents content =
        backups::read_content(watched_input(path, progress).decrypted_by(identities), stop, progress.on_table());
    archive.tables = content.tables.size();
    for (const backups::TableRows& table : content.tables) archive.rows += table.rows;
    archive.intact = true;
  } catch (const Error& error) {
    // What is wrong with the keys says nothing of the archive.
    if (error.fault() == Fault::cancelled || error.fault() == Fault::usage) throw;
    Problem problem = {path, error.what(), kind_of_failure(path)};
    archive.is_unreadable = problem.kind == ProblemKind::unreadable;
    if (archive.is_unreadable) problem.message = "not readable by this user: " + problem.message;
    summary.problems.push_back(problem);
    if (observer.on_problem) observer.on_problem(problem);
  }
  summary.databases.push_back(archive);
  if (observer.on_database) observer.on_database(archive);
  return summary;
}

}  // namespace

VerifySummary verify(const std::string& path, const VerifyOptions& options, const std::stop_token& stop,
                     const VerifyObserver& observer) {
  if (auto set = sets::find(path)) {
    set->set_identities(options.identities);
    return backups::verify_set(*set, options, stop, observer);
  }
  if (options.restore_into) throw Error(Fault::usage, "only a backup set can be restored for a trial");
  return verify_archive(path, options.identities, stop, observer);
}

}  // namespace pgdumpcore
