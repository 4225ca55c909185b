// The header of an age file (https://age-encryption.org/v1): who can have the file key, and a MAC over it all.
#pragma once

#include "age/crypto.hpp"
#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::age {

inline constexpr std::string_view version_line = "age-encryption.org/v1";
inline constexpr std::size_t payload_nonce_size = 16;

// The file key, wrapped for one recipient.
struct Stanza {
  std::vector<std::string> arguments{};  // the first one names the type
  std::vector<std::byte> body{};
};

struct Header {
  std::vector<Stanza> stanzas{};
  std::string authenticated{};  // the text that the MAC is of
  Hash mac{};
  std::uint64_t size = 0;  // in bytes, all of it: where the payload's nonce begins
};

// Error (data): the header is not as the format wants it. The caller puts the file's name before it.
[[nodiscard]] Error malformed_header(std::string_view what);

// The error with the file's name before it, unless it comes from the system, which has named it.
[[nodiscard]] Error in_file(const Error& error, const std::string& name);

// The bytes of a file from front to back, line by line as long as the header lasts, then the rest.
class HeaderInput final : public io::Source {
 public:
  explicit HeaderInput(std::unique_ptr<io::Source> source) : source_(std::move(source)) {}

  // Without its end. Throws Error (data) if it is longer than any header's may be, or the file ends in it.
  [[nodiscard]] std::string line();
  std::size_t read(std::span<std::byte> buffer) override;
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

 private:
  [[nodiscard]] bool fill();

  std::unique_ptr<io::Source> source_;
  std::vector<std::byte> buffer_{};
  Bytes held_{};  // what of buffer_ is still to be given out
  std::uint64_t offset_ = 0;
};

// Throws Error (data). What stands behind the header is left in the input.
[[nodiscard]] Header read_header(HeaderInput& input);

// With its MAC, as it stands in the file.
[[nodiscard]] std::string write_header(std::span<const Stanza> stanzas, Bytes file_key);

// Throws Error (data) if the header is not the one that was written with this file key.
void check_mac(const Header& header, Bytes file_key);

[[nodiscard]] Secret payload_key(Bytes file_key, Bytes nonce);

}  // namespace pgdumpcore::age
