#include "dump/script_jobs.hpp"

#include "dump/shares.hpp"
#include "io/background.hpp"
#include "io/codec.hpp"
#include "io/lanes.hpp"
#include "io/parted_frame.hpp"

#include <memory>
#include <thread>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

void write_in_sequence(std::unique_ptr<Sink> target, const Compression& compression, Data& data, pg::Connection& leader,
                       const std::function<void(ScriptOutput&)>& produce) {
  std::unique_ptr<Sink> out = io::compress_to(std::move(target), compression);
  if (compression.codec != Codec::none && std::thread::hardware_concurrency() > 1)
    out = io::in_background(std::move(out));
  ScriptOutput script(data,
                      {.segment = largest_share,
                       .chunk = 0,
                       .large_objects = large_objects_per_share,
                       .text = smallest_share,
                       .pieces = tables_per_share},
                      [&](const Segment& segment) { write_segment(data, leader, segment, *out); });
  produce(script);
  script.finish();
  out->finish();
}

void write_by_workers(std::unique_ptr<Sink> target, const Compression& compression, Data& data, const Crew& crew,
                      const std::function<void(ScriptOutput&)>& produce) {
  io::PartedFrame frame(compression);
  stream::WorkerPool pool(crew.leader, crew.session, crew.jobs);
  io::Lanes lanes(*target, held_per_job * static_cast<std::size_t>(crew.jobs), pool.stop_token());
  target->write_text(frame.beginning());
  const auto take = [&](Segment segment) {
    auto lane = std::make_shared<std::unique_ptr<io::Lane>>(lanes.open());
    pool.add([&data, lane, part = frame.part(), segment = std::move(segment)](stream::Worker& worker) {
      io::Lane& slot = **lane;
      const std::unique_ptr<Sink> out = part(std::move(*lane));
      write_segment(data, worker, segment, slot, *out);
      out->finish();
    });
  };
  const std::uint64_t share = share_of(data.total_size(), crew.jobs);
  ScriptOutput script(data, {.segment = share, .chunk = share, .large_objects = large_objects_per_share}, take);
  produce(script);
  script.finish();
  pool.finish();
  lanes.finish();
  target->write_text(frame.ending());
  target->finish();
}

}  // namespace

void write_script(std::unique_ptr<Sink> target, const Compression& compression, Data& data, const Crew& crew,
                  const std::function<void(ScriptOutput&)>& produce) {
  if (crew.jobs > 1 && data.has_work())
    write_by_workers(std::move(target), compression, data, crew, produce);
  else
    write_in_sequence(std::move(target), compression, data, crew.leader, produce);
}

}  // namespace pgdumpcore::dumping
