#include "age/header.hpp"
#include "age/payload.hpp"
#include "age/recipient.hpp"
#include "io/rewritable.hpp"

#include <pgdumpcore/encryption.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace pgdumpcore {
namespace age {
namespace {

// What was sealed cannot be sealed again with the same key: who sees both chunks could compute from them. The chunks of
// what may be rewritten, an archive's table of contents, are therefore kept, and sealed in finish(); until then their
// place in the file has zeros.
class EncryptingSink final : public Sink, public io::Rewritable {
 public:
  EncryptingSink(std::unique_ptr<Sink> next, const Recipients& recipients)
      : EncryptingSink(std::move(next), recipients, new_file_key()) {}

  void write(std::span<const std::byte> bytes) override {
    // A full chunk waits for a byte behind it, since the last chunk is sealed in another way.
    while (!bytes.empty()) {
      if (held_ == chunk_size) {
        pass_on(plain_.bytes());
        held_ = 0;
      }
      if (held_ == 0 && bytes.size() > chunk_size) {
        pass_on(bytes.first(chunk_size));
        bytes = bytes.subspan(chunk_size);
        continue;
      }
      const std::size_t taken = std::min(bytes.size(), chunk_size - held_);
      std::copy_n(bytes.begin(), taken, plain_.bytes().begin() + static_cast<std::ptrdiff_t>(held_));
      held_ += taken;
      bytes = bytes.subspan(taken);
    }
  }

  void finish() override {
    // Where nothing follows the front, its chunks have not been passed yet, and are written in their order.
    const bool has_gap = number_ > front_.size();
    for (std::uint64_t kept = 0; kept < front_.size(); ++kept) {
      const std::span<std::byte> sealed = sealed_chunk(kept, front_[kept].bytes(), false);
      if (has_gap)
        file_->rewrite(begin_of(kept), sealed);
      else
        put(sealed);
    }
    put(sealed_chunk(number_, plain_.bytes().first(held_), true));
    next_->finish();
  }

  [[nodiscard]] bool can_rewrite() const noexcept override { return file_ != nullptr; }

  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const std::uint64_t chunk = offset / chunk_size;
      const auto begin = static_cast<std::size_t>(offset % chunk_size);
      const std::span<std::byte> kept = chunk < front_.size() ? front_[chunk].bytes() : plain_.bytes().first(held_);
      if ((chunk >= front_.size() && chunk != number_) || begin >= kept.size())
        throw Error(Fault::internal, "what was encrypted cannot be rewritten");
      const std::size_t size = std::min(bytes.size(), kept.size() - begin);
      std::copy_n(bytes.begin(), size, kept.begin() + static_cast<std::ptrdiff_t>(begin));
      bytes = bytes.subspan(size);
      offset += size;
    }
  }

  void begin_front() override {
    front_end_ = std::numeric_limits<std::uint64_t>::max();
    if (file_ != nullptr) file_->begin_front();
  }
  void end_front() override { front_end_ = number_ * chunk_size + held_; }

 private:
  static Secret new_file_key() {
    Secret key(file_key_size);
    fill_randomly(key.bytes());
    return key;
  }

  static std::array<std::byte, payload_nonce_size> new_nonce() {
    std::array<std::byte, payload_nonce_size> nonce{};
    fill_randomly(nonce);
    return nonce;
  }

  EncryptingSink(std::unique_ptr<Sink> next, const Recipients& recipients, const Secret& file_key)
      : next_(std::move(next)), file_(io::rewritable(*next_)), nonce_(new_nonce()), cipher_(file_key.bytes(), nonce_) {
    std::vector<Stanza> stanzas;
    for (const auto& recipient : recipients.members()) stanzas.push_back(recipient->wrap(file_key.bytes()));
    header_ = write_header(stanzas, file_key.bytes());
  }

  [[nodiscard]] std::uint64_t begin_of(std::uint64_t chunk) const {
    return header_.size() + nonce_.size() + chunk * sealed_chunk_size;
  }

  [[nodiscard]] std::span<std::byte> sealed_chunk(std::uint64_t number, Bytes plain, bool is_last) {
    const auto sealed = std::span(sealed_).first(plain.size() + tag_size);
    cipher_.seal(number, is_last, plain, sealed);
    return sealed;
  }

  // A full chunk that is not the last one.
  void pass_on(Bytes plain) {
    if (number_ * chunk_size < front_end_) {
      front_.push_back(Secret::copy_of(plain));
      ++number_;
      return;
    }
    if (number_ == front_.size()) leave_room_for_front();
    put(sealed_chunk(number_++, plain, false));
  }

  void leave_room_for_front() {
    std::fill(sealed_.begin(), sealed_.end(), std::byte{0});
    for (std::size_t kept = 0; kept < front_.size(); ++kept) put(sealed_);
    if (file_ != nullptr) file_->end_front();
  }

  // Not before there is something to write: a file that is written in place keeps its old content until then.
  void put(std::span<const std::byte> sealed) {
    if (!is_begun_) {
      is_begun_ = true;
      next_->write_text(header_);
      next_->write(nonce_);
    }
    next_->write(sealed);
  }

  std::unique_ptr<Sink> next_;
  io::Rewritable* file_;  // next_, if it can be rewritten
  std::string header_{};
  std::array<std::byte, payload_nonce_size> nonce_;
  PayloadCipher cipher_;
  Secret plain_{chunk_size};
  std::size_t held_ = 0;         // bytes in plain_
  std::vector<Secret> front_{};  // the first chunks, which may be rewritten
  std::uint64_t front_end_ = 0;  // where in the content nothing more is rewritten
  std::vector<std::byte> sealed_ = std::vector<std::byte>(sealed_chunk_size);
  std::uint64_t number_ = 0;  // of the chunk in plain_
  bool is_begun_ = false;
};

}  // namespace
}  // namespace age

std::unique_ptr<Sink> encrypting_sink(std::unique_ptr<Sink> next, const Recipients& recipients) {
  if (recipients.empty()) throw Error(Fault::usage, "there is no recipient to encrypt to");
  return std::make_unique<age::EncryptingSink>(std::move(next), recipients);
}

}  // namespace pgdumpcore
