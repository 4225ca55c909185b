// Requests to an object store that fails, moves, and has another clock; and where a store is.
#include "environment_of.hpp"
#include "http_stub.hpp"
#include "storage/objects/objects.hpp"
#include "storage/s3/client.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <ctime>

using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::s3;
using namespace std::chrono_literals;
using http_stub::Response;

namespace {

Environment environment_of(std::map<std::string, std::string> values) {
  values.emplace("AWS_EC2_METADATA_DISABLED", "true");
  return storage_tests::environment_of(std::move(values));
}

const std::map<std::string, std::string> with_key = {{"AWS_ACCESS_KEY_ID", "KEYOFTEST"},
                                                     {"AWS_SECRET_ACCESS_KEY", "secretoftest"}};

Response error_answer(int status, const std::string& code, std::vector<std::string> headers = {}) {
  return {.status = status,
          .body = "<Error><Code>" + code + "</Code><Message>m</Message></Error>",
          .headers = std::move(headers)};
}

// A client of a stub; `handler` gets the number of the request, from 1 on.
struct Scene {
  explicit Scene(std::function<Response(int, const http_stub::Request&)> handler,
                 const std::map<std::string, std::string>& environment = with_key)
      : server([this, handler = std::move(handler)](const http_stub::Request& request) {
          return handler(++count, request);
        }) {
    Settings settings{.bucket = "bucket", .endpoint = server.url(), .region = "us-east-1", .has_path_style = true};
    settings.objects.stall_timeout = 1s;
    client = std::make_unique<Client>(settings, environment_of(environment));
  }

  [[nodiscard]] Answer get(std::chrono::milliseconds limit = 5s) const {
    return client->send({.key = "a b/c"}, {.stop = {}, .limit = limit});
  }

  std::atomic<int> count = 0;
  http_stub::Server server;
  std::unique_ptr<Client> client{};
};

bool is_of(const Error& error, Fault fault, const std::string& text) {
  const std::string whole = std::string(error.what()) + " " + error.hint();
  BOOST_TEST(whole.find("secretoftest") == std::string::npos, whole);
  BOOST_TEST(whole.find(text) != std::string::npos, whole);
  return error.fault() == fault;
}

std::string http_date(std::chrono::seconds offset) {
  const std::time_t time = std::time(nullptr) + offset.count();
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(s3_client)

BOOST_AUTO_TEST_CASE(a_request_is_signed_as_it_is_sent) {
  Scene scene([](int, const auto&) { return Response{.body = "x", .headers = {"ETag: \"e\""}}; });
  BOOST_TEST(scene.get().body == "x");
  const auto request = scene.server.requests().at(0);
  BOOST_TEST(request.path == "/bucket/a%20b/c");
  BOOST_TEST(request.headers.at("authorization").find("AWS4-HMAC-SHA256 Credential=KEYOFTEST/") == 0U);
  BOOST_TEST(request.headers.at("authorization").find("SignedHeaders=host;x-amz-content-sha256;x-amz-date,") !=
             std::string::npos);
  BOOST_TEST(!request.headers.contains("expect"));
}

BOOST_AUTO_TEST_CASE(what_passes_is_tried_again) {
  Scene scene([](int number, const auto&) {
    if (number == 1) return error_answer(503, "SlowDown");
    if (number == 2) return Response{.is_lost = true};
    if (number == 3) return error_answer(400, "RequestTimeout");
    if (number == 4) return Response{.status = 429};
    return Response{.body = "x"};
  });
  BOOST_TEST(scene.get().status == 200);
  BOOST_TEST(scene.count == 5);
}

BOOST_AUTO_TEST_CASE(an_error_behind_a_good_status_is_one) {
  Scene scene([](int number, const auto&) {
    return number == 1 ? error_answer(200, "InternalError") : Response{.body = "<CompleteMultipartUploadResult/>"};
  });
  const Answer answer = scene.client->send({.method = "POST", .key = "a"}, {.stop = {}, .limit = 5s});
  BOOST_TEST(answer.is_good());
  BOOST_TEST(scene.count == 2);
}

BOOST_AUTO_TEST_CASE(what_does_not_pass_is_given_up) {
  Scene scene([](int, const auto&) { return error_answer(503, "SlowDown"); });
  BOOST_CHECK_EXCEPTION(static_cast<void>(scene.get(300ms)), Error, [](const Error& error) {
    return is_of(error, Fault::connection, "SlowDown: m The request was repeated");
  });
  // A write that fails is one of io, as any other.
  BOOST_CHECK_EXCEPTION(put_object(*scene.client, "k", {}, {.stop = {}, .limit = 100ms}), Error,
                        [](const Error& error) { return is_of(error, Fault::io, "could not write"); });
}

BOOST_AUTO_TEST_CASE(a_refusal_is_final) {
  Scene scene([](int, const auto&) { return error_answer(403, "AccessDenied"); });
  BOOST_TEST(scene.get().error.code == "AccessDenied");
  BOOST_TEST(scene.count == 1);
  BOOST_CHECK_EXCEPTION(static_cast<void>(scene.client->require({.key = "k"}, "read", {.stop = {}, .limit = 1s})),
                        Error, [](const Error& error) { return is_of(error, Fault::io, "policy"); });
}

BOOST_AUTO_TEST_CASE(a_stall_ends) {
  std::atomic<bool> is_over = false;
  Scene scene([&](int number, const auto&) {
    for (int i = 0; number == 1 && i < 60 && !is_over; ++i) std::this_thread::sleep_for(50ms);
    return Response{.body = "x"};
  });
  BOOST_TEST(scene.get(20s).status == 200);
  is_over = true;
}

BOOST_AUTO_TEST_CASE(a_request_can_be_cancelled) {
  Scene scene([](int, const auto&) {
    std::this_thread::sleep_for(2s);
    return Response{};
  });
  std::stop_source stop;
  const std::jthread stopping([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  BOOST_CHECK_EXCEPTION(static_cast<void>(scene.client->send({.key = "k"}, {.stop = stop.get_token(), .limit = 60s})),
                        Error, [](const Error& error) { return error.fault() == Fault::cancelled; });
}

BOOST_AUTO_TEST_CASE(the_clock_is_that_of_the_store) {
  Scene scene([](int number, const auto&) {
    return number == 1 ? error_answer(403, "RequestTimeTooSkewed", {http_date(1h)}) : Response{.body = "x"};
  });
  BOOST_TEST(scene.get().status == 200);
  const auto requests = scene.server.requests();
  BOOST_REQUIRE(requests.size() == 2U);
  BOOST_TEST(requests[0].headers.at("x-amz-date") < requests[1].headers.at("x-amz-date"));
  BOOST_TEST(std::abs(scene.client->clock_difference()->count() - 3600) < 5);
}

BOOST_AUTO_TEST_CASE(the_bucket_says_where_it_is) {
  Scene scene([](int number, const auto&) {
    return number == 1 ? error_answer(301, "PermanentRedirect", {"x-amz-bucket-region: eu-west-1"})
                       : Response{.body = "x"};
  });
  BOOST_TEST(scene.get().status == 200);
  BOOST_TEST(scene.server.requests().at(1).headers.at("authorization").find("/eu-west-1/s3/") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_to_another_host) {
  Scene scene([](int, const auto&) {
    return error_answer(307, "TemporaryRedirect", {"Location: https://elsewhere.example.org/bucket/k"});
  });
  BOOST_TEST(scene.get().status == 307);
  BOOST_TEST(scene.count == 1);
}

// The endpoint gives another key each time.
BOOST_AUTO_TEST_CASE(an_expired_key_is_renewed_once) {
  std::atomic<int> keys = 0;
  http_stub::Server endpoint([&](const http_stub::Request&) {
    return Response{.body = R"({"AccessKeyId":"KEY)" + std::to_string(++keys) +
                            R"(","SecretAccessKey":"secretoftest","Token":"t","Expiration":"2999-01-01T00:00:00Z"})"};
  });
  Scene scene(
      [](int, const http_stub::Request& request) {
        return request.headers.at("authorization").find("Credential=KEY2/") == std::string::npos
                   ? error_answer(400, "ExpiredToken")
                   : Response{.body = "x"};
      },
      {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.url() + "/key"}});
  BOOST_TEST(scene.get().status == 200);
  BOOST_TEST(keys == 2);
  BOOST_TEST(scene.count == 2);
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_be_renewed_is_refused) {
  Scene scene([](int, const auto&) { return error_answer(400, "ExpiredToken"); });
  BOOST_TEST(scene.get().error.code == "ExpiredToken");
  BOOST_TEST(scene.count == 1);
}

// Who answers for the store, such as a login page, has written and read nothing.
BOOST_AUTO_TEST_CASE(a_page_in_between_is_no_answer) {
  Scene scene([](int, const auto&) { return Response{.body = "<html>Log in</html>"}; });
  const Patience patience{.stop = {}, .limit = 100ms};
  BOOST_CHECK_THROW(put_object(*scene.client, "k", {}, patience), Error);
  BOOST_CHECK_THROW(static_cast<void>(put_if_absent(*scene.client, "k", "x", patience)), Error);
  BOOST_CHECK_THROW(static_cast<void>(get_small(*scene.client, "k", 100, patience)), Error);
  BOOST_CHECK_THROW(static_cast<void>(has_objects(*scene.client, "k", patience)), Error);
  BOOST_CHECK_THROW(delete_for_certain(*scene.client, "k", patience), Error);
}

// libcurl may send a request twice by itself.
BOOST_AUTO_TEST_CASE(a_conditional_put_that_arrived_twice_is_done) {
  const auto serve = [](const std::string& content) {
    return [content](int, const http_stub::Request& request) {
      if (request.method == "PUT") return error_answer(412, "PreconditionFailed");
      return Response{.status = 206,
                      .body = content,
                      .headers = {"ETag: \"e\"", "Content-Range: bytes 0-4/" + std::to_string(content.size())}};
    };
  };
  const Patience patience{.stop = {}, .limit = 1s};
  Scene ours(serve("mine\n"));
  const ConditionalPut put = put_if_absent(*ours.client, "k", "mine\n", patience);
  BOOST_TEST((put.outcome == PutOutcome::done));
  BOOST_TEST(put.etag == "\"e\"");
  Scene theirs(serve("other"));
  BOOST_TEST((put_if_absent(*theirs.client, "k", "mine\n", patience).outcome == PutOutcome::exists));
  Scene unknown([](int, const auto&) { return error_answer(501, "NotImplemented"); });
  BOOST_TEST((put_if_absent(*unknown.client, "k", "x", patience).outcome == PutOutcome::unsupported));
}

BOOST_AUTO_TEST_CASE(where_a_bucket_is) {
  const auto address = [](const std::string& place, const std::map<std::string, std::string>& values) {
    const Settings settings = read_settings(place, environment_of(values));
    const BucketAddress found = address_of(settings, settings.region);
    return found.scheme + found.host + found.path + " " + settings.objects.prefix;
  };
  BOOST_TEST(address("bucket", {}) == "https://bucket.s3.us-east-1.amazonaws.com/ ");
  BOOST_TEST(address("bucket/a/b/", {{"AWS_REGION", "eu-west-1"}}) ==
             "https://bucket.s3.eu-west-1.amazonaws.com/ a/b/");
  BOOST_TEST(address("bucket", {{"AWS_DEFAULT_REGION", "cn-north-1"}}) ==
             "https://bucket.s3.cn-north-1.amazonaws.com.cn/ ");
  BOOST_TEST(address("bu.cket/a", {}) == "https://s3.us-east-1.amazonaws.com/bu.cket/ a/");
  BOOST_TEST(address("bucket/a", {{"AWS_ENDPOINT_URL", "https://s3.example.org:443/"}}) ==
             "https://s3.example.org/bucket/ a/");
  BOOST_TEST(address("bucket", {{"AWS_ENDPOINT_URL", "x"}, {"AWS_ENDPOINT_URL_S3", "http://[::1]:9000"}}) ==
             "http://[::1]:9000/bucket/ ");
  for (const char* const place : {"", "/a", "b", "no bucket/a", "bucket?x/a"})
    BOOST_CHECK_THROW(static_cast<void>(read_settings(place, environment_of({}))), Error);
  for (const char* const endpoint : {"s3.example.org", "ftp://x", "https://", "https://x/y", "https://user@x"})
    BOOST_CHECK_THROW(static_cast<void>(read_settings("bucket", environment_of({{"AWS_ENDPOINT_URL", endpoint}}))),
                      Error);
}

BOOST_AUTO_TEST_SUITE_END()
