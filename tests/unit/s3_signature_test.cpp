// The signer beside the examples that AWS publishes: those of the S3 documentation, and those of the general test
// suite.
#include "storage/http/digests.hpp"
#include "storage/s3/signature.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::s3;

namespace {

constexpr const char* nothing_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const std::chrono::sys_seconds day_of_s3_examples{std::chrono::sys_days{std::chrono::year{2013} / 5 / 24}};
const std::chrono::sys_seconds time_of_suite =
    std::chrono::sys_days{std::chrono::year{2015} / 8 / 30} + std::chrono::hours{12} + std::chrono::minutes{36};

std::string signature_in(const Headers& headers) {
  const std::string& header = headers.at("authorization");
  return header.substr(header.find("Signature=") + 10);
}

std::string sign_s3_example(const char* method, const char* path, const Parameters& parameters, Headers headers,
                            const std::string& payload = "") {
  const AccessKey key{.id = "AKIAIOSFODNN7EXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  headers["host"] = "examplebucket.s3.amazonaws.com";
  headers["x-amz-content-sha256"] = sha256(bytes_of(payload));
  sign(headers, method, path, parameters, headers["x-amz-content-sha256"], key, {"us-east-1", "s3"},
       day_of_s3_examples);
  return signature_in(headers);
}

Headers sign_suite_example(const char* method, const Parameters& parameters, Headers headers = {},
                           const std::string& session_token = "") {
  const AccessKey key{
      .id = "AKIDEXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", .session_token = session_token};
  headers["host"] = "example.amazonaws.com";
  sign(headers, method, "/", parameters, nothing_sha256, key, {"us-east-1", "service"}, time_of_suite);
  return headers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(s3_signature)

BOOST_AUTO_TEST_CASE(get_object_with_range) {
  BOOST_TEST(sign_s3_example("GET", "/test.txt", {}, {{"range", "bytes=0-9"}}) ==
             "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

BOOST_AUTO_TEST_CASE(put_object) {
  const std::string path = "/" + percent_encode("test$file.text", Slash::kept);
  BOOST_TEST(path == "/test%24file.text");
  BOOST_TEST(sign_s3_example("PUT", path.c_str(), {},
                             {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                             "Welcome to Amazon S3.") ==
             "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

BOOST_AUTO_TEST_CASE(get_bucket_lifecycle_has_a_parameter_without_a_value) {
  BOOST_TEST(sign_s3_example("GET", "/", {{"lifecycle", ""}}, {}) ==
             "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

BOOST_AUTO_TEST_CASE(list_objects_sorts_the_query) {
  BOOST_TEST(sign_s3_example("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {}) ==
             "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

BOOST_AUTO_TEST_CASE(suite_vanilla) {
  const Headers headers = sign_suite_example("GET", {});
  BOOST_TEST(headers.at("x-amz-date") == "20150830T123600Z");
  BOOST_TEST(
      headers.at("authorization") ==
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
      "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  BOOST_TEST(signature_in(sign_suite_example("POST", {})) ==
             "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  BOOST_TEST(signature_in(sign_suite_example("GET", {{"Param2", "value2"}, {"Param1", "value1"}})) ==
             "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
}

BOOST_AUTO_TEST_CASE(suite_session_token) {
  const Headers headers = sign_suite_example(
      "POST", {}, {},
      "AQoDYXdzEPT//////////"
      "wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwth"
      "Ax7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXA"
      "kiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/"
      "oLxBA==");
  BOOST_TEST(signature_in(headers) == "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
}

BOOST_AUTO_TEST_CASE(an_old_signature_is_not_signed) {
  Headers headers = sign_suite_example("GET", {});
  headers = sign_suite_example("GET", {}, headers);
  BOOST_TEST(signature_in(headers) == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

BOOST_AUTO_TEST_CASE(percent_encoding) {
  BOOST_TEST(percent_encode("aZ09-._~") == "aZ09-._~");
  BOOST_TEST(percent_encode("a b/c+d=\xC3\xA9%") == "a%20b%2Fc%2Bd%3D%C3%A9%25");
  BOOST_TEST(percent_encode("a b/c", Slash::kept) == "a%20b/c");
  // The order is that of the encoded names.
  BOOST_TEST(encode_query({{"a/", "2"}, {"a-", "1"}, {"a", "x y"}, {"a", "1"}}) == "a=1&a=x%20y&a%2F=2&a-=1");
  BOOST_TEST(encode_query({}).empty());
}

BOOST_AUTO_TEST_CASE(digests) {
  BOOST_TEST(content_md5(bytes_of("")) == "1B2M2Y8AsgTpgAmY7PhCfg==");
  BOOST_TEST(sha256(bytes_of("")) == nothing_sha256);
}

BOOST_AUTO_TEST_SUITE_END()
