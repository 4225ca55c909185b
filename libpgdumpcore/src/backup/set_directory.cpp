#include "backup/set_directory.hpp"

#include "backup/names.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgdumpcore::backups {

namespace fs = std::filesystem;

namespace {

constexpr const char* lock_name = ".pgdump.lock";

[[noreturn]] void fail(const std::string& what, const fs::path& path, int code) {
  Error error(Fault::io, fmt::format("could not {} \"{}\": {}", what, path.string(), std::strerror(code)));
  if (code == ENOENT) error.hint("Create the directory, or name another with --dir.");
  if (code == EACCES || code == EPERM || code == EROFS) error.hint("Make it writable for the user pgdump runs as.");
  throw error;
}

void sync_directory(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail("open directory", path, errno);
  const int result = ::fsync(descriptor);
  const int code = errno;
  ::close(descriptor);
  // Some network file systems cannot sync a directory, and say so.
  if (result != 0 && code != EINVAL && code != ENOTSUP) fail("sync directory", path, code);
}

}  // namespace

DirectoryLock::DirectoryLock(const fs::path& directory) {
  const fs::path path = directory / lock_name;
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) {
    if (errno == ENOENT || errno == ENOTDIR) fail("use backup directory", directory, errno);
    fail("create lock file", path, errno);
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int code = errno;
  ::close(descriptor_);
  if (code == EWOULDBLOCK)
    throw Error(Fault::io, fmt::format("another backup into \"{}\" is running", directory.string()))
        .hint("Wait for it to end, or use another directory.");
  fail("lock", path, code);
}

DirectoryLock::~DirectoryLock() {
  ::close(descriptor_);
}

void remove_stale_partials(const fs::path& directory) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory, ignored))
    if (is_partial_name(entry.path().filename().string())) fs::remove_all(entry.path(), ignored);
}

SetDirectory::SetDirectory(fs::path directory, const std::string& set, bool sync)
    : directory_(std::move(directory)),
      partial_(directory_ / partial_name(set)),
      final_(directory_ / set),
      sync_(sync) {
  if (fs::exists(final_))
    throw Error(Fault::io, fmt::format("backup set \"{}\" exists already", final_.string()))
        .hint("Start the backup again a second later.");
  if (::mkdir(partial_.c_str(), 0700) != 0) fail("create directory", partial_, errno);
}

SetDirectory::~SetDirectory() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(partial_, ignored);
}

fs::path SetDirectory::commit() {
  if (sync_) sync_directory(partial_);
  if (::rename(partial_.c_str(), final_.c_str()) != 0) fail("rename to its final name the set", partial_, errno);
  committed_ = true;
  if (sync_) sync_directory(directory_);
  return final_;
}

bool point_latest(const fs::path& directory, const std::string& set) {
  const fs::path fresh = directory / ".latest.new";
  const fs::path latest = directory / "latest";
  ::unlink(fresh.c_str());
  if (::symlink(set.c_str(), fresh.c_str()) != 0) return false;
  if (::rename(fresh.c_str(), latest.c_str()) == 0) return true;
  const int code = errno;
  ::unlink(fresh.c_str());
  fail("renew", latest, code);
}

}  // namespace pgdumpcore::backups
