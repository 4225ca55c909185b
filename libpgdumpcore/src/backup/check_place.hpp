// The questions of a preflight about the place of the sets.
#pragma once

#include <pgdumpcore/check.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace pgdumpcore::backups {

//   databases_size: what the databases take on the server's disk; 0: unknown
void check_place(const BackupOptions& options, std::uint64_t databases_size, const std::stop_token& stop,
                 const std::function<void(Answer)>& give);

}  // namespace pgdumpcore::backups
