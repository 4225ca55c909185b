#include "dump/script_output.hpp"

#include "archive/large_object_script.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pgdumpcore::dumping {

ScriptOutput::ScriptOutput(Data& data, const Limits& limits, std::function<void(Segment)> take)
    : data_(data), limits_(limits), take_(std::move(take)) {}

void ScriptOutput::write(std::span<const std::byte> bytes) {
  text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  weight_ += bytes.size();
  if (weight_ >= (segment_.pieces.empty() ? limits_.text : limits_.segment)) submit();
}

void ScriptOutput::add(const archive::Entry& entry) {
  if (data_.table(entry) == nullptr) {
    add_large_objects(data_.large_objects(entry));
    return;
  }
  for (Piece& piece : data_.pieces(entry, limits_.chunk)) {
    // A piece that would make the segment too large begins a new one, and leaves it to the text to come to fill it up.
    if (weight_ + piece.weight > limits_.segment && !segment_.pieces.empty()) submit();
    weight_ += piece.weight;
    segment_.texts.push_back(std::exchange(text_, {}));
    segment_.pieces.push_back(std::move(piece));
    if (weight_ >= limits_.segment || segment_.pieces.size() >= limits_.pieces) submit();
  }
}

void ScriptOutput::add_large_objects(OidList oids) {
  const auto text = memory_sink(text_);
  archive::LargeObjectScript script(*text, data_.dialect().standard_conforming_strings);
  script.begin();
  while (!oids.empty()) {
    if (!segment_.pieces.empty()) submit();
    const OidList some = oids.first(std::min(oids.size(), limits_.large_objects));
    submit(some);
    oids = oids.subspan(some.size());
  }
  script.end();
}

void ScriptOutput::submit(OidList large_objects) {
  segment_.texts.push_back(std::exchange(text_, {}));
  segment_.large_objects = large_objects;
  weight_ = 0;
  take_(std::exchange(segment_, {}));
}

void ScriptOutput::finish() {
  submit();
}

namespace {

// Behind the end mark of a table's rows.
constexpr std::uint64_t empty_lines = 2;

// Tells the pieces' texts apart by their position. INSERT statements are no rows of a COPY.
PieceReceiver into_script(const Segment& segment, MarkedText& out) {
  return {.begin = [&segment, &out](const Piece& piece) -> Sink& {
            out.write_text(segment.texts[static_cast<std::size_t>(&piece - segment.pieces.data())]);
            if (piece.first && !piece.entry->copy.empty()) out.begin_rows();
            return out;
          },
          .end =
              [&out](const Piece& piece) {
                if (piece.last && !piece.entry->copy.empty()) out.end_rows(empty_lines);
              }};
}

void write_end(Data& data, pg::Connection& connection, const Segment& segment, Sink& out) {
  out.write_text(segment.texts.back());
  if (segment.large_objects.empty()) return;
  archive::LargeObjectScript script(out, data.dialect().standard_conforming_strings);
  data.read_large_objects(connection, segment.large_objects, script);
}

}  // namespace

void write_segment(Data& data, pg::Connection& connection, const Segment& segment, MarkedText& out) {
  data.read(connection, segment.pieces, into_script(segment, out));
  write_end(data, connection, segment, out);
}

void write_segment(Data& data, stream::Worker& worker, const Segment& segment, io::Slot& slot, MarkedText& out) {
  data.read(worker, &slot, segment.pieces, into_script(segment, out));
  write_end(data, worker.connection(), segment, out);
}

}  // namespace pgdumpcore::dumping
