// Uploads in parts, which S3 calls multipart uploads.
#include "storage/objects/objects.hpp"
#include "storage/s3/answers.hpp"
#include "storage/s3/client.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore::storage::s3 {

namespace {

// By the store, and not by a page of somebody between.
bool is_completed(const Answer& answer) {
  return answer.is_good() && answer.body.find("CompleteMultipartUploadResult") != std::string::npos;
}

}  // namespace

std::string Client::begin_upload(const std::string& key, const Patience& patience) {
  const Request request{.method = "POST", .key = key, .parameters = {{"uploads", ""}}};
  return writing([&] { return parse_upload_id(require(request, "write " + quoted(key), patience).body); });
}

UploadedPart Client::put_part(const ListedUpload& upload, int number, Bytes bytes, const Patience& patience) {
  const Request request{.method = "PUT",
                        .key = upload.key,
                        .parameters = {{"partNumber", fmt::format("{}", number)}, {"uploadId", upload.id}},
                        .headers = {{"content-md5", content_md5(bytes)}},
                        .body = bytes};
  const std::string what = "write " + quoted(upload.key);
  std::string etag = writing([&] { return require(request, what, patience); }).header("etag");
  if (etag.empty()) throw Error(Fault::io, fmt::format("could not {}: the store gives a part no ETag", what));
  return {number, std::move(etag)};
}

void Client::complete_upload(const ListedUpload& upload, const std::vector<UploadedPart>& parts, std::uint64_t size,
                             const Patience& patience) {
  const std::string body = write_parts(parts);
  const Request request{.method = "POST",
                        .key = upload.key,
                        .parameters = {{"uploadId", upload.id}},
                        .headers = {{"content-type", "application/xml"}},
                        .body = bytes_of(body)};
  const Answer answer = writing([&] { return send(request, patience); });
  if (is_completed(answer)) return;
  // An earlier try may have had its effect: the upload is gone, and the object there.
  if (answer.status == 404) {
    const auto found = get_range(*this, upload.key, 0, 1, {}, patience);
    if (found && found->object.size == size) return;
  }
  fail(answer, "write " + quoted(upload.key));
}

void Client::abort_upload(const ListedUpload& upload, const Patience& patience) {
  const Request request{.method = "DELETE", .key = upload.key, .parameters = {{"uploadId", upload.id}}};
  const Answer answer = writing([&] { return send(request, patience); });
  if (!answer.is_good() && answer.status != 404) fail(answer, "abort the upload of " + quoted(upload.key));
}

std::vector<ListedUpload> Client::list_uploads(const std::string& prefix, const Patience& patience) {
  const Parameters first = {{"uploads", ""}, {"prefix", prefix}, {"encoding-type", "url"}};
  Request request{.parameters = first};
  std::vector<ListedUpload> found;
  while (true) {
    const Answer answer = send(request, patience);
    if (answer.status == 403 || answer.status == 405 || answer.status == 501) return found;
    if (!answer.is_good()) fail(answer, "list the uploads of " + quoted(prefix));
    UploadPage page = parse_upload_page(answer.body);
    for (ListedUpload& upload : page.uploads)
      if (upload.key.starts_with(prefix)) found.push_back(std::move(upload));
    if (page.next_key.empty()) return found;
    request.parameters = first;
    request.parameters.emplace_back("key-marker", page.next_key);
    request.parameters.emplace_back("upload-id-marker", page.next_id);
  }
}

}  // namespace pgdumpcore::storage::s3
