#include "storage/s3/credentials.hpp"

#include "storage/s3/answers.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>

namespace pgdumpcore::storage::s3 {

namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::minutes renewed_before_end{5};
constexpr std::size_t largest_process_output = 65536;
constexpr int credential_tries = 3;

sys_seconds current_time() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

bool is_about_to_end(const Credentials& credentials, std::chrono::seconds before) {
  return credentials.expires_at && *credentials.expires_at <= current_time() + before;
}

[[noreturn]] void fail_to_get(const std::string& source, const std::string& why) {
  throw Error(Fault::io, fmt::format("could not get credentials from {}: {}", source, why));
}

// The documents of containers, instances and processes differ in the name of the session token alone.
Credentials parse_credentials(const std::string& text, const char* token_name, const std::string& source) {
  const auto document = nlohmann::json::parse(text, nullptr, false);
  if (!document.is_object()) fail_to_get(source, "the answer is no JSON object");
  const auto member = [&](const char* name) {
    const auto found = document.find(name);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Credentials credentials{
      .key = {.id = member("AccessKeyId"), .secret = member("SecretAccessKey"), .session_token = member(token_name)},
      .source = source};
  if (credentials.key.id.empty() || credentials.key.secret.empty()) fail_to_get(source, "the answer has no key");
  if (const std::string end = member("Expiration"); !end.empty()) {
    credentials.expires_at = parse_expiration(end);
    if (!credentials.expires_at) fail_to_get(source, fmt::format("\"{}\" is no time", end));
  }
  return credentials;
}

// What a local service answers with status 200.
std::string ask(const HttpClient& client, const HttpRequest& request, const std::string& source,
                const std::stop_token& stop) {
  HttpResponse response;
  for (int attempt = 1; attempt <= credential_tries; ++attempt) {
    response = client.perform(request, stop);
    if (response.status == 200) return std::move(response.body);
    if (!response.may_pass && response.status < 500 && response.status != 429) break;
    if (attempt < credential_tries) std::this_thread::sleep_for(std::chrono::milliseconds(200 * attempt));
  }
  if (response.status == 0) fail_to_get(source, response.problem);
  const auto error = parse_error(response.body);
  fail_to_get(source, error ? fmt::format("status {}, {}: {}", response.status, error->code, error->message)
                            : fmt::format("status {}", response.status));
}

// A key may be given in plain text only to what is on this machine or next to it.
bool may_be_asked(const std::string& url) {
  if (url.starts_with("https://")) return true;
  constexpr std::array<std::string_view, 6> hosts = {"127.0.0.1",     "localhost",      "[::1]",
                                                     "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};
  return std::ranges::any_of(hosts, [&](std::string_view host) {
    const std::string start = fmt::format("http://{}", host);
    return url.starts_with(start) &&
           (url.size() == start.size() || url[start.size()] == ':' || url[start.size()] == '/');
  });
}

std::string one_line(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// By the shell, as AWS's tools do it. What it says on its standard error is for the user.
std::string run_process(const std::string& command) {
  std::FILE* const pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) fail_to_get("credential_process", std::strerror(errno));
  std::string output;
  std::array<char, 4096> block{};
  while (output.size() <= largest_process_output) {
    const std::size_t size = std::fread(block.data(), 1, block.size(), pipe);
    if (size == 0) break;
    output.append(block.data(), size);
  }
  const int status = ::pclose(pipe);
  if (status != 0) fail_to_get("credential_process", "it failed");
  if (output.size() > largest_process_output) fail_to_get("credential_process", "it says too much");
  return output;
}

}  // namespace

std::optional<sys_seconds> parse_expiration(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int length = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &length) !=
      6)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  sys_seconds time = std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                     std::chrono::seconds{second};
  std::string zone = text.substr(static_cast<std::size_t>(length));
  if (zone.starts_with('.')) zone.erase(0, std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
  if (zone == "Z") return time;
  char sign = ' ';
  if (std::sscanf(zone.c_str(), "%c%2d:%2d", &sign, &hour, &minute) != 3 || (sign != '+' && sign != '-'))
    return std::nullopt;
  const auto offset = std::chrono::hours{hour} + std::chrono::minutes{minute};
  return sign == '+' ? time - offset : time + offset;
}

CredentialProvider::CredentialProvider(Environment environment, std::string region, const std::string& ca_bundle)
    : environment_(std::move(environment)),
      region_(std::move(region)),
      outside_({.ca_bundle = ca_bundle, .stall_timeout = std::chrono::seconds(20)}),
      inside_({.ca_bundle = ca_bundle,
               .connect_timeout = std::chrono::milliseconds(2000),
               .stall_timeout = std::chrono::seconds(5),
               .takes_proxy = false}) {}

Credentials CredentialProvider::get(const std::stop_token& stop) {
  const std::lock_guard guard(mutex_);
  if (current_ && !is_about_to_end(*current_, renewed_before_end)) return *current_;
  try {
    current_ = find(stop);
  } catch (const Error& error) {
    // The next request asks again.
    if (error.fault() == Fault::cancelled || !current_ || is_about_to_end(*current_, std::chrono::seconds(0))) throw;
  }
  return *current_;
}

bool CredentialProvider::renew(const AccessKey& refused, const std::stop_token& stop) {
  const std::lock_guard guard(mutex_);
  const auto differs = [&] {
    return current_->key.id != refused.id || current_->key.session_token != refused.session_token;
  };
  // Another thread may have done it.
  if (current_ && differs()) return true;
  current_ = find(stop);
  return differs();
}

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
  if (!token.empty()) request.headers["authorization"] = one_line(token);
  const std::string source = "the container's endpoint";
  return parse_credentials(ask(inside_, request, source, stop), "Token", source);
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
  const Headers headers = {{"x-aws-ec2-metadata-token", one_line(token.body)}};
  const HttpResponse roles = inside_.perform({.url = path, .headers = headers}, stop);
  if (roles.status == 404 || (roles.status == 200 && roles.body.empty())) return std::nullopt;
  if (roles.status != 200) fail_to_get(source, fmt::format("status {}", roles.status));
  const std::string role = percent_encode(one_line(roles.body));
  return parse_credentials(ask(inside_, {.url = path + role, .headers = headers}, source, stop), "Token", source);
}

// The regional endpoint: the global one is far away, and its tokens are not valid in every region.
std::string CredentialProvider::sts_endpoint() const {
  for (const char* const name : {"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"})
    if (std::string given = environment_(name); !given.empty()) return given;
  return fmt::format("https://sts.{}.amazonaws.com{}", region_, region_.starts_with("cn-") ? ".cn" : "");
}

Credentials CredentialProvider::assume_role(const std::string& role, const std::string& token_file,
                                            const std::string& session, const std::stop_token& stop) const {
  const std::string token = one_line(read_small_file(token_file));
  const std::string body = encode_query({{"Action", "AssumeRoleWithWebIdentity"},
                                         {"Version", "2011-06-15"},
                                         {"RoleArn", role},
                                         {"RoleSessionName", session.empty() ? "pgdump" : session},
                                         {"WebIdentityToken", token}});
  std::string url = sts_endpoint();
  if (!url.ends_with('/')) url += '/';
  const std::string source = fmt::format("STS for role \"{}\"", role);
  const RoleAnswer answer = parse_role(ask(outside_,
                                           {.method = "POST",
                                            .url = url,
                                            .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                                            .body = bytes_of(body)},
                                           source, stop));
  if (answer.id.empty() || answer.secret.empty()) fail_to_get(source, "the answer has no key");
  return {.key = {.id = answer.id, .secret = answer.secret, .session_token = answer.session_token},
          .expires_at = parse_expiration(answer.expiration),
          .source = source};
}

}  // namespace pgdumpcore::storage::s3
