// Uploads in parts: blocks that are put, and then made a blob.
// https://learn.microsoft.com/rest/api/storageservices/put-block-list
#include "storage/azure/answers.hpp"
#include "storage/azure/client.hpp"
#include "storage/objects/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace pgdumpcore::storage::azure {

namespace {

// All IDs of a blob's blocks must have one length.
std::string block_id(const ListedUpload& upload, int number) {
  return base64(bytes_of(fmt::format("{}{:08d}", upload.id, number)));
}

// Another status of success is the one of a page of somebody between.
constexpr int created = 201;

}  // namespace

// There is nothing to be begun.
std::string Client::begin_upload(const std::string& /*key*/, const Patience& /*patience*/) {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

UploadedPart Client::put_part(const ListedUpload& upload, int number, Bytes bytes, const Patience& patience) {
  std::string id = block_id(upload, number);
  const Request request{.method = "PUT",
                        .key = upload.key,
                        .parameters = {{"comp", "block"}, {"blockid", id}},
                        .headers = {{"content-md5", content_md5(bytes)}},
                        .body = bytes};
  const std::string what = "write " + quoted(upload.key);
  const Answer answer = writing([&] { return require(request, what, patience); });
  if (answer.status != created)
    throw Error(Fault::io, fmt::format("could not {}: the store answers a block with status {}", what, answer.status));
  return {number, std::move(id)};
}

void Client::complete_upload(const ListedUpload& upload, const std::vector<UploadedPart>& parts, std::uint64_t /*size*/,
                             const Patience& patience) {
  const std::string body = write_blocks(parts);
  const Request request{.method = "PUT",
                        .key = upload.key,
                        .parameters = {{"comp", "blocklist"}},
                        .headers = {{"content-md5", content_md5(bytes_of(body))}, {"content-type", "application/xml"}},
                        .body = bytes_of(body)};
  // A second time it finds the blocks among those of the blob.
  const std::string what = "write " + quoted(upload.key);
  const Answer answer = writing([&] { return require(request, what, patience); });
  if (answer.status != created || answer.header("etag").empty())
    throw Error(Fault::io, fmt::format("could not {}: the answer has no ETag", what));
}

// Blocks cannot be deleted, but go when an object of the name is put. One that can be read was completed. A put on
// condition is no way: Azurite refuses it where there are blocks alone.
void Client::abort_upload(const ListedUpload& upload, const Patience& patience) {
  if (writing([&] { return get_range(*this, upload.key, 0, 1, {}, patience); })) return;
  put_object(*this, upload.key, {}, patience);
  delete_object(*this, upload.key, patience);
}

template <typename Take>
void Client::list_with_uploads(const std::string& prefix, const std::string& delimiter, const Patience& patience,
                               const Take& take) {
  std::string next;
  do {
    Request request = list_request(prefix, delimiter, next, 0);
    request.parameters.emplace_back("include", "uncommittedblobs");
    const ObjectPage page = parse_page(require(request, "list the uploads of " + quoted(prefix), patience).body);
    take(page);
    next = page.next;
  } while (!next.empty());
}

// What was never completed is in the list, without a byte, and cannot be read.
std::vector<ListedUpload> Client::list_uploads(const std::string& prefix, const Patience& patience) {
  std::vector<ListedUpload> found;
  list_with_uploads(prefix, "", patience, [&](const ObjectPage& page) {
    for (const ListedObject& object : page.objects)
      if (object.size == 0 && !get_range(*this, object.key, 0, 1, {}, patience)) found.push_back({.key = object.key});
  });
  return found;
}

std::vector<std::string> Client::keys_with_uploads(const std::string& prefix, const Patience& patience) {
  std::vector<std::string> keys;
  list_with_uploads(prefix, "/", patience, [&](const ObjectPage& page) {
    keys.insert(keys.end(), page.prefixes.begin(), page.prefixes.end());
  });
  return keys;
}

}  // namespace pgdumpcore::storage::azure
