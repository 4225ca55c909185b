#include "storage/s3/answers.hpp"

#include "storage/s3/xml.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <charconv>

namespace pgdumpcore::storage::s3 {

namespace {

[[noreturn]] void refuse_answer(std::string_view why) {
  throw Error(Fault::connection, fmt::format("the object store answered what S3 does not: {}", why))
      .hint("Is the endpoint one of S3? A proxy or a login page may have answered in its place.");
}

XmlElement parse_answer(std::string_view document, std::string_view name) {
  std::optional<XmlElement> root;
  try {
    root = parse_xml(document);
  } catch (const Error& error) {
    refuse_answer(error.what());
  }
  if (root->name != name) refuse_answer(fmt::format("\"{}\" instead of \"{}\"", root->name, name));
  return std::move(*root);
}

std::uint64_t size_in(const XmlElement& element) {
  const std::string text = element.text_of("Size");
  std::uint64_t size = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (code != std::errc() || end != text.data() + text.size()) refuse_answer("a size is no number");
  return size;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned int byte = 0;
    const char* const digits = text.data() + at + 1;
    if (text[at] == '+') {
      decoded += ' ';
    } else if (text[at] == '%' && at + 2 < text.size() &&
               std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(static_cast<unsigned char>(byte));
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

// Keys may have characters that XML has not, so they are asked for encoded; not every store does that.
class KeyDecoder {
 public:
  explicit KeyDecoder(const XmlElement& root) : is_encoded_(root.text_of("EncodingType") == "url") {}
  [[nodiscard]] std::string operator()(const std::string& key) const {
    return is_encoded_ ? percent_decoded(key) : key;
  }

 private:
  bool is_encoded_;
};

}  // namespace

ObjectPage parse_object_page(std::string_view document) {
  const XmlElement root = parse_answer(document, "ListBucketResult");
  const KeyDecoder decoded(root);
  ObjectPage page;
  for (const XmlElement& child : root.children) {
    if (child.name == "Contents")
      page.objects.push_back({decoded(child.text_of("Key")), size_in(child), child.text_of("LastModified")});
    if (child.name == "CommonPrefixes") page.prefixes.push_back(decoded(child.text_of("Prefix")));
  }
  if (root.text_of("IsTruncated") != "true") return page;
  page.next = root.text_of("NextContinuationToken");
  if (page.next.empty()) refuse_answer("a list is cut off, and nothing says where it goes on");
  return page;
}

UploadPage parse_upload_page(std::string_view document) {
  const XmlElement root = parse_answer(document, "ListMultipartUploadsResult");
  const KeyDecoder decoded(root);
  UploadPage page;
  for (const XmlElement& child : root.children)
    if (child.name == "Upload") page.uploads.push_back({decoded(child.text_of("Key")), child.text_of("UploadId")});
  if (root.text_of("IsTruncated") != "true") return page;
  page.next_key = decoded(root.text_of("NextKeyMarker"));
  page.next_id = root.text_of("NextUploadIdMarker");
  if (page.next_key.empty()) refuse_answer("a list is cut off, and nothing says where it goes on");
  return page;
}

std::vector<RefusedDelete> parse_delete_result(std::string_view document) {
  std::vector<RefusedDelete> refused;
  for (const XmlElement& child : parse_answer(document, "DeleteResult").children)
    if (child.name == "Error" && child.text_of("Code") != "NoSuchKey")
      refused.push_back({child.text_of("Key"), {child.text_of("Code"), child.text_of("Message"), {}}});
  return refused;
}

std::string write_keys(const std::vector<std::string>& keys) {
  std::string body = "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>";
  for (const std::string& key : keys) body += fmt::format("<Object><Key>{}</Key></Object>", escape_xml(key));
  return body + "</Delete>";
}

std::string parse_upload_id(std::string_view document) {
  std::string id = parse_answer(document, "InitiateMultipartUploadResult").text_of("UploadId");
  if (id.empty()) refuse_answer("an upload has no ID");
  return id;
}

std::optional<ErrorAnswer> parse_error(std::string_view document) noexcept {
  try {
    const XmlElement root = parse_xml(document);
    // STS has it one level deeper.
    const XmlElement* const error = root.name == "ErrorResponse" ? root.child("Error") : &root;
    if (error == nullptr || error->name != "Error") return std::nullopt;
    return ErrorAnswer{error->text_of("Code"), error->text_of("Message"), error->text_of("Region")};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::string write_parts(const std::vector<UploadedPart>& parts) {
  std::string body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  for (const UploadedPart& part : parts)
    body += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", part.number, escape_xml(part.etag));
  return body + "</CompleteMultipartUpload>";
}

RoleAnswer parse_role(std::string_view document) {
  const XmlElement root = parse_answer(document, "AssumeRoleWithWebIdentityResponse");
  const XmlElement* const result = root.child("AssumeRoleWithWebIdentityResult");
  const XmlElement* const given = result == nullptr ? nullptr : result->child("Credentials");
  if (given == nullptr) refuse_answer("a role without credentials");
  return {given->text_of("AccessKeyId"), given->text_of("SecretAccessKey"), given->text_of("SessionToken"),
          given->text_of("Expiration")};
}

}  // namespace pgdumpcore::storage::s3
