// The directory of a set in the making, and the directory that holds the sets.
#pragma once

#include <filesystem>
#include <string>

namespace pgdumpcore::backups {

// Excludes other backups into the same directory as long as it lives.
class DirectoryLock {
 public:
  // Throws Error (io) when another backup holds it or the directory cannot be written.
  explicit DirectoryLock(const std::filesystem::path& directory);
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  int descriptor_ = -1;
};

// Removes what runs left behind that are gone. Only while the lock is held.
void remove_stale_partials(const std::filesystem::path& directory);

// A set until it is committed: a destructor without commit() removes it.
class SetDirectory {
 public:
  // Makes DIRECTORY/.SET.partial with mode 0700.
  SetDirectory(std::filesystem::path directory, const std::string& set, bool sync);
  SetDirectory(const SetDirectory&) = delete;
  SetDirectory& operator=(const SetDirectory&) = delete;
  ~SetDirectory();

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return partial_ / name; }
  // Gives the set its name. Returns its path.
  std::filesystem::path commit();

 private:
  std::filesystem::path directory_;
  std::filesystem::path partial_;
  std::filesystem::path final_;
  bool sync_;
  bool committed_ = false;
};

// Lets DIRECTORY/latest lead to the set, in one step. Returns false where the file system has no symbolic links.
[[nodiscard]] bool point_latest(const std::filesystem::path& directory, const std::string& set);

}  // namespace pgdumpcore::backups
