#include "archive/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace pgdumpcore::archive {
namespace {

constexpr std::size_t buffer_size = std::size_t{32} * 1024;

// A length says how much is to come, not how much is there: no more is taken from memory at once.
constexpr std::size_t largest_step = std::size_t{64} * 1024;

constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();

}  // namespace

ArchiveInput::ArchiveInput(std::shared_ptr<const RandomAccess> file, std::uint64_t offset)
    : file_(std::move(file)),
      source_(io::section_source(file_, offset, no_end)),
      name_(file_->name()),
      offset_(offset),
      buffer_(buffer_size) {}

ArchiveInput::ArchiveInput(std::unique_ptr<io::Source> source, std::string name)
    : source_(std::move(source)), name_(std::move(name)), offset_(0), buffer_(buffer_size) {}

void ArchiveInput::fill(std::size_t wanted) {
  if (held_.size() >= wanted) return;
  std::copy(held_.begin(), held_.end(), buffer_.begin());
  const std::size_t held = held_.size();
  const std::size_t got = io::read_at_least(*source_, std::span(buffer_).subspan(held), wanted - held);
  held_ = std::span<const std::byte>(buffer_).first(held + got);
}

std::span<const std::byte> ArchiveInput::peek(std::size_t wanted) {
  fill(wanted);
  return held_.first(std::min(wanted, held_.size()));
}

std::size_t ArchiveInput::read_some(std::span<std::byte> buffer) {
  if (held_.empty() && buffer.size() >= buffer_size) {
    const std::size_t got = source_->read(buffer);
    offset_ += got;
    return got;
  }
  fill(1);
  const std::size_t given = std::min(buffer.size(), held_.size());
  std::copy_n(held_.begin(), given, buffer.begin());
  held_ = held_.subspan(given);
  offset_ += given;
  return given;
}

void ArchiveInput::read(std::span<std::byte> buffer) {
  while (!buffer.empty()) {
    const std::size_t got = read_some(buffer);
    if (got == 0) throw cut_off();
    buffer = buffer.subspan(got);
  }
}

void ArchiveInput::skip(std::uint64_t count) {
  const auto at_hand = static_cast<std::size_t>(std::min<std::uint64_t>(count, held_.size()));
  held_ = held_.subspan(at_hand);
  offset_ += at_hand;
  count -= at_hand;
  if (file_ && count > 0) {
    if (count > file_->size() - std::min(offset_, file_->size())) {
      offset_ = file_->size();
      throw cut_off();
    }
    offset_ += count;
    source_ = io::section_source(file_, offset_, no_end);
    return;
  }
  while (count > 0) {
    fill(1);
    if (held_.empty()) throw cut_off();
    const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(count, held_.size()));
    held_ = held_.subspan(passed);
    offset_ += passed;
    count -= passed;
  }
}

std::byte ArchiveInput::read_byte() {
  std::byte value{};
  read(std::span(&value, 1));
  return value;
}

std::int64_t ArchiveInput::read_wide_int() {
  const std::uint64_t start = offset_;
  const std::byte sign = read_byte();
  std::int64_t magnitude = 0;
  for (int shift = 0; shift < 32; shift += 8) magnitude |= std::to_integer<std::int64_t>(read_byte()) << shift;
  if (sign > std::byte{1}) throw damaged("a number has no sign that is one", start);
  return sign == std::byte{1} ? -magnitude : magnitude;
}

int ArchiveInput::read_int() {
  const std::uint64_t start = offset_;
  const std::int64_t value = read_wide_int();
  if (value > std::numeric_limits<int>::max() || value < std::numeric_limits<int>::min())
    throw damaged("a number is out of range", start);
  return static_cast<int>(value);
}

std::optional<std::string> ArchiveInput::read_string() {
  const std::uint64_t start = offset_;
  const int length = read_int();
  if (length == -1) return std::nullopt;
  if (length < 0) throw damaged(fmt::format("a text has the length {}", length), start);
  std::string text;
  for (auto left = static_cast<std::size_t>(length); left > 0;) {
    const std::size_t step = std::min(left, largest_step);
    const std::size_t begin = text.size();
    text.resize(begin + step);
    read(std::as_writable_bytes(std::span(text)).subspan(begin));
    left -= step;
  }
  // Text from a database has none, and whoever takes text for a C string would see its first part alone.
  if (text.find('\0') != std::string::npos) throw damaged("a text has a zero byte in it", start);
  return text;
}

Error ArchiveInput::damaged(std::string_view what, std::uint64_t offset) const {
  return {Fault::data, fmt::format("{} is damaged at offset {}: {}", name_, offset, what)};
}

Error ArchiveInput::cut_off() const {
  return {Fault::data, fmt::format("{} is incomplete: it ends at offset {}, where more has to come", name_, offset_)};
}

}  // namespace pgdumpcore::archive
