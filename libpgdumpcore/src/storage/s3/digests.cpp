#include "storage/s3/digests.hpp"

#include "io/digest.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace pgdumpcore::storage::s3 {

namespace {

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
  std::array<unsigned char, 32> text{};  // 24 characters of base64, and the zero that libcrypto adds
  const int length = EVP_EncodeBlock(text.data(), md5.data(), static_cast<int>(size));
  return {text.begin(), text.begin() + length};
}

Hmac hmac_sha256(Bytes key, std::string_view text) {
  Hmac result{};
  unsigned int size = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), result.data(), &size) == nullptr)
    refuse_algorithm("HMAC-SHA-256");
  return result;
}

}  // namespace pgdumpcore::storage::s3
