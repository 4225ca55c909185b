// Where keys come from, with the services that give them as stubs.
#include "environment_of.hpp"
#include "error_text.hpp"
#include "http_stub.hpp"
#include "storage/http/times.hpp"
#include "storage/s3/credentials.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <optional>

using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::s3;
using http_stub::Response;
using storage_tests::holds;
namespace fs = std::filesystem;

namespace {

using Values = std::map<std::string, std::string>;

struct TemporaryDirectory {
  TemporaryDirectory() {
    std::string pattern = (fs::temp_directory_path() / "pgdump-credentials-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() { fs::remove_all(path); }

  std::string write(const std::string& name, const std::string& content) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << content;
    return (path / name).string();
  }
  fs::path path{};
};

std::unique_ptr<CredentialProvider> provider(Values values) {
  values.emplace("AWS_EC2_METADATA_DISABLED", "true");
  return std::make_unique<CredentialProvider>(storage_tests::environment_of(std::move(values)), "eu-west-1", "");
}

Credentials found_with(const Values& values) {
  return provider(values)->get({});
}

std::string message_with(const Values& values) {
  return storage_tests::error_text([&] { static_cast<void>(found_with(values)); });
}

std::string key_document(const std::string& id, const std::string& token_name, const std::string& end) {
  return R"({"Version":1,"Code":"Success","AccessKeyId":")" + id + R"(","SecretAccessKey":"hidden",")" + token_name +
         R"(":"token","Expiration":")" + end + "\"}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(s3_credentials)

BOOST_AUTO_TEST_CASE(times) {
  const auto expected = std::chrono::sys_days{std::chrono::year{2026} / 1 / 2} + std::chrono::hours{3} +
                        std::chrono::minutes{4} + std::chrono::seconds{5};
  for (const char* const text : {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05+00:00",
                                 "2026-01-02T05:04:05+02:00", "2026-01-01T21:34:05-05:30"})
    BOOST_TEST((parse_iso_time(text) == expected), text);
  for (const char* const text : {"", "2026", "2026-13-02T03:04:05Z", "2026-01-02 03:04:05", "2026-01-02T03:04:05"})
    BOOST_TEST(!parse_iso_time(text), text);
}

BOOST_AUTO_TEST_CASE(files_of_profiles) {
  const ProfileFile file = parse_profile_file(
      "# comment\n[default]\naws_access_key_id = A=B \n  ; comment\nregion=eu-west-1 # where\n[profile other]\ns3 =\n"
      "  addressing_style = path\n  max_queue = 1\nregion = x\r\nno equals sign\n[last");
  BOOST_TEST(file.at("default").at("aws_access_key_id") == "A=B");
  BOOST_TEST(file.at("default").at("region") == "eu-west-1");
  BOOST_TEST(file.at("profile other").at("s3.addressing_style") == "path");
  BOOST_TEST(file.at("profile other").at("region") == "x");
}

BOOST_AUTO_TEST_CASE(from_the_environment) {
  const Credentials found =
      found_with({{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "hidden"}, {"AWS_SESSION_TOKEN", "t"}});
  BOOST_TEST(found.key.id == "A");
  BOOST_TEST(found.key.session_token == "t");
  BOOST_TEST(holds(message_with({{"AWS_ACCESS_KEY_ID", "A"}}), "is set, and the other is not"));
  BOOST_TEST(holds(message_with({}), "no credentials"));
}

BOOST_AUTO_TEST_CASE(from_files) {
  const TemporaryDirectory home;
  home.write(".aws/credentials",
             "[default]\naws_access_key_id=A\naws_secret_access_key=hidden\n[other]\naws_access_key_id=B\n"
             "aws_secret_access_key=hidden\naws_session_token=t\n");
  home.write(".aws/config",
             "[profile process]\ncredential_process = echo '" +
                 key_document("C", "SessionToken", "2999-01-01T00:00:00Z") +
                 "'\n[profile failing]\ncredential_process = echo hidden; exit 3\n[profile talking]\n"
                 "credential_process = echo hidden\n[profile chained]\nrole_arn = r\nsource_profile = default\n");
  const Values at_home = {{"HOME", home.path.string()}};
  const auto with_profile = [&](const char* name) {
    Values values = at_home;
    values["AWS_PROFILE"] = name;
    return values;
  };
  BOOST_TEST(found_with(at_home).key.id == "A");
  BOOST_TEST(found_with(with_profile("other")).key.session_token == "t");
  const Credentials by_process = found_with(with_profile("process"));
  BOOST_TEST(by_process.key.id == "C");
  BOOST_TEST(by_process.expires_at.has_value());
  BOOST_TEST(holds(message_with(with_profile("failing")), "it failed"));
  BOOST_TEST(holds(message_with(with_profile("talking")), "no JSON"));
  BOOST_TEST(holds(message_with(with_profile("chained")), "credential_process"));
  BOOST_TEST(holds(message_with(with_profile("missing")), "there is no profile \"missing\""));
  Values elsewhere = at_home;
  elsewhere["AWS_SHARED_CREDENTIALS_FILE"] =
      home.write("keys", "[default]\naws_access_key_id=D\naws_secret_access_key=hidden\n");
  BOOST_TEST(found_with(elsewhere).key.id == "D");
}

BOOST_AUTO_TEST_CASE(from_a_web_identity) {
  const TemporaryDirectory files;
  http_stub::Server sts([](const http_stub::Request& request) {
    if (!holds(request.body, "WebIdentityToken=web%2Ftoken"))
      return Response{.status = 400,
                      .body =
                          "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>m</Message></Error>"
                          "</ErrorResponse>"};
    return Response{.body =
                        "<AssumeRoleWithWebIdentityResponse xmlns='x'><AssumeRoleWithWebIdentityResult>"
                        "<Credentials><AccessKeyId>W</AccessKeyId><SecretAccessKey>hidden</SecretAccessKey>"
                        "<SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>"
                        "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"};
  });
  Values values = {{"AWS_ROLE_ARN", "arn:aws:iam::1:role/r"},
                   {"AWS_WEB_IDENTITY_TOKEN_FILE", files.write("token", "web/token\n")},
                   {"AWS_ENDPOINT_URL_STS", sts.url()}};
  const Credentials found = found_with(values);
  BOOST_TEST(found.key.id == "W");
  BOOST_TEST(found.expires_at.has_value());
  const http_stub::Request request = sts.requests().at(0);
  BOOST_TEST(request.method == "POST");
  BOOST_TEST(holds(request.body, "RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"));
  values["AWS_WEB_IDENTITY_TOKEN_FILE"] = files.write("other", "hidden");
  BOOST_TEST(holds(message_with(values), "InvalidIdentityToken"));
  values["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/no/such/file";
  BOOST_TEST(holds(message_with(values), "/no/such/file"));
}

// A key that ends soon is asked for anew, with the token as it then is.
BOOST_AUTO_TEST_CASE(from_a_container) {
  const TemporaryDirectory files;
  std::atomic<int> count = 0;
  http_stub::Server endpoint([&](const http_stub::Request& request) {
    if (request.headers.at("authorization") != "token" + std::to_string(count + 1)) return Response{.status = 401};
    ++count;
    return Response{.body = key_document("K" + std::to_string(count), "Token",
                                         count == 1 ? "2001-01-01T00:00:00Z" : "2999-01-01T00:00:00Z")};
  });
  const Values values = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.url() + "/v1/credentials"},
                         {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", files.write("token", "token1\n")}};
  const auto keys = provider(values);
  BOOST_TEST(keys->get({}).key.id == "K1");
  files.write("token", "token2\n");
  BOOST_TEST(keys->get({}).key.id == "K2");
  BOOST_TEST(keys->get({}).key.id == "K2");
  const Credentials first{.key = {.id = "K1", .secret = "", .session_token = "token"}};
  BOOST_TEST(keys->renew(first.identity(), {}));
  BOOST_TEST(count == 2);
  files.write("token", "wrong\n");
  BOOST_TEST(holds(message_with(values), "status 401"));
  BOOST_TEST(holds(message_with({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.org/key"}}), "neither https"));
  BOOST_TEST(holds(message_with({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1.example.org/key"}}),
                   "neither https"));
}

BOOST_AUTO_TEST_CASE(from_an_instance) {
  http_stub::Server service([](const http_stub::Request& request) {
    if (request.method == "PUT") return Response{.body = "session"};
    if (request.headers.at("x-aws-ec2-metadata-token") != "session") return Response{.status = 401};
    if (request.path.ends_with("/security-credentials/")) return Response{.body = "role\n"};
    if (request.path.ends_with("/security-credentials/role"))
      return Response{.body = key_document("I", "Token", "2999-01-01T00:00:00Z")};
    return Response{.status = 404};
  });
  const Credentials found =
      found_with({{"AWS_EC2_METADATA_DISABLED", "false"}, {"AWS_EC2_METADATA_SERVICE_ENDPOINT", service.url()}});
  BOOST_TEST(found.key.id == "I");
  BOOST_TEST(found.key.session_token == "token");
  BOOST_TEST(service.requests().size() == 3U);
}

// One that can no longer be renewed serves as long as it is valid.
BOOST_AUTO_TEST_CASE(a_key_serves_until_its_end) {
  std::atomic<int> count = 0;
  const auto soon =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds(120);
  http_stub::Server endpoint([&](const http_stub::Request&) {
    if (++count > 1) return Response{.status = 404};
    std::string end = amz_date(soon);  // YYYYMMDDTHHMMSSZ
    end = end.substr(0, 4) + "-" + end.substr(4, 2) + "-" + end.substr(6, 5) + ":" + end.substr(11, 2) + ":" +
          end.substr(13);
    return Response{.body = key_document("K", "Token", end)};
  });
  const auto keys = provider({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.url()}});
  BOOST_TEST(keys->get({}).key.id == "K");
  BOOST_TEST(keys->get({}).key.id == "K");
  BOOST_TEST(count == 2);
}

BOOST_AUTO_TEST_SUITE_END()
