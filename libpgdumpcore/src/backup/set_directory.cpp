#include "backup/set_directory.hpp"

#include "backup/names.hpp"
#include "io/descriptor.hpp"
#include "backup/set_lock.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/sink.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgdumpcore::backups {

namespace fs = std::filesystem;

namespace {

void sync_directory(const fs::path& path) {
  const io::Descriptor descriptor = io::open_descriptor(path, O_RDONLY | O_DIRECTORY);
  if (!descriptor.is_open()) fail_on_path("open directory", path, errno);
  const int result = io::uninterrupted([&] { return ::fsync(descriptor.get()); });
  // Some network file systems cannot sync a directory, and say so.
  if (result != 0 && errno != EINVAL && errno != ENOTSUP) fail_on_path("sync directory", path, errno);
}

}  // namespace

void fail_on_path(const std::string& what, const fs::path& path, int code) {
  Error error(Fault::io, fmt::format("could not {} \"{}\": {}", what, path.string(), std::strerror(code)));
  if (code == ENOENT) error.hint("Create the directory, or name another with --dir.");
  if (code == EACCES || code == EPERM || code == EROFS) error.hint("Make it writable for the user pgdump runs as.");
  throw error;
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
  if (::mkdir(partial_.c_str(), 0700) != 0) fail_on_path("create directory", partial_, errno);
}

SetDirectory::~SetDirectory() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(partial_, ignored);
}

fs::path SetDirectory::commit() {
  if (sync_) sync_directory(partial_);
  if (::rename(partial_.c_str(), final_.c_str()) != 0)
    fail_on_path("rename to its final name the set", partial_, errno);
  committed_ = true;
  if (sync_) sync_directory(directory_);
  return final_;
}

bool remove_set(const fs::path& directory, const std::string& set) {
  if (fs::is_symlink(directory / set)) throw Error(Fault::io, fmt::format("\"{}\" is a symbolic link", set));
  const auto lock = lock_for_removal(directory / set);
  if (!lock) return false;
  const fs::path doomed = directory / partial_name(set);
  if (::rename((directory / set).c_str(), doomed.c_str()) != 0) fail_on_path("remove", directory / set, errno);
  std::error_code code;
  fs::remove_all(doomed, code);
  if (code) fail_on_path("remove", doomed, code.value());
  return true;
}

void point_latest(const fs::path& directory, const std::string& set) {
  // A backup and a verification may do this at the same time.
  const fs::path fresh = directory / fmt::format(".latest.{}.new", ::getpid());
  const fs::path latest = directory / "latest";
  ::unlink(fresh.c_str());
  if (::symlink(set.c_str(), fresh.c_str()) != 0) {
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EINVAL)
      fail_on_path("create symbolic link", fresh, errno);
    const auto file = file_sink(latest.string());
    file->write_text(set + "\n");
    return file->finish();
  }
  if (::rename(fresh.c_str(), latest.c_str()) == 0) return;
  const int code = errno;
  ::unlink(fresh.c_str());
  fail_on_path("renew", latest, code);
}

void remove_latest(const fs::path& directory) {
  if (::unlink((directory / "latest").c_str()) != 0 && errno != ENOENT)
    fail_on_path("remove", directory / "latest", errno);
}

}  // namespace pgdumpcore::backups
