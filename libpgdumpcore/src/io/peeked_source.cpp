#include "io/peeked_source.hpp"

#include <algorithm>
#include <utility>

namespace pgdumpcore::io {

PeekedSource::PeekedSource(std::unique_ptr<Source> rest, std::size_t wanted) : rest_(std::move(rest)), first_(wanted) {
  first_.resize(read_at_least(*rest_, first_, wanted));
}

std::size_t PeekedSource::read(std::span<std::byte> buffer) {
  if (given_ == first_.size()) return rest_->read(buffer);
  const std::size_t size = std::min(buffer.size(), first_.size() - given_);
  std::copy_n(first_.begin() + static_cast<std::ptrdiff_t>(given_), size, buffer.begin());
  given_ += size;
  return size;
}

}  // namespace pgdumpcore::io
