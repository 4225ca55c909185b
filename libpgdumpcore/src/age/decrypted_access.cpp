// Encrypted files at any offset: chunks have one size, so that it is known where each of them stands.
#include "age/armor.hpp"
#include "age/decryption.hpp"
#include "age/plain_input.hpp"
#include "io/random_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fcntl.h>
#include <limits>
#include <list>
#include <mutex>
#include <utility>

namespace pgdumpcore {
namespace age {
namespace {

// As many readers as restore one archive side by side find their chunk again when they read on.
constexpr std::size_t kept_chunks = 16;
constexpr std::uint64_t nothing = std::numeric_limits<std::uint64_t>::max();  // instead of a chunk's number
constexpr std::uint64_t largest_armored_file = std::uint64_t{256} << 20;

class DecryptedAccess final : public RandomAccess {
 public:
  DecryptedAccess(const std::shared_ptr<const RandomAccess>& file, const Identities& identities)
      : DecryptedAccess(file, open_header(file, identities)) {}

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    try {
      std::size_t filled = 0;
      while (filled < buffer.size() && offset + filled < size_)
        filled += read_in_chunk(offset + filled, buffer.subspan(filled));
      return filled;
    } catch (const Error& error) {
      throw in_file(error, name());
    }
  }
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] const std::string& name() const override { return file_->name(); }

 private:
  // A chunk, and room to decrypt one. It is used again and again: fresh pages for each would cost as much as
  // decrypting.
  struct Chunk {
    Secret plain{chunk_size};
    std::vector<std::byte> sealed = std::vector<std::byte>(sealed_chunk_size);
    std::size_t size = 0;
    std::uint64_t number = nothing;
  };
  using OwnedChunk = std::unique_ptr<Chunk>;  // by the thread that reads it, or kept

  static OpenedPayload open_header(const std::shared_ptr<const RandomAccess>& file, const Identities& identities) {
    HeaderInput input(io::whole_source(file));
    return open_payload(input, identities);
  }

  DecryptedAccess(std::shared_ptr<const RandomAccess> file, OpenedPayload opened)
      : file_(std::move(file)), opened_(std::move(opened)) {
    const std::uint64_t sealed = file_->size() - std::min(file_->size(), opened_.offset);
    chunks_ = std::max<std::uint64_t>((sealed + sealed_chunk_size - 1) / sealed_chunk_size, 1);
    last_sealed_ = static_cast<std::size_t>(sealed - (chunks_ - 1) * sealed_chunk_size);
    // Until the last chunk is known to be the last one, the size is only what the file system says.
    OwnedChunk last = decrypt(chunks_ - 1);
    size_ = (chunks_ - 1) * chunk_size + last->size;
    keep(std::move(last));
  }

  [[nodiscard]] std::size_t sealed_size(std::uint64_t number) const {
    return number + 1 == chunks_ ? last_sealed_ : sealed_chunk_size;
  }

  void decrypt_into(std::uint64_t number, std::span<std::byte> room, std::span<std::byte> plain) const {
    const std::span<std::byte> sealed = room.first(sealed_size(number));
    if (file_->read_at(opened_.offset + number * sealed_chunk_size, sealed) < sealed.size())
      throw Error(Fault::data, "it is incomplete: it became shorter while it was read");
    opened_.cipher.open(number, number + 1 == chunks_, sealed, plain);
  }

  [[nodiscard]] OwnedChunk decrypt(std::uint64_t number) const {
    OwnedChunk chunk = room();
    decrypt_into(number, chunk->sealed, chunk->plain.bytes());
    chunk->number = number;
    chunk->size = sealed_size(number) - tag_size;
    return chunk;
  }

  // What the buffer takes of one chunk. A whole chunk is decrypted where it is wanted.
  [[nodiscard]] std::size_t read_in_chunk(std::uint64_t offset, std::span<std::byte> buffer) const {
    const std::uint64_t number = offset / chunk_size;
    const auto begin = static_cast<std::size_t>(offset % chunk_size);
    if (begin == 0 && buffer.size() >= chunk_size && number + 1 < chunks_) {
      OwnedChunk chunk = room();
      decrypt_into(number, chunk->sealed, buffer.first(chunk_size));
      chunk->number = nothing;
      keep(std::move(chunk));
      return chunk_size;
    }
    OwnedChunk chunk = take(number);
    if (!chunk) chunk = decrypt(number);
    const std::span<const std::byte> wanted = Bytes(chunk->plain.bytes()).first(chunk->size).subspan(begin);
    const std::size_t given = std::min(buffer.size(), wanted.size());
    std::copy_n(wanted.begin(), given, buffer.begin());
    keep(std::move(chunk));
    return given;
  }

  // nullptr: it is not kept, or another thread reads it.
  [[nodiscard]] OwnedChunk take(std::uint64_t number) const {
    const std::lock_guard guard(mutex_);
    const auto found =
        std::find_if(kept_.begin(), kept_.end(), [&](const OwnedChunk& kept) { return kept->number == number; });
    if (found == kept_.end()) return nullptr;
    OwnedChunk chunk = std::move(*found);
    kept_.erase(found);
    return chunk;
  }

  void keep(OwnedChunk chunk) const {
    const std::lock_guard guard(mutex_);
    if (chunk->number == nothing)
      kept_.push_back(std::move(chunk));
    else
      kept_.push_front(std::move(chunk));
    if (kept_.size() > kept_chunks) kept_.pop_back();
  }

  // The chunk that was used longest ago, or one more.
  [[nodiscard]] OwnedChunk room() const {
    const std::lock_guard guard(mutex_);
    const bool is_reusable = kept_.size() == kept_chunks || (!kept_.empty() && kept_.back()->number == nothing);
    if (!is_reusable) return std::make_unique<Chunk>();
    OwnedChunk chunk = std::move(kept_.back());
    kept_.pop_back();
    return chunk;
  }

  std::shared_ptr<const RandomAccess> file_;
  OpenedPayload opened_;
  std::uint64_t chunks_ = 0;
  std::size_t last_sealed_ = 0;  // the size of the last chunk in the file
  std::uint64_t size_ = 0;
  mutable std::mutex mutex_{};
  mutable std::list<OwnedChunk> kept_{};  // the one that was used last first
};

// What an armored file has inside, still encrypted.
class UnarmoredFile final : public RandomAccess {
 public:
  explicit UnarmoredFile(const std::shared_ptr<const RandomAccess>& file) : name_(file->name()) {
    if (file->size() > largest_armored_file)
      throw Error(Fault::unsupported, "an armored file of more than 256 MiB is not read at any offset")
          .hint("Decrypt it with \"age -d\" first.");
    const auto source = without_armor(io::whole_source(file));
    std::vector<std::byte> block(chunk_size);
    while (const std::size_t got = source->read(block))
      content_.insert(content_.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
  }

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    if (offset >= content_.size()) return 0;
    const auto rest = Bytes(content_).subspan(static_cast<std::size_t>(offset));
    const std::size_t given = std::min(buffer.size(), rest.size());
    std::copy_n(rest.begin(), given, buffer.begin());
    return given;
  }
  [[nodiscard]] std::uint64_t size() const override { return content_.size(); }
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  std::string name_;
  std::vector<std::byte> content_{};
};

std::vector<std::byte> first_bytes_of(const RandomAccess& file) {
  std::vector<std::byte> first(armor_prefix_size);
  first.resize(file.read_at(0, first));
  return first;
}

}  // namespace

std::shared_ptr<const RandomAccess> without_encryption(std::shared_ptr<const RandomAccess> file,
                                                       const Identities& identities) {
  return is_encrypted(first_bytes_of(*file)) ? decrypted(std::move(file), identities) : file;
}

}  // namespace age

bool is_encrypted(std::span<const std::byte> first_bytes) {
  // Of any version: what is not version 1 is then said to be so.
  const age::Bytes mark = age::bytes_of("age-encryption.org/");
  return age::is_armored(first_bytes) ||
         (first_bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), first_bytes.begin()));
}

std::shared_ptr<const RandomAccess> decrypted(std::shared_ptr<const RandomAccess> file, const Identities& identities) {
  const std::string name = file->name();
  try {
    if (age::is_armored(age::first_bytes_of(*file))) file = std::make_shared<const age::UnarmoredFile>(file);
    return std::make_shared<const age::DecryptedAccess>(file, identities);
  } catch (const Error& error) {
    throw age::in_file(error, name);
  }
}

std::shared_ptr<const RandomAccess> decrypted_file(const std::string& path, const Identities& identities) {
  const std::string name = fmt::format("file \"{}\"", path);
  auto file = io::open_regular_file(AT_FDCWD, path, name);
  if (!file) throw Error(Fault::io, fmt::format("could not open {}: there is no such file", name));
  return age::without_encryption(std::move(file), identities);
}

}  // namespace pgdumpcore
