// Memory for keys, passphrases and plaintext.
#pragma once

#include <cstddef>
#include <span>

namespace pgdumpcore::age {

// Bytes in pages of their own, which core dumps leave out, which stay out of swap as far as the limit of locked memory
// allows, and which are overwritten before they are given back.
class Secret {
 public:
  Secret() = default;
  // All zero. Throws std::bad_alloc.
  explicit Secret(std::size_t size);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<std::byte> bytes() { return {data_, size_}; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }

  [[nodiscard]] static Secret copy_of(std::span<const std::byte> bytes);

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t mapped_ = 0;
};

// Overwrites memory in a way that the compiler does not leave out.
void wipe(std::span<std::byte> bytes) noexcept;

}  // namespace pgdumpcore::age
