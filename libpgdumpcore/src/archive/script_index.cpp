// A line that names the format, then numbers of seven bits a byte, the lowest first: the sizes of the text and of the
// frames, the number of frames, the distance of each from the one before in the text and in the file, the number of
// rows' places, and of each the distance of its begin from the end before, and its length.
#include "archive/script_index.hpp"

#include "io/skippable.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <limits>
#include <string_view>
#include <utility>

namespace pgdumpcore::archive {

namespace {

constexpr std::string_view first_line = "pgdump index of a script, 1\n";
// Of the index in the file: a frame each 16 MiB takes some 8 bytes.
constexpr std::uint64_t longest_index = std::uint64_t{256} * 1024 * 1024;

void append(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7U) out += static_cast<char>(0x80U | (number & 0x7FU));
  out += static_cast<char>(number);
}

class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t next() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      number |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return number;
    }
    failed_ = true;
    return 0;
  }

  // The number behind `last`, by the distance that comes next.
  std::uint64_t after(std::uint64_t last) {
    const std::uint64_t distance = next();
    if (distance > std::numeric_limits<std::uint64_t>::max() - last) failed_ = true;
    return failed_ ? last : last + distance;
  }

  // Each takes a byte at least, so that a forged number claims no memory.
  [[nodiscard]] bool has(std::uint64_t count) const { return !failed_ && count <= bytes_.size(); }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return !failed_ && bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

// Nothing stands before the first frame, and nothing behind the ends.
bool is_sound(const ScriptIndex& index) {
  if (index.frames.empty() || index.frames.front().content != 0 || index.frames.front().compressed != 0) return false;
  for (std::size_t i = 1; i < index.frames.size(); ++i)
    if (index.frames[i].content <= index.frames[i - 1].content ||
        index.frames[i].compressed <= index.frames[i - 1].compressed)
      return false;
  return index.frames.back().content <= index.size && index.frames.back().compressed < index.compressed &&
         (index.rows.empty() || index.rows.back().end <= index.size);
}

std::optional<ScriptIndex> parsed(std::string_view content) {
  if (!content.starts_with(first_line)) return std::nullopt;
  Numbers numbers(content.substr(first_line.size()));
  ScriptIndex index;
  index.size = numbers.next();
  index.compressed = numbers.next();
  const std::uint64_t frames = numbers.next();
  if (!numbers.has(frames)) return std::nullopt;
  io::FramePlace frame;
  for (std::uint64_t i = 0; i < frames && !numbers.failed(); ++i) {
    frame = {.content = numbers.after(frame.content), .compressed = numbers.after(frame.compressed)};
    index.frames.push_back(frame);
  }
  const std::uint64_t rows = numbers.next();
  if (!numbers.has(rows)) return std::nullopt;
  DataPlace place;
  for (std::uint64_t i = 0; i < rows && !numbers.failed(); ++i) {
    place.begin = numbers.after(place.end);
    place.end = numbers.after(place.begin);
    index.rows.push_back(place);
  }
  if (!numbers.at_end() || !is_sound(index)) return std::nullopt;
  return index;
}

}  // namespace

std::string write_index(const ScriptIndex& index, Codec codec) {
  std::string content(first_line);
  append(content, index.size);
  append(content, index.compressed);
  append(content, index.frames.size());
  io::FramePlace last;
  for (const io::FramePlace& frame : index.frames) {
    append(content, frame.content - last.content);
    append(content, frame.compressed - last.compressed);
    last = frame;
  }
  append(content, index.rows.size());
  std::uint64_t end = 0;
  for (const DataPlace& place : index.rows) {
    append(content, place.begin - end);
    append(content, place.end - place.begin);
    end = place.end;
  }
  return io::skippable(codec, content);
}

std::optional<ScriptIndex> read_index(const RandomAccess& file, Codec codec) {
  const std::optional<io::SkippableContent> found = io::skippable_at_end(file, codec, longest_index);
  if (!found) return std::nullopt;
  std::optional<ScriptIndex> index = parsed(found->content);
  // Of another file, or what stands before it was changed.
  if (index && index->compressed != found->begin) return std::nullopt;
  return index;
}

void check_index(const RandomAccess& file, Codec codec) {
  const std::optional<io::SkippableContent> found = io::skippable_at_end(file, codec, longest_index);
  const std::optional<ScriptIndex> index = found ? parsed(found->content) : std::nullopt;
  if (!index || index->compressed == found->begin) return;
  throw Error(Fault::data,
              fmt::format("{} is not as it was written: {} bytes of compressed text stand before its index, "
                          "which says {}",
                          file.name(), found->begin, index->compressed))
      .hint(
          "A part of it is missing or was added. Decompressed by the codec's own program, what is there can be read.");
}

}  // namespace pgdumpcore::archive
