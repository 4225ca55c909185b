// The content of a file, compressed or not, from any offset on.
#pragma once

#include "io/codec.hpp"
#include "io/random_access.hpp"
#include "io/source.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace pgdumpcore::io {

/// Where a frame begins.
struct FramePlace {
  std::uint64_t content = 0;     ///< In the content of all frames.
  std::uint64_t compressed = 0;  ///< In the compressed file.
};

/// Decompression can begin where a frame does. scan() finds these places; until then there is only the first.
class SeekableText {
 public:
  SeekableText(std::shared_ptr<const RandomAccess> file, Codec codec);

  /// The whole content; where its frames begin is remembered as they are read. The text must outlive the source, and
  /// nothing else is to be called before that was read to its end.
  [[nodiscard]] std::unique_ptr<Source> scan();
  /// In the place of scan(): what is known of the frames, ascending, the first at 0, and the content's size.
  void know(std::vector<FramePlace> frames, std::uint64_t size);

  /// Where reading can begin that is to come to `offset`: there, or before it.
  [[nodiscard]] std::uint64_t nearest(std::uint64_t offset) const;
  /// The content from a place on that nearest() gave. Any number of threads.
  [[nodiscard]] std::unique_ptr<Source> from(std::uint64_t place) const;
  /// The content from any offset on: what is before it is read first. Nothing may be there, if it is behind the end.
  [[nodiscard]] std::unique_ptr<Source> behind(std::uint64_t offset) const;
  /// The most that stands between an offset and the nearest place before it; known after scan().
  [[nodiscard]] std::uint64_t longest_way() const;

  [[nodiscard]] Codec codec() const { return codec_; }
  [[nodiscard]] const RandomAccess& file() const { return *file_; }

 private:
  [[nodiscard]] FramePlace place_for(std::uint64_t offset) const;

  std::shared_ptr<const RandomAccess> file_;
  Codec codec_;
  std::vector<FramePlace> places_{{}};
  std::uint64_t size_ = 0;
};

}  // namespace pgdumpcore::io
