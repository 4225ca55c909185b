// What requests to Azure Blob storage are authorised with, and how a token is renewed while an upload runs.
//
// Looked for in this order: the key or the shared access signature of the connection string; AZURE_STORAGE_KEY;
// AZURE_STORAGE_SAS_TOKEN; a service principal with a secret; a workload identity, which is a file with a token of
// Kubernetes; the managed identity of where this runs.
// https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory
#pragma once

#include "storage/azure/settings.hpp"
#include "storage/http/http.hpp"
#include "storage/http/renewed.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::storage::azure {

enum class Scheme { shared_key, shared_access_signature, token };

struct Credentials {
  Scheme scheme = Scheme::shared_key;
  std::vector<std::byte> key{};  // of the account
  std::string text{};            // the signature, which is a part of a query, or the token
  std::optional<std::chrono::sys_seconds> expires_at{};
  std::string source{};  // for messages, such as "AZURE_STORAGE_KEY"

  [[nodiscard]] const std::string& identity() const { return text; }
};

// Threads: all functions may be called by several threads at a time; one of them asks, the others wait.
class CredentialProvider {
 public:
  CredentialProvider(Environment environment, const std::string& ca_bundle);
  CredentialProvider(const CredentialProvider&) = delete;
  CredentialProvider& operator=(const CredentialProvider&) = delete;

  // Renewed if they expire within five minutes. Throws Error: usage if there are none, or what names them is wrong; io
  // if those who give them do not; cancelled. No message holds a key, a signature or a token.
  [[nodiscard]] Credentials get(const std::stop_token& stop) { return current_.get(stop); }
  // After a request was refused because of the credentials of this identity: whether there are others now.
  [[nodiscard]] bool renew(const std::string& refused, const std::stop_token& stop) {
    return current_.renew(refused, stop);
  }

 private:
  [[nodiscard]] Credentials find(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_account() const;
  [[nodiscard]] std::optional<Credentials> from_principal(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_endpoint(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_instance(const std::stop_token& stop) const;
  [[nodiscard]] std::string token_url(const std::string& tenant) const;

  Environment environment_;
  HttpClient outside_;  // for Entra ID
  HttpClient inside_;   // for what is next to this machine
  Renewed<Credentials> current_;
};

}  // namespace pgdumpcore::storage::azure
