#include "storage/azure/signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

namespace pgdumpcore::storage::azure {

namespace {

// In the order of the text that is signed; the length stands between the first two and the others.
constexpr std::array content_headers = {"content-encoding", "content-language"};
constexpr std::array other_headers = {"content-md5",   "content-type",        "date", "if-modified-since", "if-match",
                                      "if-none-match", "if-unmodified-since", "range"};

std::string line_of(const Headers& headers, const char* name) {
  const auto found = headers.find(name);
  return (found == headers.end() ? std::string() : found->second) + "\n";
}

std::string canonical_headers(const Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers)
    if (name.starts_with("x-ms-")) text += fmt::format("{}:{}\n", name, value);
  return text;
}

// Parameters of one name are one line, with their values in order.
std::string canonical_resource(const SignedParts& request, std::string_view account) {
  std::map<std::string, std::multiset<std::string>> parameters;
  for (const auto& [name, value] : request.parameters) parameters[name].insert(value);
  std::string text = fmt::format("/{}{}", account, request.path);
  for (const auto& [name, values] : parameters) text += fmt::format("\n{}:{}", name, fmt::join(values, ","));
  return text;
}

}  // namespace

std::string text_to_sign(const SignedParts& request, std::string_view account) {
  std::string text = fmt::format("{}\n", request.method);
  for (const char* const name : content_headers) text += line_of(request.headers, name);
  // Since version 2015-02-21 a length of zero is left out.
  text += request.body_size == 0 ? "\n" : fmt::format("{}\n", request.body_size);
  for (const char* const name : other_headers) text += line_of(request.headers, name);
  return text + canonical_headers(request.headers) + canonical_resource(request, account);
}

std::string shared_key(const SignedParts& request, std::string_view account, Bytes key) {
  const Hmac signature = hmac_sha256(key, text_to_sign(request, account));
  return fmt::format("SharedKey {}:{}", account, base64(std::as_bytes(std::span(signature))));
}

}  // namespace pgdumpcore::storage::azure
