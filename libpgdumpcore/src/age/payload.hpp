// The payload of an age file: chunks of 64 KiB, each sealed with its number and whether it is the last one.
#pragma once

#include "age/crypto.hpp"

#include <pgdumpcore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pgdumpcore::age {

inline constexpr std::size_t chunk_size = std::size_t{64} * 1024;
inline constexpr std::size_t sealed_chunk_size = chunk_size + tag_size;

// Threads: any number may seal and open at the same time.
class PayloadCipher {
 public:
  PayloadCipher(Bytes file_key, Bytes nonce);

  void seal(std::uint64_t number, bool is_last, Bytes plain, std::span<std::byte> sealed) const;
  // Into `plain`, whose bytes beyond the chunk stay as they are. Throws Error (data) that tells what is wrong with the
  // chunk; the caller puts the file's name before it.
  void open(std::uint64_t number, bool is_last, Bytes sealed, std::span<std::byte> plain) const;
  // The same, but that a chunk which is genuine is taken even if it was sealed as the last one and is not, or the other
  // way round: that is the error returned.
  [[nodiscard]] std::optional<Error> open_genuine(std::uint64_t number, bool is_last, Bytes sealed,
                                                  std::span<std::byte> plain) const;

 private:
  ChunkCipher cipher_;
};

}  // namespace pgdumpcore::age
