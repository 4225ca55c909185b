#include "storage/s3/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <charconv>

namespace pgdumpcore::storage::s3 {

namespace {

constexpr std::size_t keys_per_delete = 1000;

[[noreturn]] void refuse_range(const Client& client, const std::string& key) {
  throw Error(Fault::connection,
              fmt::format("could not read \"{}\": the store does not answer with the range that was asked for",
                          client.describe(key)));
}

// Of "bytes 0-9/100" and "bytes */0".
std::optional<std::uint64_t> total_in(const std::string& content_range) {
  const std::size_t slash = content_range.find('/');
  if (slash == std::string::npos) return std::nullopt;
  std::uint64_t total = 0;
  const char* const end = content_range.data() + content_range.size();
  const auto [stopped, code] = std::from_chars(content_range.data() + slash + 1, end, total);
  return code == std::errc() && stopped == end ? std::optional(total) : std::nullopt;
}

std::string range_header(std::uint64_t offset, std::size_t size) {
  return fmt::format("bytes={}-{}", offset, offset + size - 1);
}

std::string quoted(const Client& client, const std::string& key) {
  return fmt::format("\"{}\"", client.describe(key));
}

bool is_missing(const Answer& answer) {
  return answer.status == 404 && answer.error.code != "NoSuchBucket";
}

// Who answers without one is not the store: what was put is not there.
std::string etag_of_put(const Client& client, const std::string& key, const Answer& answer) {
  std::string etag = answer.header("etag");
  if (etag.empty())
    throw Error(Fault::io, fmt::format("could not write {}: the answer has no ETag", quoted(client, key)))
        .hint("Is the endpoint one of S3? A proxy or a login page may have answered in its place.");
  return etag;
}

// Whether the store has the object as it was to be put.
std::optional<std::string> etag_if_same(Client& client, const std::string& key, std::string_view content,
                                        const Patience& patience) {
  const auto there = get_small(client, key, std::size_t{256} << 20, patience);
  if (!there || there->bytes != content) return std::nullopt;
  return there->object.etag;
}

ConditionalPut put_on_condition(Client& client, const std::string& key, std::string_view content, const char* condition,
                                const std::string& value, const Patience& patience) {
  const Request request{.method = "PUT",
                        .key = key,
                        .headers = {{"content-md5", content_md5(bytes_of(content))}, {condition, value}},
                        .body = bytes_of(content)};
  const Answer answer = writing([&] { return client.send(request, patience); });
  if (answer.is_good()) return {PutOutcome::done, etag_of_put(client, key, answer)};
  if (answer.status == 501 || answer.error.code == "NotImplemented") return {PutOutcome::unsupported, {}};
  // Where there is no object, If-Match is answered so.
  if (answer.status != 412 && answer.status != 409 && !is_missing(answer))
    client.fail(answer, "write " + quoted(client, key));
  // libcurl, too, sends a request again if a connection that was idle turns out to be dead.
  auto etag = etag_if_same(client, key, content, patience);
  return etag ? ConditionalPut{PutOutcome::done, std::move(*etag)} : ConditionalPut{PutOutcome::exists, {}};
}

void delete_one_by_one(Client& client, const std::vector<std::string>& keys, const Patience& patience) {
  std::optional<Error> first;
  for (const std::string& key : keys) try {
      delete_object(client, key, patience);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      if (!first) first = error;
    }
  if (first) throw Error(*first);
}

// False: the store has no such operation.
bool delete_together(Client& client, const std::vector<std::string>& keys, const Patience& patience) {
  const std::string body = write_keys(keys);
  const Request request{.method = "POST",
                        .parameters = {{"delete", ""}},
                        .headers = {{"content-md5", content_md5(bytes_of(body))}, {"content-type", "application/xml"}},
                        .body = bytes_of(body)};
  const Answer answer = writing([&] { return client.send(request, patience); });
  if (!answer.is_good()) return false;
  const std::vector<RefusedDelete> refused = writing([&] { return parse_delete_result(answer.body); });
  if (refused.empty()) return true;
  client.fail({.status = 403, .error = refused.front().error}, "remove " + quoted(client, refused.front().key));
}

}  // namespace

std::optional<ObjectRange> get_range(Client& client, const std::string& key, std::uint64_t offset, std::size_t size,
                                     const std::string& etag, const Patience& patience) {
  Request request{.key = key, .headers = {{"range", range_header(offset, size)}}};
  if (!etag.empty()) request.headers["if-match"] = etag;
  Answer answer = client.send(request, patience);
  if (is_missing(answer)) return std::nullopt;
  if (answer.status == 412)
    throw Error(Fault::io, fmt::format("{} was replaced while it was being read", quoted(client, key)));
  // An object without bytes has no range.
  if (answer.status == 416) return ObjectRange{{total_in(answer.header("content-range")).value_or(offset), etag}, {}};
  if (!answer.is_good()) client.fail(answer, "read " + quoted(client, key));
  // A page of somebody between has none.
  if (answer.header("etag").empty()) refuse_range(client, key);
  ObjectRange found{{answer.body.size(), answer.header("etag")}, std::move(answer.body)};
  // Some stores answer with the whole of a small or an empty object.
  if (answer.status == 200 && offset == 0 && found.bytes.size() <= size) return found;
  const auto total = total_in(answer.header("content-range"));
  if (answer.status != 206 || !total || *total < offset ||
      found.bytes.size() != std::min<std::uint64_t>(size, *total - offset))
    refuse_range(client, key);
  found.object.size = *total;
  return found;
}

Answer probe(Client& client, const std::string& key, const Patience& patience) {
  return client.send({.key = key, .headers = {{"range", range_header(0, 1)}}}, patience);
}

std::optional<ObjectRange> get_small(Client& client, const std::string& key, std::size_t limit,
                                     const Patience& patience) {
  constexpr std::size_t block = std::size_t{4} << 20;
  auto whole = get_range(client, key, 0, block, {}, patience);
  if (!whole) return std::nullopt;
  if (whole->object.size > limit)
    throw Error(Fault::data, fmt::format("{} is larger than {} bytes", quoted(client, key), limit));
  while (whole->bytes.size() < whole->object.size) {
    const auto more = get_range(client, key, whole->bytes.size(), block, whole->object.etag, patience);
    if (!more || more->bytes.empty()) return std::nullopt;
    whole->bytes += more->bytes;
  }
  return whole;
}

std::string put_object(Client& client, const std::string& key, Bytes content, const Patience& patience) {
  const Request request{
      .method = "PUT", .key = key, .headers = {{"content-md5", content_md5(content)}}, .body = content};
  return etag_of_put(client, key,
                     writing([&] { return client.require(request, "write " + quoted(client, key), patience); }));
}

ConditionalPut put_if_absent(Client& client, const std::string& key, std::string_view content,
                             const Patience& patience) {
  return put_on_condition(client, key, content, "if-none-match", "*", patience);
}

ConditionalPut put_if_match(Client& client, const std::string& key, std::string_view content, const std::string& etag,
                            const Patience& patience) {
  // Ceph before 18 compares it with the ETag as it is without quotes.
  const bool has_quotes = etag.size() > 2 && etag.starts_with('"') && etag.ends_with('"');
  const std::string bare = has_quotes ? etag.substr(1, etag.size() - 2) : etag;
  for (const bool takes_bare : {client.takes_bare_etags(), !client.takes_bare_etags()}) {
    ConditionalPut put = put_on_condition(client, key, content, "if-match", takes_bare ? bare : etag, patience);
    if (put.outcome == PutOutcome::exists && has_quotes) continue;
    if (put.outcome == PutOutcome::done) client.set_takes_bare_etags(takes_bare);
    return put;
  }
  return {PutOutcome::exists, {}};
}

void list_objects(Client& client, const std::string& prefix, const std::string& delimiter, const Patience& patience,
                  const std::function<void(const ObjectPage&)>& take) {
  Request request{.parameters = {{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", prefix}}};
  if (!delimiter.empty()) request.parameters.emplace_back("delimiter", delimiter);
  const Parameters first = request.parameters;
  while (true) {
    const ObjectPage page = parse_object_page(client.require(request, "list " + quoted(client, prefix), patience).body);
    take(page);
    if (page.next.empty()) return;
    request.parameters = first;
    request.parameters.emplace_back("continuation-token", page.next);
  }
}

bool has_objects(Client& client, const std::string& prefix, const Patience& patience) {
  const Request request{.parameters = {{"list-type", "2"}, {"prefix", prefix}, {"max-keys", "1"}}};
  return !parse_object_page(client.require(request, "list " + quoted(client, prefix), patience).body).objects.empty();
}

std::vector<ListedUpload> list_uploads(Client& client, const std::string& prefix, const Patience& patience) {
  const Parameters first = {{"uploads", ""}, {"prefix", prefix}, {"encoding-type", "url"}};
  Request request{.parameters = first};
  std::vector<ListedUpload> found;
  while (true) {
    const Answer answer = client.send(request, patience);
    if (answer.status == 403 || answer.status == 405 || answer.status == 501) return found;
    if (!answer.is_good()) client.fail(answer, "list the uploads of " + quoted(client, prefix));
    UploadPage page = parse_upload_page(answer.body);
    for (ListedUpload& upload : page.uploads)
      if (upload.key.starts_with(prefix)) found.push_back(std::move(upload));
    if (page.next_key.empty()) return found;
    request.parameters = first;
    request.parameters.emplace_back("key-marker", page.next_key);
    request.parameters.emplace_back("upload-id-marker", page.next_id);
  }
}

void delete_object(Client& client, const std::string& key, const Patience& patience) {
  const Answer answer = writing([&] { return client.send({.method = "DELETE", .key = key}, patience); });
  if (!answer.is_good() && !is_missing(answer)) client.fail(answer, "remove " + quoted(client, key));
}

void delete_for_certain(Client& client, const std::string& key, const Patience& patience) {
  delete_object(client, key, patience);
  const Answer answer = writing([&] { return probe(client, key, patience); });
  if (!is_missing(answer))
    throw Error(Fault::io, fmt::format("could not remove {}: it is still there", quoted(client, key)));
}

void delete_objects(Client& client, const std::vector<std::string>& keys, const Patience& patience) {
  for (std::size_t begin = 0; begin < keys.size(); begin += keys_per_delete) {
    const std::size_t end = std::min(begin + keys_per_delete, keys.size());
    const std::vector<std::string> some(keys.begin() + static_cast<std::ptrdiff_t>(begin),
                                        keys.begin() + static_cast<std::ptrdiff_t>(end));
    if (some.size() < 2 || !delete_together(client, some, patience)) delete_one_by_one(client, some, patience);
  }
}

void abort_upload(Client& client, const ListedUpload& upload, const Patience& patience) {
  const Request request{.method = "DELETE", .key = upload.key, .parameters = {{"uploadId", upload.id}}};
  const Answer answer = writing([&] { return client.send(request, patience); });
  if (!answer.is_good() && answer.status != 404)
    client.fail(answer, fmt::format("abort the upload of {}", quoted(client, upload.key)));
}

}  // namespace pgdumpcore::storage::s3
