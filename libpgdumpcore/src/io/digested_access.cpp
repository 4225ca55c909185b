#include "io/digested_access.hpp"

#include <pgdumpcore/error.hpp>

#include <vector>

namespace pgdumpcore::io {

std::size_t DigestedAccess::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
  const std::size_t got = file_->read_at(offset, buffer);
  const std::lock_guard guard(mutex_);
  // A reader may look at the first bytes before it reads them.
  if (offset <= digested_ && offset + got > digested_) {
    digest_.update(buffer.first(got).subspan(static_cast<std::size_t>(digested_ - offset)));
    digested_ = offset + got;
  }
  return got;
}

bool DigestedAccess::is_whole() const {
  const std::lock_guard guard(mutex_);
  return digested_ == file_->size();
}

void DigestedAccess::finish(const std::stop_token& stop) const {
  std::vector<std::byte> block(std::size_t{1} << 17);
  while (!is_whole()) {
    if (stop.stop_requested()) throw Error(Fault::cancelled, "cancelled while reading");
    if (read_at(digested_, block) == 0) return;
  }
}

std::string DigestedAccess::sha256() const {
  const std::lock_guard guard(mutex_);
  return digest_.hexadecimal();
}

}  // namespace pgdumpcore::io
