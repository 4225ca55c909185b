#include "io/seekable_text.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <utility>

namespace pgdumpcore::io {
namespace {

constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();
/// Frames may be tiny; the memory for their places must not be.
constexpr std::uint64_t least_distance = std::uint64_t{64} * 1024;

/// Counts what it gives out. What is said of damage does not know which file it is in.
class ScannedSource final : public Source {
 public:
  ScannedSource(std::unique_ptr<Source> source, const std::string& name, std::uint64_t& count)
      : source_(std::move(source)), name_(name), count_(count) {}

  std::size_t read(std::span<std::byte> buffer) override {
    try {
      const std::size_t got = source_->read(buffer);
      count_ += got;
      return got;
    } catch (const Error& error) {
      if (error.fault() != Fault::data) throw;
      throw error.within(name_);
    }
  }

 private:
  std::unique_ptr<Source> source_;
  const std::string& name_;
  std::uint64_t& count_;
};

}  // namespace

SeekableText::SeekableText(std::shared_ptr<const RandomAccess> file, Codec codec)
    : file_(std::move(file)), codec_(codec) {}

std::unique_ptr<Source> SeekableText::scan() {
  places_.assign(1, {});
  size_ = 0;
  const auto note = [this](std::uint64_t compressed, std::uint64_t content) {
    if (content >= places_.back().content + least_distance)
      places_.push_back({.content = content, .compressed = compressed});
  };
  std::unique_ptr<Source> source = section_source(file_, 0, no_end);
  return std::make_unique<ScannedSource>(decompress_from(std::move(source), traits_of(codec_), note), file_->name(),
                                         size_);
}

void SeekableText::know(std::vector<FramePlace> frames, std::uint64_t size) {
  places_ = std::move(frames);
  size_ = size;
}

FramePlace SeekableText::place_for(std::uint64_t offset) const {
  if (codec_ == Codec::none) return {.content = offset, .compressed = offset};
  const auto behind = std::ranges::upper_bound(places_, offset, {}, &FramePlace::content);
  return behind == places_.begin() ? FramePlace{} : *(behind - 1);
}

std::uint64_t SeekableText::nearest(std::uint64_t offset) const {
  return place_for(offset).content;
}

std::uint64_t SeekableText::longest_way() const {
  if (codec_ == Codec::none) return 0;
  std::uint64_t longest = size_ - std::min(size_, places_.back().content);
  for (std::size_t i = 1; i < places_.size(); ++i)
    longest = std::max(longest, places_[i].content - places_[i - 1].content);
  return longest;
}

std::unique_ptr<Source> SeekableText::from(std::uint64_t place) const {
  return decompress_from(section_source(file_, place_for(place).compressed, no_end), traits_of(codec_));
}

std::unique_ptr<Source> SeekableText::behind(std::uint64_t offset) const {
  const std::uint64_t place = nearest(offset);
  std::unique_ptr<Source> source = from(place);
  skip(*source, offset - place);
  return source;
}

}  // namespace pgdumpcore::io
