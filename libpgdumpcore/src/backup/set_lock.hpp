// Keeps a set from being removed while it is read: readers hold a shared lock on its manifest, whoever removes it needs
// an exclusive one. Locks end with their process. Where the file system has no locks, there is no protection.
#pragma once

#include "io/descriptor.hpp"

#include <filesystem>
#include <optional>

namespace pgdumpcore::backups {

// Held as long as a set is read. A set without a readable manifest is not locked: whoever reads it says what is wrong.
class SetReadLock {
 public:
  // Throws Error (io) if the set is being removed.
  explicit SetReadLock(const std::filesystem::path& set);

 private:
  io::Descriptor manifest_{};
};

// To be held while the set is removed; nullopt: it is being read.
[[nodiscard]] std::optional<io::Descriptor> lock_for_removal(const std::filesystem::path& set);

}  // namespace pgdumpcore::backups
