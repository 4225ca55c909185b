#include "dump/script_jobs.hpp"

#include "dump/shares.hpp"
#include "io/background.hpp"
#include "io/codec.hpp"
#include "io/ordered_output.hpp"
#include "io/parallel_frame.hpp"

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

void write_by_workers(std::unique_ptr<Sink> target, const Compression& compression, Data& data,
                      const DumpConnections& connections, const std::function<void(ScriptOutput&)>& produce) {
  io::ParallelFrame frame(compression);
  stream::WorkerPool pool(connections.leader, connections.session, connections.jobs);
  io::OrderedOutput slots(*target, buffer_limit_per_job * static_cast<std::size_t>(connections.jobs),
                          pool.stop_token());
  target->write_text(frame.beginning());
  const auto take = [&](Segment segment) {
    auto owned = std::make_shared<std::unique_ptr<io::Slot>>(slots.open());
    pool.add([&data, owned, part = frame.part(), segment = std::move(segment)](stream::Worker& worker) {
      io::Slot& slot = **owned;
      const std::unique_ptr<Sink> out = part(std::move(*owned));
      write_segment(data, worker, segment, slot, *out);
      out->finish();
    });
  };
  const std::uint64_t share = share_of(data.total_size(), connections.jobs);
  ScriptOutput script(data, {.segment = share, .chunk = share, .large_objects = large_objects_per_share}, take);
  produce(script);
  script.finish();
  pool.finish();
  slots.finish();
  target->write_text(frame.ending());
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
