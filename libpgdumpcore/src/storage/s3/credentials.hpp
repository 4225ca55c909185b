// Where the key comes from that requests are signed with, and how it is renewed while an upload runs.
//
// Looked for in this order, as AWS's tools do it: environment variables; a web identity (service accounts of
// Kubernetes); the profile in AWS's files, with a process that gives the key as one of its forms; the endpoint of a
// container (ECS, EKS Pod Identity); the metadata service of an instance, version 2.
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include "storage/http/http.hpp"
#include "storage/http/renewed.hpp"
#include "storage/s3/profile.hpp"
#include "storage/s3/signature.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace pgdumpcore::storage::s3 {

struct Credentials {
  AccessKey key{};
  std::optional<std::chrono::sys_seconds> expires_at{};
  std::string source{};  // for messages, such as "the environment"

  [[nodiscard]] std::string identity() const { return key.id + "\n" + key.session_token; }
};

// Threads: all functions may be called by several threads at a time; one of them asks, the others wait.
class CredentialProvider {
 public:
  //   region: of STS, if the key comes from there
  CredentialProvider(Environment environment, std::string region, const std::string& ca_bundle);
  CredentialProvider(const CredentialProvider&) = delete;
  CredentialProvider& operator=(const CredentialProvider&) = delete;

  // Renewed if they expire within five minutes. Throws Error: usage if there are none, or what names them is wrong; io
  // if those who give them do not; cancelled. No message holds a key.
  [[nodiscard]] Credentials get(const std::stop_token& stop) { return current_.get(stop); }
  // After a request was refused because of the credentials of this identity: whether there are others now.
  [[nodiscard]] bool renew(const std::string& refused, const std::stop_token& stop) {
    return current_.renew(refused, stop);
  }

 private:
  [[nodiscard]] Credentials find(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_environment() const;
  [[nodiscard]] std::optional<Credentials> from_web_identity(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_profile(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_container(const std::stop_token& stop) const;
  [[nodiscard]] std::optional<Credentials> from_instance(const std::stop_token& stop) const;
  [[nodiscard]] Credentials assume_role(const std::string& role, const std::string& token_file,
                                        const std::string& session, const std::stop_token& stop) const;
  [[nodiscard]] std::string sts_endpoint() const;

  Environment environment_;
  std::string region_;
  HttpClient outside_;  // for STS
  HttpClient inside_;   // for what is next to this machine
  Renewed<Credentials> current_;
};

}  // namespace pgdumpcore::storage::s3
