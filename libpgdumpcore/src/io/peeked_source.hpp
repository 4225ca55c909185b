/// A source whose first bytes are known before it is read.
#pragma once

#include "io/source.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace pgdumpcore::io {

class PeekedSource final : public Source {
 public:
  /// Reads so many bytes of `rest`, or all there are. Throws what its read() does.
  PeekedSource(std::unique_ptr<Source> rest, std::size_t wanted);

  [[nodiscard]] std::span<const std::byte> first_bytes() const { return first_; }

  /// From the first byte on.
  std::size_t read(std::span<std::byte> buffer) override;

 private:
  std::unique_ptr<Source> rest_;
  std::vector<std::byte> first_;
  std::size_t given_ = 0;
};

}  // namespace pgdumpcore::io
