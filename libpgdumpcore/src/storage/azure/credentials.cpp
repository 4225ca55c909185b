#include "storage/azure/credentials.hpp"

#include "base/clock.hpp"
#include "storage/http/credential_service.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

namespace pgdumpcore::storage::azure {

namespace {

using std::chrono::sys_seconds;

constexpr const char* storage_resource = "https://storage.azure.com/";
constexpr std::string_view instance_service = "http://169.254.169.254";

// What Entra ID says of an error: its name, and the first line of a long description.
std::string explain(const std::string& body) {
  std::map<std::string, std::string> members;
  try {
    members = json_members(body, "");
  } catch (const Error&) {
    return {};
  }
  const std::string description = first_line(members["error_description"]);
  return members["error"] + (description.empty() ? "" : ": ") + description;
}

std::optional<std::chrono::seconds> seconds_in(const std::string& text) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, code] = std::from_chars(text.data(), end, count);
  constexpr std::int64_t most = std::int64_t{1} << 40U;
  if (code != std::errc() || stopped != end || count < 0 || count > most) return std::nullopt;
  return std::chrono::seconds(count);
}

// Entra ID says for how long a token is valid, the services on a machine until when.
Credentials parse_token(const std::string& answer, const std::string& source) {
  auto members = json_members(answer, source);
  Credentials found{.scheme = Scheme::token, .text = members["access_token"], .source = source};
  const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
  if (found.text.empty() || !std::ranges::all_of(found.text, is_printable))
    fail_to_get_credentials(source, "the answer has no token");
  if (const auto until = seconds_in(members["expires_on"]))
    found.expires_at = sys_seconds(*until);
  else if (const auto lasting = seconds_in(members["expires_in"]))
    found.expires_at = base::current_second() + *lasting;
  else
    fail_to_get_credentials(source, "the answer does not say until when the token is valid");
  return found;
}

// Secrets are sent in plain text only to what is on this machine or next to it.
bool may_be_told(const std::string& url) {
  constexpr std::array<std::string_view, 3> hosts = {"127.0.0.1", "localhost", "[::1]"};
  const std::string_view host = host_of_url(url);
  const bool is_link_local =
      host.starts_with("169.254.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return url.starts_with("https://") ||
         (url.starts_with("http://") && (is_link_local || std::ranges::find(hosts, host) != hosts.end()));
}

std::string with_query(const std::string& url, const Parameters& parameters) {
  return url + (url.find('?') == std::string::npos ? "?" : "&") + encode_query(parameters);
}

}  // namespace

CredentialProvider::CredentialProvider(Environment environment, const std::string& ca_bundle)
    : environment_(std::move(environment)),
      outside_(service_settings(ca_bundle)),
      inside_(local_service_settings(ca_bundle)),
      current_([this](const std::stop_token& stop) { return find(stop); }) {}

Credentials CredentialProvider::find(const std::stop_token& stop) const {
  if (auto found = from_account()) return *found;
  if (auto found = from_principal(stop)) return *found;
  if (auto found = from_endpoint(stop)) return *found;
  if (auto found = from_instance(stop)) return *found;
  throw Error(Fault::usage, "no credentials for Azure Blob storage were found")
      .hint(
          "Set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and "
          "AZURE_CLIENT_SECRET. In a cluster, give the service account a workload identity.");
}

std::optional<Credentials> CredentialProvider::from_account() const {
  const AccountSettings account = read_account(environment_);
  if (!account.key.empty()) {
    auto key = decode_base64(account.key);
    if (!key || key->empty())
      throw Error(Fault::usage, fmt::format("the key in {} is no base64", account.source))
          .hint("Copy it as Azure's portal shows it, with the = at its end.");
    return Credentials{.key = std::move(*key), .source = account.source};
  }
  if (account.sas.empty()) return std::nullopt;
  if (account.sas.find("sig=") == std::string::npos || account.sas.find_first_of(" \t\r\n#") != std::string::npos)
    throw Error(Fault::usage, fmt::format("the shared access signature in {} is none", account.source))
        .hint("It is such as \"sv=...&sp=rwdl&sig=...\".");
  return Credentials{.scheme = Scheme::shared_access_signature, .text = account.sas, .source = account.source};
}

std::string CredentialProvider::token_url(const std::string& tenant) const {
  std::string authority = first_of({environment_("AZURE_AUTHORITY_HOST"), "https://login.microsoftonline.com"});
  while (authority.ends_with('/')) authority.pop_back();
  if (!may_be_told(authority)) throw Error(Fault::usage, "AZURE_AUTHORITY_HOST is neither https nor on this machine");
  return fmt::format("{}/{}/oauth2/v2.0/token", authority, percent_encode(tenant));
}

std::optional<Credentials> CredentialProvider::from_principal(const std::stop_token& stop) const {
  const std::string tenant = environment_("AZURE_TENANT_ID");
  const std::string client = environment_("AZURE_CLIENT_ID");
  const std::string secret = environment_("AZURE_CLIENT_SECRET");
  const std::string file = environment_("AZURE_FEDERATED_TOKEN_FILE");
  if (secret.empty() && file.empty()) return std::nullopt;
  if (tenant.empty() || client.empty())
    throw Error(Fault::usage, fmt::format("{} is set, and AZURE_TENANT_ID or AZURE_CLIENT_ID is not",
                                          secret.empty() ? "AZURE_FEDERATED_TOKEN_FILE" : "AZURE_CLIENT_SECRET"));
  Parameters form = {{"client_id", client},
                     {"grant_type", "client_credentials"},
                     {"scope", fmt::format("{}.default", storage_resource)}};
  if (!secret.empty()) {
    form.emplace_back("client_secret", secret);
  } else {
    form.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    // Kubernetes writes it anew before it ends.
    form.emplace_back("client_assertion", first_line(read_small_file(file)));
  }
  const std::string body = encode_query(form);
  const std::string source =
      fmt::format("Entra ID for {} \"{}\"", secret.empty() ? "workload identity" : "service principal", client);
  const HttpRequest request{.method = "POST",
                            .url = token_url(tenant),
                            .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                            .body = bytes_of(body)};
  return parse_token(ask_for_credentials(outside_, request, source, explain, stop), source);
}

// Of App Service, Functions and Container Apps.
std::optional<Credentials> CredentialProvider::from_endpoint(const std::stop_token& stop) const {
  const std::string endpoint = environment_("IDENTITY_ENDPOINT");
  const std::string header = environment_("IDENTITY_HEADER");
  if (endpoint.empty() || header.empty()) return std::nullopt;
  if (!may_be_told(endpoint)) throw Error(Fault::usage, "IDENTITY_ENDPOINT is neither https nor on this machine");
  Parameters parameters = {{"api-version", "2019-08-01"}, {"resource", storage_resource}};
  if (const std::string client = environment_("AZURE_CLIENT_ID"); !client.empty())
    parameters.emplace_back("client_id", client);
  const std::string source = "the managed identity's endpoint";
  const HttpRequest request{.url = with_query(endpoint, parameters), .headers = {{"x-identity-header", header}}};
  return parse_token(ask_for_credentials(inside_, request, source, explain, stop), source);
}

std::optional<Credentials> CredentialProvider::from_instance(const std::stop_token& stop) const {
  std::string service = first_of({environment_("AZURE_POD_IDENTITY_AUTHORITY_HOST"), std::string(instance_service)});
  while (service.ends_with('/')) service.pop_back();
  Parameters parameters = {{"api-version", "2018-02-01"}, {"resource", storage_resource}};
  if (const std::string client = environment_("AZURE_CLIENT_ID"); !client.empty())
    parameters.emplace_back("client_id", client);
  const std::string url = service + "/metadata/identity/oauth2/token";
  // Where there is no such service, this is no machine of Azure; it refuses requests without the header.
  const HttpResponse there = inside_.perform({.url = url}, stop);
  if (there.status != 400) return std::nullopt;
  const std::string source = "the machine's managed identity";
  const HttpRequest request{.url = with_query(url, parameters), .headers = {{"metadata", "true"}}};
  return parse_token(ask_for_credentials(inside_, request, source, explain, stop), source);
}

}  // namespace pgdumpcore::storage::azure
