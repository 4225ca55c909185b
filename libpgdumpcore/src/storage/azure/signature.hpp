// Azure's Shared Key: a signature of a request by the key of a storage account.
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
//
// Pure functions: no clock is read, no state is kept.
#pragma once

#include "storage/http/digests.hpp"
#include "storage/http/url.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace pgdumpcore::storage::azure {

struct SignedParts {
  std::string_view method{};
  std::string_view path{};  // encoded, as it is sent
  const Parameters& parameters;
  const Headers& headers;  // all of the request's; x-ms-date and x-ms-version among them
  std::size_t body_size = 0;
};

[[nodiscard]] std::string text_to_sign(const SignedParts& request, std::string_view account);
// The header authorization. Throws Error (unsupported) if libcrypto refuses the algorithm.
//   key: decoded
[[nodiscard]] std::string shared_key(const SignedParts& request, std::string_view account, Bytes key);

}  // namespace pgdumpcore::storage::azure
