// Whether a backup could write into a bucket, and what is different there from other buckets.
#pragma once

#include "storage/objects/client.hpp"
#include "storage/store.hpp"

#include <vector>

namespace pgdumpcore::storage {

//   prefix: of the object that is tried, which is gone afterwards, unless deleting is not allowed
// If the last answer is not good, what follows it was not asked.
[[nodiscard]] std::vector<PlaceCheck> check_bucket(ObjectClient& client, const std::string& prefix);

}  // namespace pgdumpcore::storage
