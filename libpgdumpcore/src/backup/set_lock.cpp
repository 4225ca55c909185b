#include "backup/set_lock.hpp"

#include "backup/manifest.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace pgdumpcore::backups {

namespace fs = std::filesystem;

namespace {

// A set may have been removed between the opening of its manifest and the lock.
bool is_still_there(const fs::path& path, int descriptor) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

SetReadLock::SetReadLock(const fs::path& set) {
  const fs::path path = set / manifest_name;
  manifest_ = io::open_descriptor(path.string(), O_RDONLY);
  if (!manifest_.is_open()) return;
  const bool is_refused =
      io::uninterrupted([&] { return ::flock(manifest_.get(), LOCK_SH | LOCK_NB); }) != 0 && errno == EWOULDBLOCK;
  if (is_refused || !is_still_there(path, manifest_.get()))
    throw Error(Fault::io, fmt::format("backup set \"{}\" is being removed", set.string()))
        .hint("Retention does not keep it. Choose another set.");
}

std::optional<io::Descriptor> lock_for_removal(const fs::path& set) {
  const fs::path path = set / manifest_name;
  // Network file systems give an exclusive lock only to a file that is open for writing.
  io::Descriptor manifest = io::open_descriptor(path.string(), O_RDWR);
  if (!manifest.is_open()) manifest = io::open_descriptor(path.string(), O_RDONLY);
  if (manifest.is_open() && io::uninterrupted([&] { return ::flock(manifest.get(), LOCK_EX | LOCK_NB); }) != 0 &&
      errno == EWOULDBLOCK)
    return std::nullopt;
  return manifest;
}

}  // namespace pgdumpcore::backups
