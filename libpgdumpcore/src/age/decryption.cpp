#include "age/decryption.hpp"

#include "age/armor.hpp"
#include "age/plain_input.hpp"
#include "age/recipient.hpp"
#include "io/peeked_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace pgdumpcore::age {
namespace {

// Fills the buffer unless the source ends.
std::size_t read_fully(io::Source& source, std::span<std::byte> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const std::size_t got = source.read(buffer.subspan(filled));
    if (got == 0) break;
    filled += got;
  }
  return filled;
}

std::string types_of(const Header& header) {
  std::vector<std::string> types;
  for (const Stanza& stanza : header.stanzas)
    if (std::find(types.begin(), types.end(), stanza.arguments.front()) == types.end() && types.size() < 10)
      types.push_back(stanza.arguments.front());
  return fmt::format("{}", fmt::join(types, ", "));
}

Secret unwrap_file_key(const Header& header, const Identities& identities) {
  for (const auto& identity : identities.members())
    for (const Stanza& stanza : header.stanzas)
      if (auto file_key = identity->unwrap(stanza)) return std::move(*file_key);
  const std::string types = types_of(header);
  if (identities.empty())
    throw Error(Fault::usage, "it is encrypted with age, and no identity is given")
        .hint(types == "scrypt" ? "It wants a passphrase." : fmt::format("It wants an identity for: {}.", types));
  if (types == "scrypt")
    throw Error(Fault::usage, "none of the given identities decrypts it")
        .detail("It is encrypted with a passphrase.")
        .hint("Give the passphrase it was encrypted with.");
  throw Error(Fault::usage, "none of the given identities decrypts it")
      .detail(fmt::format("It is encrypted to {} recipient{} of the type {}.", header.stanzas.size(),
                          header.stanzas.size() == 1 ? "" : "s", types))
      .hint("Give the identity that belongs to one of the recipients it was written for.");
}

class DecryptingSource final : public io::Source {
 public:
  DecryptingSource(std::unique_ptr<io::Source> encrypted, const Identities& identities, std::string name)
      : input_(std::make_unique<HeaderInput>(without_armor(std::move(encrypted)))),
        opened_(open_payload(*input_, identities)),
        name_(std::move(name)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    if (buffer.empty()) return 0;
    if (position_ == end_ && late_error_) throw in_file(*late_error_, name_);
    if (position_ == end_ && !is_ended_) next_chunk();
    const std::size_t given = std::min(buffer.size(), end_ - position_);
    std::copy_n(plain_.bytes().begin() + static_cast<std::ptrdiff_t>(position_), given, buffer.begin());
    position_ += given;
    return given;
  }

 private:
  // A byte beyond the chunk is read too, since only the file's end tells which chunk is the last one.
  void next_chunk() {
    try {
      held_ += read_fully(*input_, std::span(sealed_).subspan(held_));
      is_ended_ = held_ < sealed_.size();
      const std::size_t size = std::min(held_, sealed_chunk_size);
      late_error_ = opened_.cipher.open_genuine(number_++, is_ended_, std::span(sealed_).first(size), plain_.bytes());
      position_ = 0;
      end_ = size - tag_size;
      sealed_.front() = sealed_.back();
      held_ = 1;
    } catch (const Error& error) {
      throw in_file(error, name_);
    }
  }

  std::unique_ptr<HeaderInput> input_;
  OpenedPayload opened_;
  std::string name_;
  std::vector<std::byte> sealed_ = std::vector<std::byte>(sealed_chunk_size + 1);
  std::size_t held_ = 0;  // bytes in sealed_
  Secret plain_{chunk_size};
  std::size_t position_ = 0;
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
  bool is_ended_ = false;
  std::optional<Error> late_error_{};  // about what follows the chunk that is being given out
};

}  // namespace

OpenedPayload open_payload(HeaderInput& input, const Identities& identities) {
  const Header header = read_header(input);
  std::array<std::byte, payload_nonce_size> nonce{};
  if (read_fully(input, nonce) < nonce.size()) throw malformed_header("the file ends behind it");
  const Secret file_key = unwrap_file_key(header, identities);
  check_mac(header, file_key.bytes());
  return {.cipher = PayloadCipher(file_key.bytes(), nonce), .offset = header.size + nonce.size()};
}

std::unique_ptr<io::Source> decrypting_source(std::unique_ptr<io::Source> encrypted, const Identities& identities,
                                              const std::string& name) {
  try {
    return std::make_unique<DecryptingSource>(std::move(encrypted), identities, name);
  } catch (const Error& error) {
    throw in_file(error, name);
  }
}

std::unique_ptr<io::Source> without_encryption(std::unique_ptr<io::Source> source, const Identities& identities,
                                               const std::string& name) {
  auto peeked = std::make_unique<io::PeekedSource>(std::move(source), armor_prefix_size);
  if (!is_encrypted(peeked->first_bytes())) return peeked;
  return decrypting_source(std::move(peeked), identities, name);
}

}  // namespace pgdumpcore::age
