// Verify backup sets and archives.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// What kind of trouble a Problem is.
enum class ProblemKind {
  damaged,       ///< The file is not what was written.
  missing,       ///< The file is not there.
  unreadable,    ///< This user may not read it: nothing is known of its content.
  incomplete,    ///< The set was partial from the beginning.
  not_restored,  ///< The file is what was written, and did not restore without errors, or to other rows.
  server         ///< The server for trials could not restore it, for a reason of its own.
};

/// As documents call it; valid for ever.
[[nodiscard]] constexpr const char* name_of(ProblemKind kind) {
  constexpr const char* names[] = {"damaged", "missing", "unreadable", "incomplete", "not_restored", "server"};
  return names[static_cast<int>(kind)];
}

/// What is wrong with a file.
struct Problem {
  std::string file{};  ///< Within the set; empty: the set as a whole. Of an archive, its path.
  std::string message{};
  ProblemKind kind = ProblemKind::damaged;
};

/// A database of a set, or an archive.
struct VerifiedDatabase {
  std::string name{};  ///< Of an archive: its path.
  std::string file{};
  std::uint64_t size = 0;  ///< Bytes read from files.
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;  ///< Counted in the file.
  bool intact = false;     ///< Its files are as they were written.
  /// Where it was restored, and its rows counted, for a trial: whether all were as the manifest says.
  std::optional<bool> restored{};
  /// Statements that the trial left out, because they need roles or tablespaces that its server does not have.
  std::uint64_t left_out = 0;
  bool is_undecrypted = false;  ///< It is encrypted, and no identity was given: its bytes alone were verified.
  bool is_unreadable = false;   ///< This user may not read it: whether it is intact is not known.
};

/// What verify() does besides reading.
struct VerifyOptions {
  /// A server on which each database is restored into a scratch database, its rows are counted, and which is dropped;
  /// the user must be allowed to create databases. Of a set only.
  std::optional<ConnectOptions> restore_into{};
  /// Put the result into the set, as verified.json. What decides is the set's content alone, not the trial. A set found
  /// damaged takes no place of a good one in retention (see Retention), and `latest` passes it over.
  bool record = true;
  /// By which encrypted files are decrypted. Without one that fits, of a set that is encrypted sizes and SHA-256 prove
  /// that every byte is as it was written; what is in it is not looked at. An archive that stands alone needs one.
  Identities identities{};
};

/// What verify() found.
struct VerifySummary {
  std::vector<VerifiedDatabase> databases{};
  std::vector<Problem> problems{};  ///< Empty: all is well.
  std::string path{};               ///< What was verified: of `DIRECTORY/latest`, the set it led to.
};

/// All may be empty. Called on the thread that runs verify(), one call at a time.
struct VerifyObserver {
  std::function<void(const Problem&)> on_problem{};
  std::function<void(const VerifiedDatabase&)> on_database{};
  LogCallback on_log{};
  /// While files are read, and during trials.
  ProgressCallback on_progress{};
};

/// Reads all of a set, or of an archive or script that stands alone, whatever it finds on the way: of a set, that its
/// manifest is as it was written; that every file is there; sizes and SHA-256 (a file that the manifest does not name
/// is a warning); then of each file that every compressed frame decodes, that the table of contents or the script can
/// be taken apart to its end; and that each table has as many rows as the manifest says.
///
/// `path` is a set's directory (or `latest`, see find_set()), or an archive. While a set is read, retention does not
/// remove it. Throws Error: io if there is nothing that can be read; connection if the place of the set cannot be
/// reached; usage if no identity fits what is encrypted, or if `restore_into` is given for an archive or for an
/// encrypted set without an identity; cancelled; and what find_set() throws. What is wrong with what is read, and a
/// server that cannot be used for the trial, are a Problem.
PGDUMPCORE_API VerifySummary verify(const std::string& path, const VerifyOptions& options = {},
                                    const std::stop_token& stop = {}, const VerifyObserver& observer = {});

}  // namespace pgdumpcore
