#include "storage/azure/settings.hpp"

#include "storage/http/url.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace pgdumpcore::storage::azure {

namespace {

constexpr const char* connection_variable = "AZURE_STORAGE_CONNECTION_STRING";

// Of every emulator, and no secret: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
constexpr const char* development_account = "devstoreaccount1";
constexpr const char* development_key =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
constexpr const char* development_endpoint = "http://127.0.0.1:10000/devstoreaccount1";

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_container_name(const std::string& name) {
  return name.size() >= 3 && name.size() <= 63 && is_lower_or_digit(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_account_name(const std::string& name) {
  return name.size() >= 3 && name.size() <= 24 && std::ranges::all_of(name, is_lower_or_digit);
}

class ConnectionString {
 public:
  // No message repeats the string: it may hold a key.
  explicit ConnectionString(std::string_view text) {
    while (!text.empty()) {
      const std::string_view part = text.substr(0, text.find(';'));
      text.remove_prefix(std::min(part.size() + 1, text.size()));
      if (part.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
      // Keys end with '=' themselves.
      const std::size_t equals = part.find('=');
      if (equals == std::string_view::npos || equals == 0) refuse("a part of it is no NAME=VALUE");
      parts_[std::string(part.substr(0, equals))] = part.substr(equals + 1);
    }
  }

  [[nodiscard]] std::string get(const char* name) const {
    const auto found = parts_.find(name);
    return found == parts_.end() ? std::string() : found->second;
  }

  [[noreturn]] static void refuse(std::string_view why) {
    throw Error(Fault::usage, fmt::format("{} is no connection string: {}", connection_variable, why))
        .hint("It is such as \"AccountName=NAME;AccountKey=KEY\", or the one that Azure's portal shows.");
  }

 private:
  std::map<std::string, std::string> parts_{};
};

std::string without_question_mark(std::string sas) {
  if (sas.starts_with('?')) sas.erase(0, 1);
  return sas;
}

// The account of https://ACCOUNT.blob.core.windows.net.
std::string account_of(const std::string& endpoint) {
  const std::string_view host = host_of_url(endpoint);
  return host.find(".blob.") == std::string_view::npos ? std::string() : std::string(host.substr(0, host.find('.')));
}

AccountSettings read_connection_string(const std::string& text) {
  const ConnectionString connection(text);
  if (connection.get("UseDevelopmentStorage") == "true")
    return {.name = development_account,
            .endpoint = development_endpoint,
            .key = development_key,
            .source = connection_variable};
  AccountSettings account{.name = connection.get("AccountName"),
                          .endpoint = connection.get("BlobEndpoint"),
                          .key = connection.get("AccountKey"),
                          .sas = without_question_mark(connection.get("SharedAccessSignature")),
                          .source = connection_variable};
  if (account.name.empty()) account.name = account_of(account.endpoint);
  if (!is_account_name(account.name))
    ConnectionString::refuse("neither AccountName nor BlobEndpoint names the account");
  const std::string scheme = first_of({connection.get("DefaultEndpointsProtocol"), "https"});
  const std::string suffix = first_of({connection.get("EndpointSuffix"), "core.windows.net"});
  if (account.endpoint.empty()) account.endpoint = fmt::format("{}://{}.blob.{}", scheme, account.name, suffix);
  return account;
}

AccountSettings read_variables(const Environment& environment) {
  AccountSettings account{.name = environment("AZURE_STORAGE_ACCOUNT")};
  if (account.name.empty())
    throw Error(Fault::usage, "no storage account of Azure is named")
        .hint(fmt::format("Set AZURE_STORAGE_ACCOUNT, or {}.", connection_variable));
  if (!is_account_name(account.name))
    throw Error(Fault::usage, fmt::format("AZURE_STORAGE_ACCOUNT is no account's name: \"{}\"", account.name))
        .hint("It has 3 to 24 small letters and digits.");
  account.endpoint = fmt::format("https://{}.blob.core.windows.net", account.name);
  return account;
}

}  // namespace

AccountSettings read_account(const Environment& environment) {
  const std::string connection = environment(connection_variable);
  AccountSettings account = connection.empty() ? read_variables(environment) : read_connection_string(connection);
  if (!account.key.empty() || !account.sas.empty()) return account;
  account.key = environment("AZURE_STORAGE_KEY");
  account.source = "AZURE_STORAGE_KEY";
  if (!account.key.empty()) return account;
  account.sas = without_question_mark(environment("AZURE_STORAGE_SAS_TOKEN"));
  account.source = "AZURE_STORAGE_SAS_TOKEN";
  return account;
}

Settings read_settings(const std::string& place, const Environment& environment) {
  PlaceName named = split_place(place);
  if (!is_container_name(named.name))
    throw Error(Fault::usage, fmt::format("\"azure://{}\" names no container", place))
        .hint(
            "A container is given as azure://CONTAINER or azure://CONTAINER/PREFIX, and the account by "
            "AZURE_STORAGE_ACCOUNT.");
  const AccountSettings account = read_account(environment);
  Settings settings{.account = account.name, .container = std::move(named.name)};
  settings.endpoint = checked_endpoint(account.endpoint, EndpointPath::allowed,
                                       "AZURE_STORAGE_CONNECTION_STRING names it. The container is no part of it.");
  settings.objects.prefix = std::move(named.prefix);
  settings.objects.ca_bundle = environment("SSL_CERT_FILE");
  // https://learn.microsoft.com/azure/storage/blobs/scalability-targets
  settings.objects.most_parts = 50'000;
  settings.objects.largest_part = std::size_t{4000} << 20U;
  return settings;
}

}  // namespace pgdumpcore::storage::azure
