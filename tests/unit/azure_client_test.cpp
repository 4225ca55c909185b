// Requests to Azure Blob storage, as far as they are others than those of S3; s3_client_test.cpp has what is common.
#include "base/clock.hpp"
#include "environment_of.hpp"
#include "error_text.hpp"
#include "http_stub.hpp"
#include "storage/azure/client.hpp"
#include "storage/http/times.hpp"
#include "storage/objects/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>

using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace std::chrono_literals;
using http_stub::Response;
using storage_tests::holds;
using Values = std::map<std::string, std::string>;

namespace {

const Values with_key = {{"AZURE_STORAGE_KEY", "aGlkZGVu"}};
const Values with_sas = {{"AZURE_STORAGE_SAS_TOKEN", "sv=2020-10-02&sig=hiddensignature%3D"}};
const Patience patience{.stop = {}, .limit = 1s};

Response error_answer(int status, const std::string& code, const std::string& detail = {},
                      std::vector<std::string> headers = {}) {
  return {.status = status,
          .body = "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code +
                  "</Code><Message>Why.\nRequestId:1\nTime:now</Message><AuthenticationErrorDetail>" + detail +
                  "</AuthenticationErrorDetail></Error>",
          .headers = std::move(headers)};
}

// A client of a stub; `handler` gets the number of the request, from 1 on.
struct Scene {
  explicit Scene(std::function<Response(int, const http_stub::Request&)> handler, Values environment = with_key)
      : server([this, handler = std::move(handler)](const http_stub::Request& request) {
          return handler(++count, request);
        }) {
    environment.emplace("AZURE_STORAGE_ACCOUNT", "account");
    azure::Settings settings{.account = "account", .container = "sets", .endpoint = server.url() + "/account"};
    client = std::make_unique<azure::Client>(settings, storage_tests::environment_of(environment));
  }

  std::atomic<int> count = 0;
  http_stub::Server server;
  std::unique_ptr<azure::Client> client{};
};

std::string message_of(const Scene& scene) {
  return storage_tests::error_text([&] {
    try {
      static_cast<void>(scene.client->require({.key = "k"}, "read", patience));
    } catch (const Error& error) {
      BOOST_TEST((error.fault() == Fault::io));
      throw;
    }
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(azure_client)

BOOST_AUTO_TEST_CASE(how_requests_are_authorised) {
  const auto serve = [](int, const auto&) { return Response{.body = "x"}; };
  Scene key(serve);
  BOOST_TEST(key.client->send({.key = "a b/c"}, patience).body == "x");
  const auto request = key.server.requests().at(0);
  BOOST_TEST(request.path == "/account/sets/a%20b/c");
  BOOST_TEST(request.headers.at("authorization").starts_with("SharedKey account:"));
  BOOST_TEST(request.headers.at("x-ms-version") == "2020-10-02");
  BOOST_TEST(parse_http_date(request.headers.at("x-ms-date")).has_value());
  Scene sas(serve, with_sas);
  static_cast<void>(sas.client->send({.key = "k", .parameters = {{"comp", "block"}}}, patience));
  static_cast<void>(sas.client->send({.key = "k"}, patience));
  BOOST_TEST(sas.server.requests().at(0).path == "/account/sets/k?comp=block&sv=2020-10-02&sig=hiddensignature%3D");
  BOOST_TEST(sas.server.requests().at(1).path == "/account/sets/k?sv=2020-10-02&sig=hiddensignature%3D");
  BOOST_TEST(!sas.server.requests().at(0).headers.contains("authorization"));
}

BOOST_AUTO_TEST_CASE(an_expired_token_is_renewed_once) {
  std::atomic<int> tokens = 0;
  http_stub::Server entra([&](const http_stub::Request&) {
    return Response{.body = R"({"access_token":"t)" + std::to_string(++tokens) + R"(","expires_in":3599})"};
  });
  Scene scene(
      [](int, const http_stub::Request& request) {
        return request.headers.at("authorization") == "Bearer t2" ? Response{.body = "x"}
                                                                  : error_answer(401, "InvalidAuthenticationInfo");
      },
      {{"AZURE_TENANT_ID", "t"},
       {"AZURE_CLIENT_ID", "c"},
       {"AZURE_CLIENT_SECRET", "hidden"},
       {"AZURE_AUTHORITY_HOST", entra.url()}});
  BOOST_TEST(scene.client->send({.key = "k"}, patience).status == 200);
  BOOST_TEST(tokens == 2);
}

BOOST_AUTO_TEST_CASE(the_clock_is_that_of_the_store) {
  Scene scene([](int number, const auto&) {
    return number == 1 ? error_answer(403, "AuthenticationFailed", "Request date header too old: hidden",
                                      {"Date: " + http_date(base::current_second() + 1h)})
                       : Response{.body = "x"};
  });
  BOOST_TEST(scene.client->send({.key = "k"}, patience).status == 200);
  const auto requests = scene.server.requests();
  BOOST_REQUIRE(requests.size() == 2U);
  const auto time_of = [&](int i) {
    return parse_http_date(requests.at(static_cast<std::size_t>(i)).headers.at("x-ms-date")).value();
  };
  BOOST_TEST((time_of(1) - time_of(0) > 59min));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said) {
  const auto said = [](int status, const std::string& code, const std::string& detail = {},
                       const Values& environment = with_key) {
    const Scene scene([&](int, const auto&) { return error_answer(status, code, detail); }, environment);
    return message_of(scene);
  };
  // As the service words it, with the signature in it.
  BOOST_TEST(holds(said(403, "AuthenticationFailed", "The MAC signature found in the HTTP request 'hidden' is not"),
                   "AuthenticationFailed: the credentials are not valid for account \"account\" Are the key"));
  BOOST_TEST(holds(
      said(403, "AuthenticationFailed",
           "Signature not valid in the specified time frame: Start [a] - Expiry [b] - Current [hidden]", with_sas),
      "not valid yet, or not any more Set AZURE_STORAGE_SAS_TOKEN to a newer one"));
  BOOST_TEST(holds(said(404, "ContainerNotFound"), "Create container \"sets\" in account \"account\""));
  const std::string refused = said(403, "AuthorizationPermissionMismatch");
  BOOST_TEST(holds(refused, "could not read: AuthorizationPermissionMismatch: Why."));
  BOOST_TEST(holds(refused, "Storage Blob Data Contributor"));
  BOOST_TEST(!holds(refused, "RequestId"));
  BOOST_TEST(holds(said(403, "KeyBasedAuthenticationNotPermitted"), "use an identity"));
}

// Nothing else than a conditional put of the service's own is taken for one.
BOOST_AUTO_TEST_CASE(objects_are_put_as_block_blobs) {
  Scene scene([](int number, const http_stub::Request& request) {
    if (request.method == "GET") return Response{.status = 404, .body = error_answer(404, "BlobNotFound").body};
    return number == 1 ? Response{.status = 201, .headers = {"ETag: \"0x1\""}} : error_answer(409, "BlobAlreadyExists");
  });
  BOOST_TEST(put_object(*scene.client, "k", bytes_of("x"), patience) == "\"0x1\"");
  BOOST_TEST((put_if_absent(*scene.client, "k", "y", patience).outcome == PutOutcome::exists));
  const auto requests = scene.server.requests();
  BOOST_TEST(requests.at(0).headers.at("x-ms-blob-type") == "BlockBlob");
  BOOST_TEST(requests.at(1).headers.at("if-none-match") == "*");
}

BOOST_AUTO_TEST_CASE(lists_go_on) {
  const auto page = [](const std::string& name, const std::string& next) {
    return Response{.body = "<EnumerationResults><Blobs><Blob><Name>" + name +
                            "</Name><Properties><Content-Length>1</Content-Length></Properties></Blob></Blobs>"
                            "<NextMarker>" +
                            next + "</NextMarker></EnumerationResults>"};
  };
  Scene scene([&](int number, const auto&) { return number == 1 ? page("a", "2!8=") : page("b", ""); });
  std::string names;
  list_objects(*scene.client, "a b/", "/", patience,
               [&](const ObjectPage& found) { names += found.objects.at(0).key; });
  BOOST_TEST(names == "ab");
  const std::string first = "/account/sets?comp=list&delimiter=%2F&";
  BOOST_TEST(scene.server.requests().at(0).path == first + "prefix=a%20b%2F&restype=container");
  BOOST_TEST(scene.server.requests().at(1).path == first + "marker=2%218%3D&prefix=a%20b%2F&restype=container");
}

BOOST_AUTO_TEST_CASE(uploads_are_blocks) {
  Scene scene([](int number, const http_stub::Request&) {
    return Response{.status = 201,
                    .headers = number == 3 ? std::vector<std::string>{"ETag: \"0x1\""} : std::vector<std::string>{}};
  });
  const ListedUpload upload{"k", scene.client->begin_upload("k", patience)};
  BOOST_TEST(scene.count == 0);
  std::vector<UploadedPart> parts;
  for (const int number : {1, 50'000}) parts.push_back(scene.client->put_part(upload, number, bytes_of("x"), patience));
  scene.client->complete_upload(upload, parts, 2, patience);
  const auto requests = scene.server.requests();
  BOOST_TEST(parts[0].etag.size() == parts[1].etag.size());
  BOOST_TEST(requests.at(0).path == "/account/sets/k?blockid=" + percent_encode(parts[0].etag) + "&comp=block");
  BOOST_TEST(requests.at(2).path == "/account/sets/k?comp=blocklist");
  BOOST_TEST(holds(requests.at(2).body,
                   "<Latest>" + parts[0].etag + "</Latest><Latest>" + parts[1].etag + "</Latest></BlockList>"));
  // Somebody between answers.
  Scene page([](int, const auto&) { return Response{.body = "<html>Log in</html>"}; });
  BOOST_CHECK_THROW(static_cast<void>(page.client->put_part(upload, 1, {}, patience)), Error);
  BOOST_CHECK_THROW(page.client->complete_upload(upload, parts, 2, patience), Error);
  BOOST_CHECK_THROW(static_cast<void>(page.client->list_uploads("", patience)), Error);
}

BOOST_AUTO_TEST_SUITE_END()
