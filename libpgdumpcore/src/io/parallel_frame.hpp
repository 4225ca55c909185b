// One compressed stream whose parts are made apart, by several threads.
#pragma once

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <functional>
#include <memory>
#include <string>

namespace pgdumpcore::io {

/// What gzip's compression is wrapped in: gzip's own format in files, zlib's in custom archives.
enum class DeflateFormat { gzip, zlib };

/// The bytes are beginning(), then the parts in the order in which they were asked for, then ending(). With zstd and
/// lz4 each part is a frame of its own, which their readers take one after the other. With gzip the whole is a single
/// member, the parts ending on byte boundaries, because not every reader of archives takes several.
///
/// Threads: part() is for one thread; each part is used by one thread at a time.
class ParallelFrame {
 public:
  /// Throws Error as compress_to() does.
  explicit ParallelFrame(const Compression& compression, DeflateFormat deflate = DeflateFormat::gzip);
  ParallelFrame(const ParallelFrame&) = delete;
  ParallelFrame& operator=(const ParallelFrame&) = delete;
  ~ParallelFrame();

  [[nodiscard]] std::string beginning() const;

  /// The next part, as a function that makes its sink: what a codec needs is allocated when and where the part is made.
  /// The sink finishes the one it writes to. It must not outlive this object.
  [[nodiscard]] std::function<std::unique_ptr<Sink>(std::unique_ptr<Sink>)> part();

  /// Only when all parts were finished; who calls this must have synchronized with their threads.
  [[nodiscard]] std::string ending() const;

 private:
  struct Sums;
  Compression compression_;
  DeflateFormat deflate_;
  std::unique_ptr<Sums> sums_;
};

}  // namespace pgdumpcore::io
