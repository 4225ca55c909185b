#include "storage/s3/client.hpp"

#include "storage/objects/objects.hpp"
#include "storage/s3/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace pgdumpcore::storage::s3 {

namespace {

bool is_expired_key(const std::string& code) {
  constexpr std::array<std::string_view, 5> codes = {"ExpiredToken", "ExpiredTokenException", "InvalidToken",
                                                     "TokenRefreshRequired", "InvalidAccessKeyId"};
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

Client::Client(Settings settings, const Environment& environment)
    : ObjectClient(settings.objects),
      bucket_(std::move(settings)),
      credentials_(environment, bucket_.region, bucket_.objects.ca_bundle),
      region_(bucket_.region) {}

std::string Client::describe(const std::string& key) const {
  return fmt::format("s3://{}/{}", bucket_.bucket, key);
}

CredentialFacts Client::credentials(const std::stop_token& stop) {
  const Credentials found = credentials_.get(stop);
  return {found.source, found.expires_at};
}

// Ceph before 18 compares it with the ETag as it is without quotes.
std::vector<std::string> Client::etag_forms(const std::string& etag) const {
  if (etag.size() < 3 || !etag.starts_with('"') || !etag.ends_with('"')) return {etag};
  std::vector<std::string> forms = {etag, etag.substr(1, etag.size() - 2)};
  if (takes_bare_etags_) std::swap(forms[0], forms[1]);
  return forms;
}

// --- lists

Request Client::list_request(const std::string& prefix, const std::string& delimiter, const std::string& next,
                             int limit) const {
  Request request{.parameters = {{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", prefix}}};
  if (!delimiter.empty()) request.parameters.emplace_back("delimiter", delimiter);
  if (!next.empty()) request.parameters.emplace_back("continuation-token", next);
  if (limit > 0) request.parameters.emplace_back("max-keys", fmt::format("{}", limit));
  return request;
}

ObjectPage Client::parse_page(std::string_view document) const {
  return parse_object_page(document);
}

bool Client::delete_together(const std::vector<std::string>& keys, const Patience& patience) {
  const std::string body = write_keys(keys);
  const Request request{.method = "POST",
                        .parameters = {{"delete", ""}},
                        .headers = {{"content-md5", content_md5(bytes_of(body))}, {"content-type", "application/xml"}},
                        .body = bytes_of(body)};
  const Answer answer = writing([&] { return send(request, patience); });
  // There are stores that have no such operation.
  if (!answer.is_good()) return false;
  const std::vector<RefusedDelete> refused = writing([&] { return parse_delete_result(answer.body); });
  if (refused.empty()) return true;
  fail({.status = 403, .error = refused.front().error}, "remove " + quoted(refused.front().key));
}

// --- requests

ObjectClient::SignedRequest Client::sign_request(const Request& request, const std::stop_token& stop) {
  const Credentials credentials = credentials_.get(stop);
  const std::lock_guard guard(mutex_);
  const BucketAddress address = address_of(bucket_, region_);
  const std::string path = address.path + percent_encode(request.key, Slash::kept);
  SignedRequest signed_one{{.method = request.method, .headers = request.headers, .body = request.body},
                           credentials.identity()};
  Headers& headers = signed_one.request.headers;
  headers["host"] = redirected_host_.empty() ? address.host : redirected_host_;
  headers["x-amz-content-sha256"] = sha256(request.body);
  sign(headers, request.method, path, request.parameters, headers["x-amz-content-sha256"], credentials.key,
       {region_, "s3"}, time_to_sign());
  signed_one.request.url = address.scheme + headers["host"] + path;
  if (const std::string query = encode_query(request.parameters); !query.empty()) signed_one.request.url += "?" + query;
  return signed_one;
}

std::string Client::host() const {
  const std::lock_guard guard(mutex_);
  return redirected_host_.empty() ? address_of(bucket_, region_).host : redirected_host_;
}

bool Client::is_passing_code(std::string_view code) const {
  constexpr std::array<std::string_view, 7> passing = {"SlowDown",
                                                       "RequestTimeout",
                                                       "InternalError",
                                                       "ServiceUnavailable",
                                                       "RequestTimeTooSkewed",
                                                       "OperationAborted",
                                                       "ConditionalRequestConflict"};
  return std::ranges::find(passing, code) != passing.end();
}

bool Client::has_expired_credentials(const Answer& answer) const {
  return is_expired_key(answer.error.code);
}

bool Client::has_wrong_time(const Answer& answer) const {
  return answer.error.code == "RequestTimeTooSkewed";
}

bool Client::renew(const std::string& refused, const std::stop_token& stop) {
  return credentials_.renew(refused, stop);
}

bool Client::follow(const Answer& answer) {
  const std::string& code = answer.error.code;
  if (answer.status == 307) return follow_redirection(answer);
  return (answer.status == 301 || code == "AuthorizationHeaderMalformed" ||
          code == "IllegalLocationConstraintException") &&
         follow_region(answer);
}

bool Client::follow_region(const Answer& answer) {
  std::string region = answer.header("x-amz-bucket-region");
  if (region.empty()) region = answer.error.region;
  const std::lock_guard guard(mutex_);
  if (region.empty() || region == region_) return false;
  region_ = region;
  return true;
}

// To another host of AWS alone: what is uploaded must not go where somebody between likes to have it.
bool Client::follow_redirection(const Answer& answer) {
  const std::string location = answer.header("location");
  constexpr std::string_view scheme = "https://";
  if (!bucket_.endpoint.empty() || !location.starts_with(scheme)) return false;
  const std::string host = location.substr(scheme.size(), location.find('/', scheme.size()) - scheme.size());
  if (!host.ends_with(".amazonaws.com") && !host.ends_with(".amazonaws.com.cn")) return false;
  const std::lock_guard guard(mutex_);
  redirected_host_ = host;
  return true;
}

std::string Client::reason_of(const Answer& answer) const {
  // Some stores repeat the request's signature there.
  if (answer.error.code == "SignatureDoesNotMatch")
    return "the signature does not match the secret key that the store has";
  return ObjectClient::reason_of(answer);
}

std::string Client::hint_for(const Answer& answer) const {
  const std::string& code = answer.error.code;
  if (code == "AccessDenied" || (code.empty() && answer.status == 403))
    return "Allow the credentials' user or role to do this: see the policy of the user, the role and the bucket.";
  if (code == "NoSuchBucket")
    return fmt::format("Create bucket \"{}\", or correct its name or the endpoint.", bucket_.bucket);
  if (code == "InvalidAccessKeyId" || code == "SignatureDoesNotMatch")
    return "Are the access key and its secret of this store, and is AWS_ENDPOINT_URL_S3 its address?";
  if (is_expired_key(code)) return "The credentials have expired, and there are no newer ones.";
  if (code == "RequestTimeTooSkewed") return "Set the clock of this machine.";
  if (answer.status == 301 || answer.status == 307)
    return "The bucket is elsewhere: set AWS_REGION or AWS_ENDPOINT_URL_S3.";
  return {};
}

}  // namespace pgdumpcore::storage::s3
