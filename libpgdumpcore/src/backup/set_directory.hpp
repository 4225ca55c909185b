// The directory of a set in the making, and the directory that holds the sets.
#pragma once

#include <filesystem>
#include <string>

namespace pgdumpcore::backups {

// Throws Error (io) with the system's words for `code` and a hint where one helps.
[[noreturn]] void fail_on_path(const std::string& what, const std::filesystem::path& path, int code);

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

// Removes a set in a way that never leaves half of it under its name. False: it stays, because it is being read. Throws
// Error (io), also on a symbolic link: what it leads to is not in this directory's hands.
[[nodiscard]] bool remove_set(const std::filesystem::path& directory, const std::string& set);

// Lets DIRECTORY/latest lead to the set, in one step: a symbolic link or, where the file system has none, a file that
// holds the set's name.
void point_latest(const std::filesystem::path& directory, const std::string& set);
// No set is left that it could lead to.
void remove_latest(const std::filesystem::path& directory);

}  // namespace pgdumpcore::backups
