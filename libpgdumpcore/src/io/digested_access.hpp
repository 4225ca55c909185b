// SHA-256 of a file, made while it is read.
#pragma once

#include "io/digest.hpp"

#include <pgdumpcore/files.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace pgdumpcore::io {

/// Passes on what `file` has. What is read from front to back is digested on the way; what is read out of order is
/// digested by finish() alone.
class DigestedAccess final : public RandomAccess {
 public:
  explicit DigestedAccess(std::shared_ptr<const RandomAccess> file) : file_(std::move(file)) {}

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override;
  [[nodiscard]] std::uint64_t size() const override { return file_->size(); }
  [[nodiscard]] const std::string& name() const override { return file_->name(); }

  /// Whether all of it was read from front to back.
  [[nodiscard]] bool is_whole() const;
  /// Reads what was not digested so far. Throws Error: io, cancelled.
  void finish(const std::stop_token& stop) const;
  /// Of what was digested so far, in hexadecimal.
  [[nodiscard]] std::string sha256() const;

 private:
  std::shared_ptr<const RandomAccess> file_;
  mutable std::mutex mutex_{};
  mutable Sha256 digest_{};
  mutable std::uint64_t digested_ = 0;
};

}  // namespace pgdumpcore::io
