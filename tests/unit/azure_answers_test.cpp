// What Azure Blob storage answers. The list has the form of Microsoft's example:
// https://learn.microsoft.com/rest/api/storageservices/list-blobs
#include "storage/azure/answers.hpp"
#include "storage/http/times.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::azure;

BOOST_AUTO_TEST_SUITE(azure_answers)

BOOST_AUTO_TEST_CASE(pages_of_lists) {
  const ObjectPage page = parse_blob_page(
      "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<EnumerationResults ServiceEndpoint=\"https://a.blob.core.windows.net/\" "
      "ContainerName=\"sets\"><Prefix>a/</Prefix>"
      "<Blobs><Blob><Name>a/b&amp;c</Name><Properties><Last-Modified>Fri, 02 Jan 2026 03:04:05 GMT</Last-Modified>"
      "<Etag>0x1</Etag><Content-Length>17</Content-Length></Properties></Blob>"
      "<Blob><Name>a/begun</Name><Properties><Content-Length>0</Content-Length></Properties></Blob>"
      "<BlobPrefix><Name>a/d/</Name></BlobPrefix></Blobs><NextMarker>2!8</NextMarker></EnumerationResults>");
  BOOST_REQUIRE(page.objects.size() == 2U);
  BOOST_TEST(page.objects[0].key == "a/b&c");
  BOOST_TEST(page.objects[0].size == 17U);
  BOOST_TEST((page.objects[0].modified_at == parse_iso_time("2026-01-02T03:04:05Z")));
  BOOST_TEST(!page.objects[1].modified_at.has_value());
  BOOST_TEST(page.prefixes == std::vector<std::string>{"a/d/"}, boost::test_tools::per_element());
  BOOST_TEST(page.next == "2!8");
  BOOST_TEST(parse_blob_page("<EnumerationResults><Blobs/><NextMarker/></EnumerationResults>").next.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_page) {
  const std::string begin = "<EnumerationResults><Blobs><Blob>";
  const std::string end = "</Blob></Blobs></EnumerationResults>";
  for (const std::string& document :
       {std::string(), std::string("<html/>"), std::string("<EnumerationResults/>"), begin + end,
        begin + "<Name>a</Name>" + end, begin + "<Name>a</Name><Properties/>" + end,
        begin + "<Name>a</Name><Properties><Content-Length>-1</Content-Length></Properties>" + end,
        begin + "<Properties><Content-Length>1</Content-Length></Properties>" + end})
    BOOST_CHECK_EXCEPTION(static_cast<void>(parse_blob_page(document)), Error,
                          [](const Error& error) { return error.fault() == Fault::connection; });
}

BOOST_AUTO_TEST_CASE(dates_of_http) {
  BOOST_TEST(http_date(parse_iso_time("2015-06-26T23:39:12Z").value()) == "Fri, 26 Jun 2015 23:39:12 GMT");
  BOOST_TEST((parse_http_date("Fri, 26 Jun 2015 23:39:12 GMT") == parse_iso_time("2015-06-26T23:39:12Z")));
  for (const char* const text :
       {"", "Fri, 26 Jun 2015", "Fri, 31 Feb 2015 23:39:12 GMT", "Fri, 26 Jux 2015 23:39:12 GMT",
        "Fri, 26 Jun 2015 23:39:12 GMT+1", "2015-06-26T23:39:12Z"})
    BOOST_TEST(!parse_http_date(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
