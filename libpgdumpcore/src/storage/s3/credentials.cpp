#include "storage/s3/credentials.hpp"

#include "storage/http/credential_service.hpp"
#include "storage/http/times.hpp"
#include "storage/s3/answers.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace pgdumpcore::storage::s3 {

namespace {

constexpr std::size_t largest_process_output = 65536;

// The documents of containers, instances and processes differ in the name of the session token alone.
Credentials parse_credentials(const std::string& text, const char* token_name, const std::string& source) {
  const auto members = json_members(text, source);
  const auto member = [&](const char* name) {
    const auto found = members.find(name);
    return found == members.end() ? std::string() : found->second;
  };
  Credentials credentials{
      .key = {.id = member("AccessKeyId"), .secret = member("SecretAccessKey"), .session_token = member(token_name)},
      .source = source};
  if (credentials.key.id.empty() || credentials.key.secret.empty())
    fail_to_get_credentials(source, "the answer has no key");
  if (const std::string end = member("Expiration"); !end.empty()) {
    credentials.expires_at = parse_iso_time(end);
    if (!credentials.expires_at) fail_to_get_credentials(source, fmt::format("\"{}\" is no time", end));
  }
  return credentials;
}

// What a service says of an error.
std::string explain(const std::string& body) {
  const auto error = parse_error(body);
  return error ? fmt::format("{}: {}", error->code, error->message) : std::string();
}

// A key may be given in plain text only to what is on this machine or next to it.
bool may_be_asked(const std::string& url) {
  constexpr std::array<std::string_view, 6> hosts = {"127.0.0.1",     "localhost",      "[::1]",
                                                     "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};
  return url.starts_with("https://") ||
         (url.starts_with("http://") && std::ranges::find(hosts, host_of_url(url)) != hosts.end());
}

// By the shell, as AWS's tools do it. What it says on its standard error is for the user.
std::string run_process(const std::string& command) {
  std::FILE* const pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) fail_to_get_credentials("credential_process", std::strerror(errno));
  std::string output;
  std::array<char, 4096> block{};
  while (output.size() <= largest_process_output) {
    const std::size_t size = std::fread(block.data(), 1, block.size(), pipe);
    if (size == 0) break;
    output.append(block.data(), size);
  }
  const int status = ::pclose(pipe);
  if (status != 0) fail_to_get_credentials("credential_process", "it failed");
  if (output.size() > largest_process_output) fail_to_get_credentials("credential_process", "it says too much");
  return output;
}

}  // namespace

CredentialProvider::CredentialProvider(Environment environment, std::string region, const std::string& ca_bundle)
    : environment_(std::move(environment)),
      region_(std::move(region)),
      outside_(service_settings(ca_bundle)),
      inside_(local_service_settings(ca_bundle)),
      current_([this](const std::stop_token& stop) { return find(stop); }) {}

Credentials CredentialProvider::find(const std::stop_token& stop) const {
  if (auto found = from_environment()) return *found;
  if (auto found = from_web_identity(stop)) return *found;
  if (auto found = from_profile(stop)) return *found;
  if (auto found = from_container(stop)) return *found;
  if (auto found = from_instance(stop)) return *found;
  throw Error(Fault::usage, "no credentials for the object store were found")
      .hint(
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE for a profile in ~/.aws/credentials. In a "
          "cluster, give the service account a role.");
}

std::optional<Credentials> CredentialProvider::from_environment() const {
  Credentials found{.key = {.id = environment_("AWS_ACCESS_KEY_ID"),
                            .secret = environment_("AWS_SECRET_ACCESS_KEY"),
                            .session_token = environment_("AWS_SESSION_TOKEN")},
                    .source = "the environment"};
  if (found.key.id.empty() && found.key.secret.empty()) return std::nullopt;
  if (found.key.id.empty() || found.key.secret.empty())
    throw Error(Fault::usage, "one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set, and the other is not");
  return found;
}

std::optional<Credentials> CredentialProvider::from_web_identity(const std::stop_token& stop) const {
  const std::string file = environment_("AWS_WEB_IDENTITY_TOKEN_FILE");
  const std::string role = environment_("AWS_ROLE_ARN");
  if (file.empty() || role.empty()) return std::nullopt;
  return assume_role(role, file, environment_("AWS_ROLE_SESSION_NAME"), stop);
}

std::optional<Credentials> CredentialProvider::from_profile(const std::stop_token& stop) const {
  const Profile profile = read_profile(environment_);
  if (!profile.exists) {
    if (!profile.is_named_by_user) return std::nullopt;
    throw Error(Fault::usage, fmt::format("there is no profile \"{}\" in AWS's files", profile.name))
        .hint("AWS_PROFILE names it. The files are ~/.aws/config and ~/.aws/credentials.");
  }
  const std::string source = fmt::format("profile \"{}\"", profile.name);
  Credentials found{.key = {.id = profile.get("aws_access_key_id"),
                            .secret = profile.get("aws_secret_access_key"),
                            .session_token = profile.get("aws_session_token")},
                    .source = source};
  const std::string role = profile.get("role_arn");
  const std::string token_file = profile.get("web_identity_token_file");
  if (!role.empty() && !token_file.empty())
    return assume_role(role, token_file, profile.get("role_session_name"), stop);
  if (!role.empty() || !profile.get("sso_start_url").empty() || !profile.get("sso_session").empty())
    throw Error(Fault::unsupported, fmt::format("{} wants another role or a sign-in, which pgdump does not do", source))
        .hint("Let a credential_process of the profile do it, such as \"aws configure export-credentials\".");
  if (!found.key.id.empty() && !found.key.secret.empty()) return found;
  if (const std::string command = profile.get("credential_process"); !command.empty())
    return parse_credentials(run_process(command), "SessionToken", "credential_process of " + source);
  return std::nullopt;
}

std::optional<Credentials> CredentialProvider::from_container(const std::stop_token& stop) const {
  const std::string relative = environment_("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  HttpRequest request{.url = environment_("AWS_CONTAINER_CREDENTIALS_FULL_URI")};
  if (!relative.empty()) request.url = "http://169.254.170.2" + relative;
  if (request.url.empty()) return std::nullopt;
  if (!may_be_asked(request.url))
    throw Error(Fault::usage, "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor on this machine");
  std::string token = environment_("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (const std::string file = environment_("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty())
    token = read_small_file(file);
  if (!token.empty()) request.headers["authorization"] = first_line(token);
  const std::string source = "the container's endpoint";
  return parse_credentials(ask_for_credentials(inside_, request, source, explain, stop), "Token", source);
}

std::optional<Credentials> CredentialProvider::from_instance(const std::stop_token& stop) const {
  if (environment_("AWS_EC2_METADATA_DISABLED") == "true") return std::nullopt;
  std::string endpoint = environment_("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  if (endpoint.empty()) endpoint = "http://169.254.169.254";
  while (endpoint.ends_with('/')) endpoint.pop_back();
  // Where there is none, this is no instance.
  const HttpResponse token = inside_.perform({.method = "PUT",
                                              .url = endpoint + "/latest/api/token",
                                              .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}}},
                                             stop);
  if (token.status != 200) return std::nullopt;
  const std::string source = "the instance's metadata service";
  const std::string path = endpoint + "/latest/meta-data/iam/security-credentials/";
  const Headers headers = {{"x-aws-ec2-metadata-token", first_line(token.body)}};
  const HttpResponse roles = inside_.perform({.url = path, .headers = headers}, stop);
  if (roles.status == 404 || (roles.status == 200 && roles.body.empty())) return std::nullopt;
  if (roles.status != 200) fail_to_get_credentials(source, fmt::format("status {}", roles.status));
  const std::string role = percent_encode(first_line(roles.body));
  return parse_credentials(
      ask_for_credentials(inside_, {.url = path + role, .headers = headers}, source, explain, stop), "Token", source);
}

// The regional endpoint: the global one is far away, and its tokens are not valid in every region.
std::string CredentialProvider::sts_endpoint() const {
  std::string given = first_of({environment_("AWS_ENDPOINT_URL_STS"), environment_("AWS_ENDPOINT_URL")});
  if (!given.empty()) return given;
  return fmt::format("https://sts.{}.amazonaws.com{}", region_, region_.starts_with("cn-") ? ".cn" : "");
}

Credentials CredentialProvider::assume_role(const std::string& role, const std::string& token_file,
                                            const std::string& session, const std::stop_token& stop) const {
  const std::string token = first_line(read_small_file(token_file));
  const std::string body = encode_query({{"Action", "AssumeRoleWithWebIdentity"},
                                         {"Version", "2011-06-15"},
                                         {"RoleArn", role},
                                         {"RoleSessionName", session.empty() ? "pgdump" : session},
                                         {"WebIdentityToken", token}});
  std::string url = sts_endpoint();
  if (!url.ends_with('/')) url += '/';
  const std::string source = fmt::format("STS for role \"{}\"", role);
  const RoleAnswer answer =
      parse_role(ask_for_credentials(outside_,
                                     {.method = "POST",
                                      .url = url,
                                      .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                                      .body = bytes_of(body)},
                                     source, explain, stop));
  if (answer.id.empty() || answer.secret.empty()) fail_to_get_credentials(source, "the answer has no key");
  return {.key = {.id = answer.id, .secret = answer.secret, .session_token = answer.session_token},
          .expires_at = parse_iso_time(answer.expiration),
          .source = source};
}

}  // namespace pgdumpcore::storage::s3
