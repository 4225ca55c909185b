// The XML of object stores: what is read, and what is refused.
#include "storage/s3/answers.hpp"
#include "storage/http/xml.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::s3;

namespace {

const std::vector<std::string> malformed = {
    "",
    "text",
    "<a>",
    "<a></b>",
    "<a></a><b/>",
    "<a></a>text",
    "<a b></a>",
    "<a b=c></a>",
    "<a b='<'></a>",
    "<a b='c></a>",
    "<a b='1'c='2'/>extra",
    "<1/>",
    "<a>&unknown;</a>",
    "<a>&lt</a>",
    "<a>&#0;</a>",
    "<a>&#xD800;</a>",
    "<a>&#x110000;</a>",
    "<a>&#;</a>",
    "<a>&#99999999999;</a>",
    "<a>&#-1;</a>",
    "<a><![CDATA[text]]></a>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    "<?php ?><a/>",
    "<a><?x?></a>",
    "<a>\x01</a>",
    "<a><!-- </a>",
    "<a",
    "<a/",
    "<",
};

std::string nested(int depth) {
  std::string document;
  for (int i = 0; i < depth; ++i) document += "<a>";
  for (int i = 0; i < depth; ++i) document += "</a>";
  return document;
}

std::string many(int count) {
  std::string document = "<r>";
  for (int i = 0; i < count; ++i) document += "<a/>";
  return document + "</r>";
}

bool is_data_fault(const Error& error) {
  return error.fault() == Fault::data;
}

bool is_connection_fault(const Error& error) {
  return error.fault() == Fault::connection;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(s3_xml)

BOOST_AUTO_TEST_CASE(elements_and_text) {
  const XmlElement root = parse_xml(
      "\xEF\xBB\xBF<?xml version='1.0' encoding=\"UTF-8\"?>\n<!-- a --> <p:A xmlns:p='x' b = \"1\" ><B>a &lt;&#x20AC;"
      "&#65;&amp;&quot;&apos;&gt;</B><C/><D> <E>1</E><!-- b --><E>2</E></D ></p:A>\n");
  BOOST_TEST(root.name == "A");
  BOOST_TEST(root.text_of("B") ==
             "a <\xE2\x82\xAC"
             "A&\"'>");
  BOOST_TEST(root.text_of("C").empty());
  BOOST_TEST(root.text_of("D/E") == "1");
  BOOST_TEST(root.child("D")->children.size() == 2U);
  BOOST_TEST(root.text_of("D/F/G").empty());
  BOOST_TEST(parse_xml("<a>" + escape_xml("<&>\"'x") + "</a>").text == "<&>\"'x");
}

BOOST_DATA_TEST_CASE(what_is_malformed_is_refused, boost::unit_test::data::make(malformed), document) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(parse_xml(document)), Error, is_data_fault);
  BOOST_TEST(!parse_error(document));
}

BOOST_AUTO_TEST_CASE(bounds) {
  BOOST_CHECK_NO_THROW(static_cast<void>(parse_xml(nested(16))));
  BOOST_CHECK_EXCEPTION(static_cast<void>(parse_xml(nested(17))), Error, is_data_fault);
  BOOST_CHECK_EXCEPTION(static_cast<void>(parse_xml(nested(100'000))), Error, is_data_fault);
  BOOST_CHECK_NO_THROW(static_cast<void>(parse_xml(many(10'000))));
  BOOST_CHECK_EXCEPTION(static_cast<void>(parse_xml(many(200'000))), Error, is_data_fault);
  BOOST_CHECK_EXCEPTION(static_cast<void>(parse_xml("<a>" + std::string(9U << 20U, 'x') + "</a>")), Error,
                        is_data_fault);
}

// Every prefix of a document is refused, and nothing is read behind its end.
BOOST_AUTO_TEST_CASE(a_document_that_is_cut_off) {
  const std::string document = "<?xml version='1.0'?><A b='c'><B>&#x41;&lt;</B><!-- d --><C/></A>";
  for (std::size_t size = 0; size < document.size(); ++size)
    BOOST_CHECK_EXCEPTION(static_cast<void>(parse_xml(std::string_view(document).substr(0, size))), Error,
                          is_data_fault);
}

BOOST_AUTO_TEST_CASE(pages_of_objects) {
  const ObjectPage page = parse_object_page(
      "<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><EncodingType>url</EncodingType>"
      "<IsTruncated>true</IsTruncated><NextContinuationToken>t&amp;=</NextContinuationToken>"
      "<Contents><Key>a%2Fb+c%25</Key><Size>12</Size></Contents>"
      "<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>");
  BOOST_REQUIRE(page.objects.size() == 1U);
  BOOST_TEST(page.objects[0].key == "a/b c%");
  BOOST_TEST(page.objects[0].size == 12U);
  BOOST_TEST(page.prefixes == std::vector<std::string>{"p/"}, boost::test_tools::per_element());
  BOOST_TEST(page.next == "t&=");
  const ObjectPage plain =
      parse_object_page("<ListBucketResult><Contents><Key>a%2Fb+</Key><Size>0</Size></Contents></ListBucketResult>");
  BOOST_TEST(plain.objects.at(0).key == "a%2Fb+");
  BOOST_TEST(plain.next.empty());
}

BOOST_AUTO_TEST_CASE(pages_that_cannot_be) {
  for (const char* const document :
       {"<html/>", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key><Size>99999999999999999999</Size></Contents></ListBucketResult>"})
    BOOST_CHECK_EXCEPTION(static_cast<void>(parse_object_page(document)), Error, is_connection_fault);
}

BOOST_AUTO_TEST_CASE(uploads) {
  const UploadPage page = parse_upload_page(
      "<ListMultipartUploadsResult><Upload><Key>a</Key><UploadId>2~x</UploadId></Upload>"
      "<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextUploadIdMarker>2~x</NextUploadIdMarker>"
      "</ListMultipartUploadsResult>");
  BOOST_TEST(page.uploads.at(0).id == "2~x");
  BOOST_TEST(page.next_key == "a");
  BOOST_TEST(page.next_id == "2~x");
  BOOST_TEST(parse_upload_id("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>") ==
             "u");
  BOOST_CHECK_EXCEPTION(
      static_cast<void>(parse_upload_id("<InitiateMultipartUploadResult></InitiateMultipartUploadResult>")), Error,
      is_connection_fault);
  BOOST_TEST(write_parts({{1, "\"x\""}, {2, "y<"}}) ==
             "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
             "<Part><PartNumber>1</PartNumber><ETag>&quot;x&quot;</ETag></Part>"
             "<Part><PartNumber>2</PartNumber><ETag>y&lt;</ETag></Part></CompleteMultipartUpload>");
}

BOOST_AUTO_TEST_CASE(errors) {
  const auto error =
      parse_error("<Error><Code>PermanentRedirect</Code><Message>m</Message><Region>eu-west-1</Region></Error>");
  BOOST_REQUIRE(error.has_value());
  BOOST_TEST(error->code == "PermanentRedirect");
  BOOST_TEST(error->region == "eu-west-1");
  BOOST_TEST(parse_error("<ErrorResponse><Error><Code>C</Code></Error></ErrorResponse>")->code == "C");
  BOOST_TEST(!parse_error("<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"));
}

BOOST_AUTO_TEST_SUITE_END()
