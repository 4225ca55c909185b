// SHA-256, computed while the bytes pass, so that no file has to be read again to know its digest.
#pragma once

#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::io {

/// In lower case.
[[nodiscard]] std::string hexadecimal(std::span<const unsigned char> bytes);

/// A running SHA-256 (https://csrc.nist.gov/pubs/fips/180-4/upd1/final).
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void update(std::span<const std::byte> bytes);

  /// The digest of everything so far, as 64 hexadecimal digits in lower case. More may follow.
  [[nodiscard]] std::string hexadecimal() const;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// Passes everything on to `next`, counting and digesting it. Put below a codec, it describes the file; above it,
/// the content. Whoever wants the result keeps a reference and asks while the chain of sinks is alive.
class DigestSink final : public Sink {
 public:
  explicit DigestSink(std::unique_ptr<Sink> next);

  void write(std::span<const std::byte> bytes) override;
  void finish() override;

  /// Bytes that `next` has taken.
  [[nodiscard]] std::uint64_t byte_count() const { return byte_count_; }
  /// Their SHA-256 in hexadecimal. It is that of the whole stream once finish() has returned.
  [[nodiscard]] std::string sha256() const { return digest_.hexadecimal(); }

 private:
  std::unique_ptr<Sink> next_;
  Sha256 digest_{};
  std::uint64_t byte_count_ = 0;
};

}  // namespace pgdumpcore::io
