#include "backup/check_directory.hpp"

#include "backup/directory_lock.hpp"
#include "backup/sets.hpp"
#include "backup/space.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgdumpcore::backups {

namespace fs = std::filesystem;

namespace {

// A directory of our own in the directory of the sets, gone with this.
class TrialDirectory {
 public:
  explicit TrialDirectory(const std::string& directory)
      : path_((fs::path(directory) / ".pgdump.check.XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) problem_ = std::strerror(errno);
  }
  TrialDirectory(const TrialDirectory&) = delete;
  TrialDirectory& operator=(const TrialDirectory&) = delete;
  ~TrialDirectory() {
    std::error_code ignored;
    if (problem_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] fs::path operator/(const char* name) const { return fs::path(path_) / name; }

 private:
  std::string path_;
  std::string problem_{};
};

Answer check_writable(const std::string& directory, const TrialDirectory& trial) {
  Answer answer{.question = "directory", .message = fmt::format("\"{}\" can be written", directory)};
  std::string problem = trial.problem();
  if (problem.empty()) {
    try {
      const auto file = file_sink((trial / "a").string());
      file->write_text("a");
      file->finish();
      if (::mkdir((trial / "b").c_str(), 0700) != 0 || ::rename((trial / "b").c_str(), (trial / "c").c_str()) != 0)
        problem = fmt::format("directories cannot be made and renamed: {}", std::strerror(errno));
    } catch (const Error& error) {
      problem = error.what();
    }
  }
  if (problem.empty()) return answer;
  answer.verdict = Verdict::failure;
  answer.message = fmt::format("\"{}\" cannot be written: {}", directory, problem);
  answer.hint = fmt::format("Make it a directory that the user pgdump runs as (uid {}) may write to.", ::geteuid());
  return answer;
}

Answer check_links(const TrialDirectory& trial) {
  if (::symlink("a", (trial / "d").c_str()) == 0) return {.question = "links", .message = "symbolic links can be made"};
  return {.question = "links",
          .message = fmt::format("no symbolic links ({}): \"latest\" will be a file with the newest set's name",
                                 std::strerror(errno))};
}

Answer check_lock(const std::string& directory, const std::stop_token& stop) {
  try {
    const DirectoryLock lock(directory, stop);
    return {.question = "lock", .message = "no other backup into it is running"};
  } catch (const Error& error) {
    if (error.fault() == Fault::cancelled) throw;
    return {.question = "lock", .verdict = Verdict::warning, .message = error.what(), .hint = error.hint()};
  }
}

// Sets whose names lie in the future are no sets of a clock that is right.
Answer check_clock(std::span<const KnownSet> sets) {
  Answer answer{.question = "clock", .message = "no set lies in the future"};
  report_future_sets(sets, [&](LogLevel, const std::string& message, const std::string& hint) {
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
std::uint64_t size_of_last_set(const BackupOptions& options, std::span<const KnownSet> sets) {
  const Selection selection = selection_of(options);
  std::uint64_t last = 0;
  for (const KnownSet& set : sets)
    if (set.is_good() && !set.info.is_in_future && set.series && set.series->selection == selection)
      last = set.info.size;
  return last;
}

Answer check_space(const BackupOptions& options, std::span<const KnownSet> sets, std::uint64_t databases_size) {
  const std::optional<std::uint64_t> free = free_space(options.directory);
  if (!free)
    return {.question = "space",
            .verdict = Verdict::warning,
            .message = fmt::format("the file system of \"{}\" does not say how much space is free", options.directory)};
  const std::uint64_t last = size_of_last_set(options, sets);
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

void check_directory(const BackupOptions& options, std::uint64_t databases_size, const std::stop_token& stop,
                     const std::function<void(Answer)>& give) {
  const std::string& directory = options.directory;
  const TrialDirectory trial(directory);
  const Answer writable = check_writable(directory, trial);
  give(writable);
  if (writable.verdict == Verdict::failure) return;
  give(check_links(trial));
  give(check_lock(directory, stop));
  const std::vector<KnownSet> sets = known_sets(directory);
  give(check_clock(sets));
  give(check_space(options, sets, databases_size));
}

}  // namespace pgdumpcore::backups
