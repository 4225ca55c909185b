// Where things stand in a script that is being written, for the index at its end.
#pragma once

#include "archive/script_index.hpp"
#include "io/counted.hpp"
#include "io/seekable_text.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <deque>
#include <vector>

namespace pgdumpcore::dumping {

// The output is made of parts, one after the other, each filled by one thread.
class ScriptMarks {
 public:
  struct Mark {
    std::uint64_t offset = 0;  // in the part's text
    bool begins = false;       // rows of a COPY, or ends them
  };
  struct Part {
    std::uint64_t content = 0;
    io::ByteCount compressed = 0;
    std::vector<io::FramePlace> frames{};  // counted from the part's beginning
    std::vector<Mark> rows{};
  };

  // The next one, which keeps its address. One thread.
  Part& add() { return parts_.emplace_back(); }

  // When all parts are filled. Frames and rows that are too small to be worth finding are left out.
  [[nodiscard]] archive::ScriptIndex index() const;

 private:
  std::deque<Part> parts_{};
};

// The text of a part on its way to `next`, which it does not finish.
class MarkedText final : public Sink {
 public:
  MarkedText(Sink& next, ScriptMarks::Part& part) : next_(next), part_(part) {}

  void write(std::span<const std::byte> bytes) override {
    next_.write(bytes);
    part_.content += bytes.size();
  }
  void finish() override {}

  void begin_rows() { part_.rows.push_back({.offset = part_.content, .begins = true}); }
  //   passed: how much was written behind their end mark
  void end_rows(std::uint64_t passed) { part_.rows.push_back({.offset = part_.content - passed, .begins = false}); }

 private:
  Sink& next_;
  ScriptMarks::Part& part_;
};

}  // namespace pgdumpcore::dumping
