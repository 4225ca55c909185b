#include "dump/script_jobs.hpp"

#include "archive/script_index.hpp"
#include "dump/script_marks.hpp"
#include "dump/shares.hpp"
#include "io/background.hpp"
#include "io/codec.hpp"
#include "io/counted.hpp"
#include "io/ordered_output.hpp"

#include <cstdint>
#include <memory>
#include <thread>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

// Of text. A part of a script is read from the nearest frame before it; the smaller frames are, the more space they
// take.
constexpr std::uint64_t frame_size = std::uint64_t{16} * 1024 * 1024;

// One frame is read from its beginning anyway.
void write_index(Sink& out, const ScriptMarks& marks, Codec codec) {
  const archive::ScriptIndex index = marks.index();
  if (index.frames.size() > 1) out.write_text(archive::write_index(index, codec));
}

void write_in_sequence(std::unique_ptr<Sink> target, const Compression& compression, Data& data, pg::Connection& leader,
                       const std::function<void(ScriptOutput&)>& produce) {
  ScriptMarks marks;
  ScriptMarks::Part& part = marks.add();
  target = io::counted(std::move(target), part.compressed);
  std::unique_ptr<Sink> out = io::compress_in_frames(
      *target, compression, frame_size,
      [&](std::uint64_t at, std::uint64_t content) { part.frames.push_back({.content = content, .compressed = at}); });
  if (compression.codec != Codec::none && std::thread::hardware_concurrency() > 1)
    out = io::in_background(std::move(out));
  MarkedText text(*out, part);
  ScriptOutput script(data,
                      {.segment = largest_share,
                       .chunk = 0,
                       .large_objects = large_objects_per_share,
                       .text = smallest_share,
                       .pieces = tables_per_share},
                      [&](const Segment& segment) { write_segment(data, leader, segment, text); });
  produce(script);
  script.finish();
  out->finish();
  write_index(*target, marks, compression.codec);
  target->finish();
}

// A frame for each segment.
std::unique_ptr<Sink> compressed_part(std::unique_ptr<io::Slot> slot, const Compression& compression,
                                      ScriptMarks::Part& part) {
  if (compression.codec == Codec::none) return slot;
  part.frames.push_back({});
  return io::compress_to(io::counted(std::move(slot), part.compressed), compression);
}

void write_by_workers(std::unique_ptr<Sink> target, const Compression& compression, Data& data,
                      const DumpConnections& connections, const std::function<void(ScriptOutput&)>& produce) {
  io::check_compression(compression);
  ScriptMarks marks;
  stream::WorkerPool pool(connections.leader, connections.session, connections.jobs);
  io::OrderedOutput slots(*target, buffer_limit_per_job * static_cast<std::size_t>(connections.jobs),
                          pool.stop_token());
  const auto take = [&](Segment segment) {
    ScriptMarks::Part& part = marks.add();
    pool.add([&data, &compression, &part, own_slot = slots.open(),
              segment = std::move(segment)](stream::Worker& worker) mutable {
      io::Slot& slot = *own_slot;
      const std::unique_ptr<Sink> out = compressed_part(std::move(own_slot), compression, part);
      MarkedText text(*out, part);
      write_segment(data, worker, segment, slot, text);
      out->finish();
    });
  };
  const std::uint64_t share = share_of(data.total_size(), connections.jobs);
  ScriptOutput script(data, {.segment = share, .chunk = share, .large_objects = large_objects_per_share}, take);
  produce(script);
  script.finish();
  pool.finish();
  slots.finish();
  write_index(*target, marks, compression.codec);
  target->finish();
}

}  // namespace

void write_script(std::unique_ptr<Sink> target, const Compression& compression, Data& data,
                  const DumpConnections& connections, const std::function<void(ScriptOutput&)>& produce) {
  if (connections.jobs > 1 && data.has_work())
    write_by_workers(std::move(target), compression, data, connections, produce);
  else
    write_in_sequence(std::move(target), compression, data, connections.leader, produce);
}

}  // namespace pgdumpcore::dumping
