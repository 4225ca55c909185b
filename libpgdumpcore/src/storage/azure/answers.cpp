#include "storage/azure/answers.hpp"

#include "storage/http/times.hpp"

#include <fmt/format.h>

namespace pgdumpcore::storage::azure {

namespace {

constexpr std::string_view kind = "Azure Blob storage";

std::string name_in(const XmlElement& element) {
  std::string name = element.text_of("Name");
  if (name.empty()) refuse_answer(kind, "a list has an object without a name");
  return name;
}

ListedObject object_in(const XmlElement& blob) {
  const XmlElement* const properties = blob.child("Properties");
  if (properties == nullptr) refuse_answer(kind, "a list has an object without properties");
  return {name_in(blob), size_in(*properties, "Content-Length", kind),
          parse_http_date(properties->text_of("Last-Modified"))};
}

}  // namespace

ObjectPage parse_blob_page(std::string_view document) {
  const XmlElement root = parse_answer(document, "EnumerationResults", kind);
  const XmlElement* const blobs = root.child("Blobs");
  if (blobs == nullptr) refuse_answer(kind, "a list without objects");
  ObjectPage page{.next = root.text_of("NextMarker")};
  for (const XmlElement& child : blobs->children) {
    if (child.name == "Blob") page.objects.push_back(object_in(child));
    if (child.name == "BlobPrefix") page.prefixes.push_back(name_in(child));
  }
  return page;
}

std::string write_blocks(const std::vector<UploadedPart>& parts) {
  std::string body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>";
  for (const UploadedPart& part : parts) body += fmt::format("<Latest>{}</Latest>", escape_xml(part.etag));
  return body + "</BlockList>";
}

}  // namespace pgdumpcore::storage::azure
