// A group that is being written as a directory: .NAME.partial until it is committed.
#pragma once

#include "storage/store.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace pgdumpcore::storage {

[[nodiscard]] std::string partial_name(std::string_view group);
// The group's name in such a name; empty: it is none.
[[nodiscard]] std::string finished_name(std::string_view partial);

// Makes the directory with mode 0700; files have mode 0600. Throws Error (io).
[[nodiscard]] std::unique_ptr<NewGroup> make_local_group(const std::filesystem::path& directory,
                                                         const std::string& name, Sync sync);

}  // namespace pgdumpcore::storage
