#include "storage/s3/answers.hpp"

#include "storage/http/times.hpp"
#include "storage/http/url.hpp"

#include <fmt/format.h>

namespace pgdumpcore::storage::s3 {

namespace {

constexpr std::string_view kind = "S3";

// Keys may have characters that XML has not, so they are asked for encoded; not every store does that.
class KeyDecoder {
 public:
  explicit KeyDecoder(const XmlElement& root) : is_encoded_(root.text_of("EncodingType") == "url") {}
  [[nodiscard]] std::string operator()(const std::string& key) const { return is_encoded_ ? percent_decode(key) : key; }

 private:
  bool is_encoded_;
};

}  // namespace

ObjectPage parse_object_page(std::string_view document) {
  const XmlElement root = parse_answer(document, "ListBucketResult", kind);
  const KeyDecoder decoded(root);
  ObjectPage page;
  for (const XmlElement& child : root.children) {
    if (child.name == "Contents")
      page.objects.push_back(
          {decoded(child.text_of("Key")), size_in(child, "Size", kind), parse_iso_time(child.text_of("LastModified"))});
    if (child.name == "CommonPrefixes") page.prefixes.push_back(decoded(child.text_of("Prefix")));
  }
  if (root.text_of("IsTruncated") != "true") return page;
  page.next = root.text_of("NextContinuationToken");
  if (page.next.empty()) refuse_answer(kind, "a list is cut off, and nothing says where it goes on");
  return page;
}

UploadPage parse_upload_page(std::string_view document) {
  const XmlElement root = parse_answer(document, "ListMultipartUploadsResult", kind);
  const KeyDecoder decoded(root);
  UploadPage page;
  for (const XmlElement& child : root.children)
    if (child.name == "Upload") page.uploads.push_back({decoded(child.text_of("Key")), child.text_of("UploadId")});
  if (root.text_of("IsTruncated") != "true") return page;
  page.next_key = decoded(root.text_of("NextKeyMarker"));
  page.next_id = root.text_of("NextUploadIdMarker");
  if (page.next_key.empty()) refuse_answer(kind, "a list is cut off, and nothing says where it goes on");
  return page;
}

std::vector<RefusedDelete> parse_delete_result(std::string_view document) {
  std::vector<RefusedDelete> refused;
  for (const XmlElement& child : parse_answer(document, "DeleteResult", kind).children)
    if (child.name == "Error" && child.text_of("Code") != "NoSuchKey")
      refused.push_back({child.text_of("Key"), {.code = child.text_of("Code"), .message = child.text_of("Message")}});
  return refused;
}

std::string write_keys(const std::vector<std::string>& keys) {
  std::string body = "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>";
  for (const std::string& key : keys) body += fmt::format("<Object><Key>{}</Key></Object>", escape_xml(key));
  return body + "</Delete>";
}

std::string parse_upload_id(std::string_view document) {
  std::string id = parse_answer(document, "InitiateMultipartUploadResult", kind).text_of("UploadId");
  if (id.empty()) refuse_answer(kind, "an upload has no ID");
  return id;
}

std::string write_parts(const std::vector<UploadedPart>& parts) {
  std::string body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  for (const UploadedPart& part : parts)
    body += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", part.number, escape_xml(part.etag));
  return body + "</CompleteMultipartUpload>";
}

RoleAnswer parse_role(std::string_view document) {
  const XmlElement root = parse_answer(document, "AssumeRoleWithWebIdentityResponse", kind);
  const XmlElement* const result = root.child("AssumeRoleWithWebIdentityResult");
  const XmlElement* const given = result == nullptr ? nullptr : result->child("Credentials");
  if (given == nullptr) refuse_answer(kind, "a role without credentials");
  return {given->text_of("AccessKeyId"), given->text_of("SecretAccessKey"), given->text_of("SessionToken"),
          given->text_of("Expiration")};
}

}  // namespace pgdumpcore::storage::s3
