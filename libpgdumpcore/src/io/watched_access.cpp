#include "io/watched_access.hpp"

#include <pgdumpcore/error.hpp>

namespace pgdumpcore::io {

std::size_t WatchedAccess::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
  const std::size_t got = file_->read_at(offset, buffer);
  if (!is_watched_) return got;
  const std::lock_guard guard(mutex_);
  if (offset + got > reached_) {
    reached_ = offset + got;
    on_read_(reached_);
  }
  return got;
}

OnRead telling_progress(std::stop_token stop, ProgressCallback on_progress, std::uint64_t size, std::string object) {
  return [stop = std::move(stop), on_progress = std::move(on_progress), size,
          object = std::move(object)](std::uint64_t reached) {
    if (stop.stop_requested()) throw Error(Fault::cancelled, "cancelled while reading");
    if (on_progress) on_progress({.bytes_total = size, .bytes_done = reached, .bytes_read = reached, .table = object});
  };
}

}  // namespace pgdumpcore::io
