#include "age/payload.hpp"

#include "age/header.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace pgdumpcore::age {
namespace {

std::array<std::byte, nonce_size> chunk_nonce(std::uint64_t number, bool is_last) {
  std::array<std::byte, nonce_size> nonce{};
  for (std::size_t position = nonce_size - 2; number > 0; --position, number >>= 8)
    nonce[position] = static_cast<std::byte>(number);
  nonce.back() = std::byte{is_last};
  return nonce;
}

// Of a chunk that is genuine. One that is not full can only be the last one: what says otherwise is not to be trusted.
Error wrong_end(std::uint64_t number, bool is_last, Bytes sealed, std::span<std::byte> plain) {
  if (!is_last)
    return {Fault::data, fmt::format("it is damaged: something follows its last encrypted chunk, {}", number + 1)};
  Error error(Fault::data,
              fmt::format("it is incomplete: it ends after encrypted chunk {}, which is not the last one", number + 1));
  if (sealed.size() == sealed_chunk_size) return error;
  wipe(plain);
  throw std::move(error);
}

}  // namespace

PayloadCipher::PayloadCipher(Bytes file_key, Bytes nonce) : cipher_(payload_key(file_key, nonce)) {}

void PayloadCipher::seal(std::uint64_t number, bool is_last, Bytes plain, std::span<std::byte> sealed) const {
  cipher_.seal(chunk_nonce(number, is_last), plain, sealed);
}

void PayloadCipher::open(std::uint64_t number, bool is_last, Bytes sealed, std::span<std::byte> plain) const {
  const auto error = open_genuine(number, is_last, sealed, plain);
  if (!error) return;
  wipe(plain);
  throw *error;
}

std::optional<Error> PayloadCipher::open_genuine(std::uint64_t number, bool is_last, Bytes sealed,
                                                 std::span<std::byte> plain) const {
  if (sealed.size() < tag_size) throw Error(Fault::data, "it is incomplete: it ends before its last encrypted chunk");
  // An empty chunk at the end would let the chunk before it end the file as well.
  if (is_last && number > 0 && sealed.size() == tag_size)
    throw Error(Fault::data, "it is damaged: its last encrypted chunk is empty");
  const std::span<std::byte> room = plain.first(sealed.size() - tag_size);
  if (cipher_.open(chunk_nonce(number, is_last), sealed, room)) return std::nullopt;
  if (cipher_.open(chunk_nonce(number, !is_last), sealed, room)) return wrong_end(number, is_last, sealed, room);
  throw Error(Fault::data, is_last ? fmt::format("its last encrypted chunk, {}, is cut off or damaged", number + 1)
                                   : fmt::format("encrypted chunk {} is damaged or not in its place", number + 1));
}

}  // namespace pgdumpcore::age
