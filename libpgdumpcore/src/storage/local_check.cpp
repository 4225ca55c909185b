#include "storage/local_check.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/sink.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgdumpcore::storage {

namespace {

namespace fs = std::filesystem;

class TrialDirectory {
 public:
  explicit TrialDirectory(const fs::path& directory) : path_((directory / ".pgdump.check.XXXXXX").string()) {
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

// Empty: a file can be written, a directory made and renamed.
std::string problem_of_writing(const TrialDirectory& trial) {
  if (!trial.problem().empty()) return trial.problem();
  try {
    const auto file = file_sink((trial / "a").string());
    file->write_text("a");
    file->finish();
  } catch (const Error& error) {
    return error.what();
  }
  if (::mkdir((trial / "b").c_str(), 0700) != 0 || ::rename((trial / "b").c_str(), (trial / "c").c_str()) != 0)
    return fmt::format("directories cannot be made and renamed: {}", std::strerror(errno));
  return {};
}

PlaceCheck check_links(const TrialDirectory& trial) {
  if (::symlink("a", (trial / "d").c_str()) == 0) return {.question = "links", .message = "symbolic links can be made"};
  return {.question = "links",
          .message = fmt::format("no symbolic links ({}): \"latest\" will be a file with the newest set's name",
                                 std::strerror(errno))};
}

}  // namespace

std::vector<PlaceCheck> check_directory(const fs::path& directory) {
  const TrialDirectory trial(directory);
  const std::string problem = problem_of_writing(trial);
  if (!problem.empty())
    return {
        {.question = "directory",
         .is_good = false,
         .message = fmt::format("\"{}\" cannot be written: {}", directory.string(), problem),
         .hint = fmt::format("Make it a directory that the user pgdump runs as (uid {}) may write to.", ::geteuid())}};
  return {{.question = "directory", .message = fmt::format("\"{}\" can be written", directory.string())},
          check_links(trial)};
}

}  // namespace pgdumpcore::storage
