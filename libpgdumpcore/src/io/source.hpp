// Where bytes come from: files, descriptors, memory.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::io {

/// A stream of bytes that is being read. Used by one thread at a time. Nothing is to be done at its end:
/// destruction never throws and loses nothing.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Fills the buffer from its start and returns how many bytes it put there: at least one, unless the buffer is
  /// empty or the input is at its end; then 0, now and in every later call. Throws Error: io if the system
  /// refuses, data if the input is damaged. After it has thrown, destruction is the only call left.
  virtual std::size_t read(std::span<std::byte> buffer) = 0;
};

/// Reads until there are `least` bytes in the buffer, which is no smaller, or the input is at its end; returns how many
/// there are. Throws what read() does.
[[nodiscard]] std::size_t read_at_least(Source& source, std::span<std::byte> buffer, std::size_t least);

/// Reads so many bytes and drops them, or all there are; returns how many. Throws what read() does.
std::uint64_t skip(Source& source, std::uint64_t count);

/// Throws Error (io) if the file cannot be opened.
[[nodiscard]] std::unique_ptr<Source> file_source(const std::string& path);

/// The descriptor stays the caller's, is not closed, and must stay open as long as the source.
[[nodiscard]] std::unique_ptr<Source> descriptor_source(int descriptor);

/// Owns the bytes it gives out.
[[nodiscard]] std::unique_ptr<Source> memory_source(std::string bytes);

}  // namespace pgdumpcore::io
