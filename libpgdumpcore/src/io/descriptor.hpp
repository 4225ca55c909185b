// A file descriptor that is owned, and the system calls on descriptors with their errors turned into Error.
#pragma once

#include <pgdumpcore/error.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>

namespace pgdumpcore::io {

/// Error (io) `could not ACTION: <the system's words for error_number>`.
[[nodiscard]] Error system_error(std::string_view action, int error_number);

/// The same for output, with a hint where one helps.
[[nodiscard]] Error output_error(std::string_view action, int error_number);

/// Owns a descriptor; closes it when destroyed.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

  /// Closes now, for those who must know whether the last bytes arrived: 0, or the error number.
  [[nodiscard]] int close();

 private:
  int number_ = -1;
};

/// Makes a system call again for as long as a signal interrupts it. Not for close(2).
template <typename Call>
[[nodiscard]] int uninterrupted(Call call) {
  int result = -1;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return result;
}

/// open(2) with O_CLOEXEC, repeated when a signal interrupts it. Not open, with errno set, when it fails.
[[nodiscard]] Descriptor open_descriptor(const std::string& path, int flags);

/// openat(2) in the same way.
[[nodiscard]] Descriptor open_in(int directory, const std::string& name, int flags, ::mode_t mode = 0);

/// Writes all bytes, waiting for a descriptor that is not ready. `name` is for the message: `file "x"`.
/// A pipe without a reader is an Error like any other; the process gets no SIGPIPE from here.
void write_all(int descriptor, std::span<const std::byte> bytes, std::string_view name);

/// Writes all bytes of a file over those at `offset`; where the next write_all() writes stays as it is.
void rewrite_all(int descriptor, std::uint64_t offset, std::span<const std::byte> bytes, std::string_view name);

/// Reads up to the buffer's size, waiting for a descriptor that is not ready; 0 at the end.
[[nodiscard]] std::size_t read_some(int descriptor, std::span<std::byte> buffer, std::string_view name);

}  // namespace pgdumpcore::io
