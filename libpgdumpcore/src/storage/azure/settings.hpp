// Where a container of Azure Blob storage is, from its address and the settings that Azure's tools share.
#pragma once

#include "storage/environment.hpp"
#include "storage/objects/settings.hpp"

#include <string>

namespace pgdumpcore::storage::azure {

struct Settings {
  std::string account{};
  std::string container{};
  std::string endpoint{};  // SCHEME://HOST[:PORT][/PATH], without the container
  ObjectSettings objects{};
};

// What AZURE_STORAGE_CONNECTION_STRING and the variables of an account say together; the string comes first. Keys and
// signatures are as they were given.
struct AccountSettings {
  std::string name{};
  std::string endpoint{};
  std::string key{};
  std::string sas{};     // without '?' at its beginning
  std::string source{};  // of the key or the signature, for messages
};
// Throws Error (usage) if the connection string is none, or nothing names an account.
[[nodiscard]] AccountSettings read_account(const Environment& environment);

// Of azure://CONTAINER/PREFIX, without "azure://". AZURE_STORAGE_ACCOUNT names the account, or
// AZURE_STORAGE_CONNECTION_STRING does, with an endpoint if it is not Azure's own; SSL_CERT_FILE a file of
// certificates.
//
// Throws Error (usage) if there is no container or no account, or the endpoint is no address.
[[nodiscard]] Settings read_settings(const std::string& place, const Environment& environment);

}  // namespace pgdumpcore::storage::azure
