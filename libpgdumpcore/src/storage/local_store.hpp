// Sets in a directory of the local file system.
//
// A group is the directory NAME; until it is committed it is .NAME.partial. Locks are flock(2)'s, and the files that
// DirectoryLock keeps for other machines. A link is a symbolic link or, where the file system has none, a file that
// holds the group's name.
#pragma once

#include "storage/store.hpp"

#include <pgdumpcore/sink.hpp>

#include <filesystem>
#include <memory>

namespace pgdumpcore::storage {

// Nothing is looked at yet. An empty path is the working directory.
//   sync: how what is written is brought to the disk
[[nodiscard]] std::shared_ptr<Store> local_store(std::filesystem::path directory, Sync sync = Sync::files);

// Error (io) of a system call on a path, with what to do about it.
[[noreturn]] void fail_on_path(const std::string& what, const std::filesystem::path& path, int code);

}  // namespace pgdumpcore::storage
