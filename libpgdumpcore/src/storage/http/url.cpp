#include "storage/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace pgdumpcore::storage {

namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string percent_encode(std::string_view text, Slash slash) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text)
    if (is_unreserved(c) || (c == '/' && slash == Slash::kept))
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return encoded;
}

std::string percent_decode(std::string_view text) {
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

std::string encode_query(const Parameters& parameters) {
  Parameters encoded;
  for (const auto& [name, value] : parameters) encoded.emplace_back(percent_encode(name), percent_encode(value));
  std::ranges::sort(encoded);
  std::string query;
  for (const auto& [name, value] : encoded) query += fmt::format("{}{}={}", query.empty() ? "" : "&", name, value);
  return query;
}

std::string_view host_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  // Who the user is does not stand there in any URL of ours, and would hide where it leads.
  if (host.find('@') != std::string_view::npos) return {};
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

}  // namespace pgdumpcore::storage
