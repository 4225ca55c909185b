// Workers' connections that help the leader read the catalog before they have rows to read.
#pragma once

#include "pg/inquiry.hpp"
#include "stream/recruits.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::dumping {

// Of `jobs` connections, the leader is one here.
[[nodiscard]] std::vector<pg::Assistant> engage_assistants(stream::Recruits& recruits, const std::string& snapshot,
                                                           int jobs, const std::stop_token& stop);

// Gives them back as they came.
void dismiss(std::vector<pg::Assistant> assistants, stream::Recruits& recruits);

}  // namespace pgdumpcore::dumping
