// Azure's Shared Key, and what it is made of. The examples are Microsoft's:
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
#include "storage/azure/signature.hpp"

#include <boost/test/unit_test.hpp>

using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::azure;

namespace {

// Of the emulator, which everybody knows.
const std::string development_key =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

std::string text_of(std::string_view method, std::string_view path, const Parameters& parameters,
                    const Headers& headers, std::size_t size = 0) {
  return text_to_sign({.method = method, .path = path, .parameters = parameters, .headers = headers, .body_size = size},
                      "myaccount");
}

std::string resource_of(std::string_view path, const Parameters& parameters) {
  const std::string text = text_of("GET", path, parameters, {});
  return text.substr(std::string("GET").size() + 12);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(azure_signature)

BOOST_AUTO_TEST_CASE(the_published_request) {
  const Headers headers = {{"x-ms-version", "2015-02-21"}, {"x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT"}};
  const Parameters parameters = {{"restype", "container"}, {"comp", "metadata"}, {"timeout", "20"}};
  BOOST_TEST(text_of("GET", "/mycontainer", parameters, headers) ==
             "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n"
             "/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20");
  // By openssl, since Microsoft shows no key.
  BOOST_TEST(shared_key({.method = "GET", .path = "/mycontainer", .parameters = parameters, .headers = headers},
                        "myaccount", decode_base64(development_key).value()) ==
             "SharedKey myaccount:1u9lui2jDxj0+fpbHjQ5m5NnastJRSYM+PSmfi8TXx4=");
}

BOOST_AUTO_TEST_CASE(the_published_resources) {
  BOOST_TEST(resource_of("/mycontainer", {{"restype", "container"}, {"comp", "metadata"}}) ==
             "/myaccount/mycontainer\ncomp:metadata\nrestype:container");
  BOOST_TEST(resource_of("/mycontainer", {{"restype", "container"},
                                          {"comp", "list"},
                                          {"include", "snapshots"},
                                          {"include", "metadata"},
                                          {"include", "uncommittedblobs"}}) ==
             "/myaccount/mycontainer\ncomp:list\ninclude:metadata,snapshots,uncommittedblobs\nrestype:container");
  BOOST_TEST(resource_of("/mycontainer/myblob", {}) == "/myaccount/mycontainer/myblob");
}

BOOST_AUTO_TEST_CASE(each_header_has_its_line) {
  const Headers headers = {{"content-md5", "M"},    {"content-type", "T"},  {"if-match", "I"},
                           {"if-none-match", "N"},  {"range", "bytes=0-1"}, {"x-ms-blob-type", "BlockBlob"},
                           {"user-agent", "nobody"}};
  BOOST_TEST(text_of("PUT", "/c/a%20b", {}, headers, 11) ==
             "PUT\n\n\n11\nM\nT\n\n\nI\nN\n\nbytes=0-1\nx-ms-blob-type:BlockBlob\n/myaccount/c/a%20b");
}

BOOST_AUTO_TEST_CASE(base64_is_read_strictly) {
  BOOST_TEST(base64(bytes_of("")).empty());
  for (const char* const text : {"a", "ab", "abc", "abcd", "abcde"})
    BOOST_TEST((decode_base64(base64(bytes_of(text))).value() ==
                std::vector<std::byte>(bytes_of(text).begin(), bytes_of(text).end())));
  for (const char* const text : {"YQ", "YQ=", "Y===", "YQ==YQ==", "YW J", " YWJj", "YWJj\n   ", "Y!==", "=aaa"})
    BOOST_TEST(!decode_base64(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
