// Excludes other backups into the same directory, also those of other machines on a shared volume.
//
// Between processes of one machine a lock of the file .pgdump.lock decides, which ends with its owner. File servers
// may know no such locks, or keep them to one machine; so the owner also keeps a file .pgdump.holder, made in a way
// that only one can, and changes it every few seconds. One that another machine left and that does not change for a
// while belongs to a run that is gone. No clocks are compared.
#pragma once

#include "io/descriptor.hpp"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <thread>

namespace pgdumpcore::storage {

struct LockTiming {
  std::chrono::milliseconds heartbeat{5000};     // how often the owner changes its file
  std::chrono::milliseconds stale_after{20000};  // how long a file may stay as it is before its owner counts as gone
};

class DirectoryLock {
 public:
  // Throws Error: io when another backup holds it or the directory cannot be written, cancelled.
  explicit DirectoryLock(const std::filesystem::path& directory, const std::stop_token& stop = {},
                         const LockTiming& timing = {});
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  void take_holder_file(const std::stop_token& stop);
  [[nodiscard]] bool make_holder_file() const;
  void break_stale_lock(const std::string& seen) const;
  void wait_until_gone(const std::string& seen, const std::stop_token& stop) const;
  [[noreturn]] void refuse(const std::string& owner) const;
  void keep_alive(const std::stop_token& over) const;

  std::filesystem::path directory_;
  std::filesystem::path owner_;
  LockTiming timing_;
  io::Descriptor lock_{};
  bool excludes_here_ = false;  // the lock works among the processes of this machine
  std::string identity_;
  std::jthread beating_{};
};

}  // namespace pgdumpcore::storage
