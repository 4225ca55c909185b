// AWS Signature Version 4, the form with an Authorization header.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
//
// Pure functions: no clock is read, no state is kept.
#pragma once

#include "storage/http/url.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace pgdumpcore::storage::s3 {

struct AccessKey {
  std::string id{};
  std::string secret{};
  std::string session_token{};  // empty: the key is no temporary one
};

// What a signature is valid for, besides its day.
struct SigningScope {
  std::string region{};
  std::string service{};
};

// YYYYMMDDTHHMMSSZ.
[[nodiscard]] std::string amz_date(std::chrono::sys_seconds time);

// Adds x-amz-date, x-amz-security-token and authorization. All headers that are there are signed, so host must be among
// them, and what the transport adds or changes on its way must not.
//   path: encoded, as it is sent
//   payload_sha256: in hexadecimal; S3 also wants it as the header x-amz-content-sha256, which is the caller's to add
// Throws Error (unsupported) if libcrypto refuses the algorithms.
void sign(Headers& headers, std::string_view method, std::string_view path, const Parameters& parameters,
          std::string_view payload_sha256, const AccessKey& key, const SigningScope& scope,
          std::chrono::sys_seconds time);

}  // namespace pgdumpcore::storage::s3
