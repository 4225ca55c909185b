#include "io/digest.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <utility>

namespace pgdumpcore::io {

struct Sha256::Context {
  Context() : handle(EVP_MD_CTX_new()) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(handle); }

  EVP_MD_CTX* handle;
};

namespace {

void require(int succeeded) {
  // What remains is want of memory, or a libcrypto whose policy leaves SHA-256 out.
  if (succeeded != 1) throw Error(Fault::unsupported, "could not compute a SHA-256 digest with this OpenSSL library");
}

}  // namespace

std::string hexadecimal(std::span<const unsigned char> bytes) {
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  require(context_->handle != nullptr ? EVP_DigestInit_ex(context_->handle, EVP_sha256(), nullptr) : 0);
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
  require(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()));
}

std::string Sha256::hexadecimal() const {
  // Finalising ends a context, so a copy of it is finalised.
  const Context copy;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  require(copy.handle != nullptr ? EVP_MD_CTX_copy_ex(copy.handle, context_->handle) : 0);
  require(EVP_DigestFinal_ex(copy.handle, digest.data(), &size));
  return io::hexadecimal(std::span(digest).first(size));
}

DigestSink::DigestSink(std::unique_ptr<Sink> next) : next_(std::move(next)) {}

void DigestSink::write(std::span<const std::byte> bytes) {
  next_->write(bytes);
  digest_.update(bytes);
  byte_count_ += bytes.size();
}

void DigestSink::finish() {
  next_->finish();
}

}  // namespace pgdumpcore::io
