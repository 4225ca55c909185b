// A file that tells how far it has been read.
#pragma once

#include <pgdumpcore/files.hpp>
#include <pgdumpcore/progress.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <utility>

namespace pgdumpcore::io {

/// Gets the offset behind the furthest byte that was read. What it throws comes out of the read.
using OnRead = std::function<void(std::uint64_t reached)>;

/// Passes on what `file` has, and calls `on_read` on the reading thread, one call at a time, when a read has come
/// further than all before it, until end_watch().
class WatchedAccess final : public RandomAccess {
 public:
  WatchedAccess(std::shared_ptr<const RandomAccess> file, OnRead on_read)
      : file_(std::move(file)), on_read_(std::move(on_read)) {}

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override;
  [[nodiscard]] std::uint64_t size() const override { return file_->size(); }
  [[nodiscard]] const std::string& name() const override { return file_->name(); }

  /// For readers that go on when nobody listens any more.
  void end_watch() const { is_watched_ = false; }

 private:
  std::shared_ptr<const RandomAccess> file_;
  OnRead on_read_;
  mutable std::mutex mutex_{};
  mutable std::uint64_t reached_ = 0;
  mutable std::atomic<bool> is_watched_ = true;
};

/// Throws Error (cancelled) if a stop was requested, and tells the progress of reading one file of `size` bytes.
///   object: what Progress is to call it
[[nodiscard]] OnRead telling_progress(std::stop_token stop, ProgressCallback on_progress, std::uint64_t size,
                                      std::string object);

}  // namespace pgdumpcore::io
