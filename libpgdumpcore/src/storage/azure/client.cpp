#include "storage/azure/client.hpp"

#include "storage/azure/answers.hpp"
#include "storage/azure/signature.hpp"
#include "storage/http/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace pgdumpcore::storage::azure {

namespace {

// Of 2020; the first one that takes blocks of 4,000 MiB is a year older.
constexpr const char* service_version = "2020-10-02";
// What the service refuses: 15 minutes.
constexpr std::chrono::seconds clock_bound{600};

// The account is in the path of an emulator's endpoint:
// https://learn.microsoft.com/azure/storage/common/storage-use-azurite
std::string path_of(const std::string& endpoint) {
  const std::size_t path = endpoint.find('/', endpoint.find("://") + 3);
  return path == std::string::npos ? std::string() : endpoint.substr(path);
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::ranges::find(codes, code) != codes.end();
}

bool lacks_rights(const Answer& answer) {
  return answer.error.code.starts_with("Authorization") || answer.error.code == "InsufficientAccountPermissions" ||
         (answer.error.code.empty() && answer.status == 403);
}

bool is_unauthentic(const Answer& answer) {
  return is_one_of(answer.error.code,
                   {"AuthenticationFailed", "InvalidAuthenticationInfo", "NoAuthenticationInformation"}) ||
         answer.status == 401;
}

// The service says of a shared access signature that it is outside of its time.
bool is_out_of_time(const Answer& answer) {
  return answer.error.detail.find("time frame") != std::string::npos;
}

}  // namespace

Client::Client(Settings settings, const Environment& environment)
    : ObjectClient(settings.objects),
      container_(std::move(settings)),
      path_(fmt::format("{}/{}/", path_of(container_.endpoint), container_.container)),
      credentials_(environment, container_.objects.ca_bundle) {}

std::string Client::describe(const std::string& key) const {
  return fmt::format("azure://{}/{}", container_.container, key);
}

CredentialFacts Client::credentials(const std::stop_token& stop) {
  const Credentials found = credentials_.get(stop);
  return {found.source, found.expires_at};
}

Request Client::list_request(const std::string& prefix, const std::string& delimiter, const std::string& next,
                             int limit) const {
  Request request{.parameters = {{"restype", "container"}, {"comp", "list"}}};
  if (!prefix.empty()) request.parameters.emplace_back("prefix", prefix);
  if (!delimiter.empty()) request.parameters.emplace_back("delimiter", delimiter);
  if (!next.empty()) request.parameters.emplace_back("marker", next);
  if (limit > 0) request.parameters.emplace_back("maxresults", fmt::format("{}", limit));
  return request;
}

ObjectPage Client::parse_page(std::string_view document) const {
  return parse_blob_page(document);
}

// --- requests

ObjectClient::SignedRequest Client::sign_request(const Request& request, const std::stop_token& stop) {
  const Credentials credentials = credentials_.get(stop);
  // The container itself has no '/' at its end.
  const std::string path =
      request.key.empty() ? path_.substr(0, path_.size() - 1) : path_ + percent_encode(request.key, Slash::kept);
  SignedRequest signed_one{{.method = request.method, .headers = request.headers, .body = request.body},
                           credentials.identity()};
  Headers& headers = signed_one.request.headers;
  headers["x-ms-date"] = http_date(time_to_sign());
  headers["x-ms-version"] = service_version;
  std::string query = encode_query(request.parameters);
  if (credentials.scheme == Scheme::shared_access_signature)
    query += (query.empty() ? "" : "&") + credentials.text;
  else if (credentials.scheme == Scheme::token)
    headers["authorization"] = "Bearer " + credentials.text;
  else
    headers["authorization"] = shared_key({.method = request.method,
                                           .path = path,
                                           .parameters = request.parameters,
                                           .headers = headers,
                                           .body_size = request.body.size()},
                                          container_.account, credentials.key);
  const std::string origin =
      container_.endpoint.substr(0, container_.endpoint.size() - path_of(container_.endpoint).size());
  signed_one.request.url = origin + path + (query.empty() ? "" : "?") + query;
  return signed_one;
}

std::string Client::host() const {
  return std::string(host_of_url(container_.endpoint));
}

bool Client::is_passing_code(std::string_view code) const {
  return is_one_of(code, {"ServerBusy", "InternalError", "OperationTimedOut"});
}

bool Client::has_expired_credentials(const Answer& answer) const {
  return answer.status == 401 && is_unauthentic(answer);
}

// It says so in words alone; so a clock that differs much is taken for the reason.
bool Client::has_wrong_time(const Answer& answer) const {
  const auto difference = clock_difference();
  return answer.status == 403 && answer.error.code == "AuthenticationFailed" && !is_out_of_time(answer) && difference &&
         std::chrono::abs(*difference) > clock_bound;
}

bool Client::renew(const std::string& refused, const std::stop_token& stop) {
  return credentials_.renew(refused, stop);
}

// --- messages

// The service repeats the signature, and what was signed, in what it says of one that is wrong.
std::string Client::reason_of(const Answer& answer) const {
  if (is_unauthentic(answer))
    return is_out_of_time(answer)
               ? "the shared access signature is not valid yet, or not any more"
               : fmt::format("{}: the credentials are not valid for account \"{}\"",
                             answer.error.code.empty() ? "status 401" : answer.error.code, container_.account);
  Answer brief = answer;
  // Lines with the number of the request and the time follow.
  brief.error.message.resize(std::min(brief.error.message.find_first_of("\r\n"), brief.error.message.size()));
  return ObjectClient::reason_of(brief);
}

std::string Client::hint_for(const Answer& answer) const {
  if (is_out_of_time(answer)) return "Set AZURE_STORAGE_SAS_TOKEN to a newer one, or use an identity.";
  if (is_unauthentic(answer))
    return "Are the key, the signature or the identity of this account, and is this machine's clock right?";
  if (answer.error.code == "ContainerNotFound")
    return fmt::format("Create container \"{}\" in account \"{}\", or correct their names.", container_.container,
                       container_.account);
  if (answer.error.code == "KeyBasedAuthenticationNotPermitted")
    return "The account takes no keys: use an identity, with AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or a token.";
  if (lacks_rights(answer))
    return "Give the identity the role \"Storage Blob Data Contributor\" for the container, or the shared access "
           "signature the rights r, w, d and l; see also the account's key and its firewall.";
  return {};
}

}  // namespace pgdumpcore::storage::azure
