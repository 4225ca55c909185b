// template1, which every server has: saved if a site has put something into it, as new databases are copies of it.
#pragma once

#include "backup/cluster.hpp"

#include <pgdumpcore/progress.hpp>

#include <optional>

namespace pgdumpcore::backups {

// nullopt: it is as initdb made it, or it was included or excluded by name, or it cannot be looked at, which is a
// warning.
[[nodiscard]] std::optional<ServerDatabase> template1_with_content(const Cluster& cluster, pg::Connection& maintenance,
                                                                   const BackupOptions& options,
                                                                   const LogCallback& log);

}  // namespace pgdumpcore::backups
