// Bytes that have to wait: in memory as long as they are few, then in an unnamed temporary file.
#pragma once

#include "io/descriptor.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pgdumpcore::io {

class Spool {
 public:
  /// Throws Error (io) if there is no room in the directory of temporary files.
  void write(std::span<const std::byte> bytes);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Hands everything to `out`; called once, last.
  void pour_into(Sink& out);

 private:
  void spill();

  std::vector<std::byte> held_{};
  Descriptor file_{};
  std::uint64_t size_ = 0;
};

}  // namespace pgdumpcore::io
