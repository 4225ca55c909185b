// Where keys, signatures and tokens come from, with the services that give them as stubs.
#include "environment_of.hpp"
#include "error_text.hpp"
#include "http_stub.hpp"
#include "storage/azure/credentials.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace pgdumpcore;
using namespace pgdumpcore::storage::azure;
using http_stub::Response;
using storage_tests::environment_of;
using storage_tests::holds;
using Values = std::map<std::string, std::string>;

namespace {

std::unique_ptr<CredentialProvider> provider(Values values) {
  values.emplace("AZURE_STORAGE_ACCOUNT", "backups");
  // Nothing listens there.
  values.emplace("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1");
  return std::make_unique<CredentialProvider>(environment_of(values), "");
}

Credentials found_with(const Values& values) {
  return provider(values)->get({});
}

std::string message_with(const Values& values) {
  return storage_tests::error_text([&] { static_cast<void>(found_with(values)); });
}

std::string token_document(const std::string& token, const std::string& end) {
  return R"({"token_type":"Bearer","access_token":")" + token + "\"," + end + "}";
}

Values principal(const http_stub::Server& entra) {
  return {{"AZURE_TENANT_ID", "tenant"},
          {"AZURE_CLIENT_ID", "client"},
          {"AZURE_CLIENT_SECRET", "hidden &"},
          {"AZURE_AUTHORITY_HOST", entra.url() + "/"}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(azure_credentials)

BOOST_AUTO_TEST_CASE(from_the_account) {
  const Credentials key = found_with({{"AZURE_STORAGE_KEY", "aGlkZGVu"}});
  BOOST_TEST((key.scheme == Scheme::shared_key));
  BOOST_TEST(key.key.size() == 6U);
  BOOST_TEST(key.source == "AZURE_STORAGE_KEY");
  const Credentials sas = found_with({{"AZURE_STORAGE_SAS_TOKEN", "?sv=2020-10-02&sig=hidden%3D"}});
  BOOST_TEST((sas.scheme == Scheme::shared_access_signature));
  BOOST_TEST(sas.text == "sv=2020-10-02&sig=hidden%3D");
  BOOST_TEST(holds(message_with({{"AZURE_STORAGE_KEY", "hidden!"}}), "AZURE_STORAGE_KEY is no base64"));
  BOOST_TEST(holds(message_with({{"AZURE_STORAGE_SAS_TOKEN", "hidden"}}), "AZURE_STORAGE_SAS_TOKEN is none"));
  BOOST_TEST(holds(message_with({{"AZURE_STORAGE_SAS_TOKEN", "sig=hidden\nHost: x"}}), "is none"));
  BOOST_TEST(holds(message_with({}), "Set AZURE_STORAGE_KEY"));
}

BOOST_AUTO_TEST_CASE(from_a_service_principal) {
  std::atomic<int> count = 0;
  http_stub::Server entra([&](const http_stub::Request&) {
    // The first one ends soon, the second one does not.
    const int number = ++count;
    return Response{.body = token_document("t" + std::to_string(number),
                                           number == 1 ? R"("expires_in":299)" : R"("expires_in":3599)")};
  });
  const auto tokens = provider(principal(entra));
  BOOST_TEST(tokens->get({}).text == "t1");
  const Credentials second = tokens->get({});
  BOOST_TEST(second.text == "t2");
  BOOST_TEST((second.scheme == Scheme::token));
  BOOST_TEST(second.source == "Entra ID for service principal \"client\"");
  BOOST_TEST(tokens->get({}).text == "t2");
  BOOST_TEST(tokens->renew("t1", {}));
  BOOST_TEST(count == 2);
  BOOST_TEST(tokens->renew("t2", {}));
  BOOST_TEST(count == 3);
  const http_stub::Request request = entra.requests().at(0);
  BOOST_TEST(request.path == "/tenant/oauth2/v2.0/token");
  BOOST_TEST(request.body ==
             "client_id=client&client_secret=hidden%20%26&grant_type=client_credentials&"
             "scope=https%3A%2F%2Fstorage.azure.com%2F.default");
}

BOOST_AUTO_TEST_CASE(from_a_workload_identity) {
  std::string pattern = (std::filesystem::temp_directory_path() / "pgdump-azure-XXXXXX").string();
  const int descriptor = ::mkstemp(pattern.data());
  BOOST_REQUIRE(descriptor >= 0);
  ::close(descriptor);
  std::ofstream(pattern) << "kubernetes.token\n";
  http_stub::Server entra(
      [](const http_stub::Request&) { return Response{.body = token_document("t", R"("expires_in":"3599")")}; });
  Values values = principal(entra);
  values.erase("AZURE_CLIENT_SECRET");
  values["AZURE_FEDERATED_TOKEN_FILE"] = pattern;
  BOOST_TEST(found_with(values).text == "t");
  BOOST_TEST(holds(entra.requests().at(0).body, "client_assertion=kubernetes.token&"));
  std::filesystem::remove(pattern);
  BOOST_TEST(holds(message_with(values), pattern));
}

BOOST_AUTO_TEST_CASE(from_a_managed_identity) {
  http_stub::Server service([](const http_stub::Request& request) {
    if (request.headers.contains("x-identity-header") && request.headers.at("x-identity-header") == "hidden")
      return Response{.body = token_document("app", R"("expires_on":"32503680000")")};
    if (!request.headers.contains("metadata")) return Response{.status = 400};
    return Response{.body = token_document("machine", R"("expires_in":"86399","expires_on":"32503680000")")};
  });
  const Credentials app =
      found_with({{"IDENTITY_ENDPOINT", service.url() + "/msi/token"}, {"IDENTITY_HEADER", "hidden"}});
  BOOST_TEST(app.text == "app");
  BOOST_TEST(app.expires_at.value().time_since_epoch().count() == 32503680000);
  BOOST_TEST(service.requests().at(0).path ==
             "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F");
  BOOST_TEST(found_with({{"AZURE_POD_IDENTITY_AUTHORITY_HOST", service.url()}, {"AZURE_CLIENT_ID", "c"}}).text ==
             "machine");
  BOOST_TEST(service.requests().back().path ==
             "/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=c&"
             "resource=https%3A%2F%2Fstorage.azure.com%2F");
  BOOST_TEST(holds(message_with({{"IDENTITY_ENDPOINT", "http://example.org/"}, {"IDENTITY_HEADER", "hidden"}}),
                   "neither https"));
  BOOST_TEST(
      holds(message_with({{"IDENTITY_ENDPOINT", "http://169.254.1.1.example.org/"}, {"IDENTITY_HEADER", "hidden"}}),
            "neither https"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said) {
  http_stub::Server refusing([](const http_stub::Request&) {
    return Response{
        .status = 401,
        .body = R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid secret.\r\nTrace"})"};
  });
  BOOST_TEST(holds(message_with(principal(refusing)), "status 401, invalid_client: AADSTS7000215: Invalid secret."));
  BOOST_TEST(!holds(message_with(principal(refusing)), "Trace"));
  for (const char* const body :
       {"", "<html>", "[]", "{}", R"({"access_token":"t"})", R"({"access_token":"","expires_in":1})",
        R"({"access_token":"a\r\nb","expires_in":3599})", R"({"access_token":"t","expires_in":-1})",
        R"({"access_token":"t","expires_in":"9999999999999999999999"})"}) {
    http_stub::Server server([body](const http_stub::Request&) { return Response{.body = body}; });
    BOOST_TEST(holds(message_with(principal(server)), "could not get credentials from Entra ID"), body);
  }
  Values values = principal(refusing);
  values["AZURE_AUTHORITY_HOST"] = "http://example.org";
  BOOST_TEST(holds(message_with(values), "AZURE_AUTHORITY_HOST is neither https"));
  values.erase("AZURE_TENANT_ID");
  BOOST_TEST(holds(message_with(values), "AZURE_CLIENT_SECRET is set"));
}

BOOST_AUTO_TEST_SUITE_END()
