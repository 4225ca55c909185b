#include "storage/s3/signature.hpp"

#include "io/digest.hpp"
#include "storage/http/digests.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace pgdumpcore::storage::s3 {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

// Without blanks around it, and with one where there are several.
std::string canonical_value(std::string_view value) {
  std::string text;
  for (const char c : value)
    if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string names_of(const Headers& headers) {
  std::string names;
  for (const auto& [name, value] : headers) names += (names.empty() ? "" : ";") + name;
  return names;
}

std::string canonical_request(const Headers& headers, std::string_view method, std::string_view path,
                              const Parameters& parameters, std::string_view payload_sha256) {
  std::string request = fmt::format("{}\n{}\n{}\n", method, path, encode_query(parameters));
  for (const auto& [name, value] : headers) request += fmt::format("{}:{}\n", name, canonical_value(value));
  return request + fmt::format("\n{}\n{}", names_of(headers), payload_sha256);
}

Bytes key_bytes(const Hmac& key) {
  return std::as_bytes(std::span(key));
}

Hmac signing_key(const AccessKey& key, const SigningScope& scope, std::string_view day) {
  const std::string start = "AWS4" + key.secret;
  const Hmac of_day = hmac_sha256(bytes_of(start), day);
  const Hmac of_region = hmac_sha256(key_bytes(of_day), scope.region);
  const Hmac of_service = hmac_sha256(key_bytes(of_region), scope.service);
  return hmac_sha256(key_bytes(of_service), "aws4_request");
}

}  // namespace

std::string amz_date(std::chrono::sys_seconds time) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

void sign(Headers& headers, std::string_view method, std::string_view path, const Parameters& parameters,
          std::string_view payload_sha256, const AccessKey& key, const SigningScope& scope,
          std::chrono::sys_seconds time) {
  const std::string date = amz_date(time);
  headers.erase("authorization");
  headers["x-amz-date"] = date;
  if (!key.session_token.empty()) headers["x-amz-security-token"] = key.session_token;
  const std::string day = date.substr(0, 8);
  const std::string valid_for = fmt::format("{}/{}/{}/aws4_request", day, scope.region, scope.service);
  const std::string request = canonical_request(headers, method, path, parameters, payload_sha256);
  const std::string text = fmt::format("{}\n{}\n{}\n{}", algorithm, date, valid_for, sha256(bytes_of(request)));
  const Hmac signature = hmac_sha256(key_bytes(signing_key(key, scope, day)), text);
  headers["authorization"] = fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", algorithm, key.id,
                                         valid_for, names_of(headers), io::hexadecimal(signature));
}

}  // namespace pgdumpcore::storage::s3
