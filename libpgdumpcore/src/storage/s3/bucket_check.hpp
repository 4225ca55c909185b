// Whether a backup could write into a bucket, and what is different there from other buckets.
#pragma once

#include "storage/s3/client.hpp"
#include "storage/store.hpp"

#include <vector>

namespace pgdumpcore::storage::s3 {

//   prefix: of the object that is tried, which is gone afterwards, unless deleting is not allowed
// If the last answer is not good, what follows it was not asked.
[[nodiscard]] std::vector<PlaceCheck> check_bucket(Client& client, const std::string& prefix);

}  // namespace pgdumpcore::storage::s3
