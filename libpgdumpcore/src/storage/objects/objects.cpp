#include "storage/objects/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <charconv>

namespace pgdumpcore::storage {

namespace {

constexpr std::size_t keys_per_delete = 1000;

[[noreturn]] void refuse_range(const ObjectClient& client, const std::string& key) {
  throw Error(Fault::connection,
              fmt::format("could not read {}: the store does not answer with the range that was asked for",
                          client.quoted(key)));
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

bool is_missing(const ObjectClient& client, const Answer& answer) {
  return answer.status == 404 && answer.error.code != client.missing_place_code();
}

// Who answers without one is not the store: what was put is not there.
std::string etag_of_put(const ObjectClient& client, const std::string& key, const Answer& answer) {
  std::string etag = answer.header("etag");
  if (etag.empty())
    throw Error(Fault::io, fmt::format("could not write {}: the answer has no ETag", client.quoted(key)))
        .hint("Is the endpoint one of an object store? A proxy or a login page may have answered in its place.");
  return etag;
}

Request put_request(const ObjectClient& client, const std::string& key, Bytes content) {
  Request request{.method = "PUT", .key = key, .headers = client.put_headers(), .body = content};
  request.headers["content-md5"] = content_md5(content);
  return request;
}

// Whether the store has the object as it was to be put.
std::optional<std::string> etag_if_same(ObjectClient& client, const std::string& key, std::string_view content,
                                        const Patience& patience) {
  const auto there = get_small(client, key, std::size_t{256} << 20, patience);
  if (!there || there->bytes != content) return std::nullopt;
  return there->object.etag;
}

ConditionalPut put_on_condition(ObjectClient& client, const std::string& key, std::string_view content,
                                const char* condition, const std::string& value, const Patience& patience) {
  Request request = put_request(client, key, bytes_of(content));
  request.headers[condition] = value;
  const Answer answer = writing([&] { return client.send(request, patience); });
  if (answer.is_good()) return {PutOutcome::done, etag_of_put(client, key, answer)};
  if (answer.status == 501 || answer.error.code == "NotImplemented") return {PutOutcome::unsupported, {}};
  // Where there is no object, If-Match is answered so.
  if (answer.status != 412 && answer.status != 409 && !is_missing(client, answer))
    client.fail(answer, "write " + client.quoted(key));
  // libcurl, too, sends a request again if a connection that was idle turns out to be dead.
  auto etag = etag_if_same(client, key, content, patience);
  return etag ? ConditionalPut{PutOutcome::done, std::move(*etag)} : ConditionalPut{PutOutcome::exists, {}};
}

void delete_one_by_one(ObjectClient& client, const std::vector<std::string>& keys, const Patience& patience) {
  std::optional<Error> first;
  // From the last one on: where directories are objects as well, one is deleted after what is in it.
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) try {
      delete_object(client, *key, patience);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      if (!first) first = error;
    }
  if (first) throw Error(*first);
}

}  // namespace

std::optional<ObjectRange> get_range(ObjectClient& client, const std::string& key, std::uint64_t offset,
                                     std::size_t size, const std::string& etag, const Patience& patience) {
  Request request{.key = key, .headers = {{"range", range_header(offset, size)}}};
  if (!etag.empty()) request.headers["if-match"] = etag;
  Answer answer = client.send(request, patience);
  if (is_missing(client, answer)) return std::nullopt;
  if (answer.status == 412)
    throw Error(Fault::io, fmt::format("{} was replaced while it was being read", client.quoted(key)));
  // An object without bytes has no range.
  if (answer.status == 416) return ObjectRange{{total_in(answer.header("content-range")).value_or(offset), etag}, {}};
  if (!answer.is_good()) client.fail(answer, "read " + client.quoted(key));
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

Answer probe(ObjectClient& client, const std::string& key, const Patience& patience) {
  return client.send({.key = key, .headers = {{"range", range_header(0, 1)}}}, patience);
}

std::optional<ObjectRange> get_small(ObjectClient& client, const std::string& key, std::size_t limit,
                                     const Patience& patience) {
  constexpr std::size_t block = std::size_t{4} << 20;
  auto whole = get_range(client, key, 0, block, {}, patience);
  if (!whole) return std::nullopt;
  if (whole->object.size > limit)
    throw Error(Fault::data, fmt::format("{} is larger than {} bytes", client.quoted(key), limit));
  while (whole->bytes.size() < whole->object.size) {
    const auto more = get_range(client, key, whole->bytes.size(), block, whole->object.etag, patience);
    if (!more || more->bytes.empty()) return std::nullopt;
    whole->bytes += more->bytes;
  }
  return whole;
}

std::string put_object(ObjectClient& client, const std::string& key, Bytes content, const Patience& patience) {
  const Request request = put_request(client, key, content);
  return etag_of_put(client, key,
                     writing([&] { return client.require(request, "write " + client.quoted(key), patience); }));
}

ConditionalPut put_if_absent(ObjectClient& client, const std::string& key, std::string_view content,
                             const Patience& patience) {
  return put_on_condition(client, key, content, "if-none-match", "*", patience);
}

ConditionalPut put_if_match(ObjectClient& client, const std::string& key, std::string_view content,
                            const std::string& etag, const Patience& patience) {
  for (const std::string& form : client.etag_forms(etag)) {
    ConditionalPut put = put_on_condition(client, key, content, "if-match", form, patience);
    if (put.outcome == PutOutcome::exists) continue;
    if (put.outcome == PutOutcome::done) client.note_etag_form(form == etag);
    return put;
  }
  return {PutOutcome::exists, {}};
}

void list_objects(ObjectClient& client, const std::string& prefix, const std::string& delimiter,
                  const Patience& patience, const std::function<void(const ObjectPage&)>& take) {
  std::string next;
  do {
    const Request request = client.list_request(prefix, delimiter, next, 0);
    const ObjectPage page = client.parse_page(client.require(request, "list " + client.quoted(prefix), patience).body);
    take(page);
    next = page.next;
  } while (!next.empty());
}

bool has_objects(ObjectClient& client, const std::string& prefix, const Patience& patience) {
  std::string next;
  do {
    const Request request = client.list_request(prefix, "", next, 1);
    const ObjectPage page = client.parse_page(client.require(request, "list " + client.quoted(prefix), patience).body);
    if (!page.objects.empty()) return true;
    // A page may be empty, and not the last one.
    next = page.next;
  } while (!next.empty());
  return false;
}

void delete_object(ObjectClient& client, const std::string& key, const Patience& patience) {
  const Answer answer = writing([&] { return client.send({.method = "DELETE", .key = key}, patience); });
  if (!answer.is_good() && !is_missing(client, answer)) client.fail(answer, "remove " + client.quoted(key));
}

void delete_for_certain(ObjectClient& client, const std::string& key, const Patience& patience) {
  delete_object(client, key, patience);
  const Answer answer = writing([&] { return probe(client, key, patience); });
  if (!is_missing(client, answer))
    throw Error(Fault::io, fmt::format("could not remove {}: it is still there", client.quoted(key)));
}

void delete_objects(ObjectClient& client, const std::vector<std::string>& keys, const Patience& patience) {
  for (std::size_t begin = 0; begin < keys.size(); begin += keys_per_delete) {
    const std::size_t end = std::min(begin + keys_per_delete, keys.size());
    const std::vector<std::string> some(keys.begin() + static_cast<std::ptrdiff_t>(begin),
                                        keys.begin() + static_cast<std::ptrdiff_t>(end));
    if (some.size() < 2 || !client.delete_together(some, patience)) delete_one_by_one(client, some, patience);
  }
}

}  // namespace pgdumpcore::storage
