// A script in segments: text, rows and large objects in the order in which they stand there, cut into shares of work
// that may be read beside each other.
#pragma once

#include "dump/data.hpp"
#include "dump/script_marks.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace pgdumpcore::dumping {

// Text and rows in turn, or text and then large objects.
struct Segment {
  std::vector<std::string> texts{};  // what stands before each piece, and after the last
  std::vector<Piece> pieces{};
  OidList large_objects{};  // if there are any, there is one text and no piece
};

// Takes the script's text as a sink, and in between the entries whose data stands there.
class ScriptOutput final : public Sink {
 public:
  struct Limits {
    std::uint64_t segment = 0;      // when a segment is large enough, in bytes of text and of the server's disk
    std::uint64_t chunk = 0;        // how large chunks of tables are; 0 for whole tables
    std::size_t large_objects = 0;  // how many a segment has
    std::uint64_t text = segment;   // when one that has no piece is large enough: it costs no round trip
    std::size_t pieces = std::numeric_limits<std::size_t>::max();  // how many a segment has
  };

  //   take: is given the segments in order
  ScriptOutput(Data& data, const Limits& limits, std::function<void(Segment)> take);

  void write(std::span<const std::byte> bytes) override;
  void add(const archive::Entry& entry);
  // Gives away the last segment.
  void finish() override;

 private:
  void add_large_objects(OidList oids);
  void submit(OidList large_objects = {});

  Data& data_;
  const Limits limits_;
  std::function<void(Segment)> take_;
  std::string text_{};
  Segment segment_{};
  std::uint64_t weight_ = 0;
};

// Reads and writes a segment.
void write_segment(Data& data, pg::Connection& connection, const Segment& segment, MarkedText& out);
void write_segment(Data& data, stream::Worker& worker, const Segment& segment, io::Slot& slot, MarkedText& out);

}  // namespace pgdumpcore::dumping
