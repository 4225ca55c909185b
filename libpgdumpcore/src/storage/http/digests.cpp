#include "storage/http/digests.hpp"

#include "io/digest.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace pgdumpcore::storage {

namespace {

constexpr std::size_t largest_base64 = 65536;

[[noreturn]] void refuse_algorithm(const char* name) {
  throw Error(Fault::unsupported, fmt::format("could not compute {} with this OpenSSL library", name))
      .hint("Object stores need it. A FIPS configuration of OpenSSL may leave it out.");
}

}  // namespace

std::string sha256(Bytes bytes) {
  io::Sha256 digest;
  digest.update(bytes);
  return digest.hexadecimal();
}

std::string content_md5(Bytes bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> md5{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), md5.data(), &size, EVP_md5(), nullptr) != 1) refuse_algorithm("MD5");
  return base64(std::as_bytes(std::span(md5)).first(size));
}

std::string base64(Bytes bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and the zero that libcrypto adds
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<std::vector<std::byte>> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > largest_base64) return std::nullopt;
  std::vector<std::byte> bytes(text.size() / 4 * 3);
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  // libcrypto passes over blanks around it, so that the number of bytes would be another one.
  if (length != static_cast<int>(bytes.size())) return std::nullopt;
  // It takes padding for bytes of zero.
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  if (text.find('=') < text.size() - padding) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

Hmac hmac_sha256(Bytes key, std::string_view text) {
  Hmac result{};
  unsigned int size = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), result.data(), &size) == nullptr)
    refuse_algorithm("HMAC-SHA-256");
  return result;
}

}  // namespace pgdumpcore::storage
