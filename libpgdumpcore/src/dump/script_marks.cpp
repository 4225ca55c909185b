#include "dump/script_marks.hpp"

namespace pgdumpcore::dumping {

namespace {

constexpr std::uint64_t least_distance = std::uint64_t{64} * 1024;

}  // namespace

archive::ScriptIndex ScriptMarks::index() const {
  archive::ScriptIndex index;
  std::uint64_t begin = 0;
  for (const Part& part : parts_) {
    for (const io::FramePlace& frame : part.frames) {
      const io::FramePlace place = {.content = index.size + frame.content,
                                    .compressed = index.compressed + frame.compressed};
      if (index.frames.empty() || place.content >= index.frames.back().content + least_distance)
        index.frames.push_back(place);
    }
    for (const Mark& mark : part.rows) {
      const std::uint64_t offset = index.size + mark.offset;
      if (mark.begins)
        begin = offset;
      else if (offset >= begin + least_distance)
        index.rows.push_back({.begin = begin, .end = offset});
    }
    index.size += part.content;
    index.compressed += part.compressed;
  }
  return index;
}

}  // namespace pgdumpcore::dumping
