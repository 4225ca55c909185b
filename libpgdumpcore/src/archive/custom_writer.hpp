// The parts that data in the custom format is made of.
#pragma once

#include "archive/entry.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::archive {

// What precedes an entry's data: the type of the block and the entry's id.
[[nodiscard]] std::string custom_block_head(const Entry& entry);
// What follows each large object's data and that of a table: a block without length.
[[nodiscard]] std::string custom_data_end();

// Frames what passes into blocks with their length before them. Blocks are as large as memory allows: where offsets
// are not known, readers go from block to block to find what they want.
class LengthBlocks final : public Sink {
 public:
  // Goes on after the data.
  explicit LengthBlocks(Sink& next) : next_(next) {}
  // Ends with the data.
  explicit LengthBlocks(std::unique_ptr<Sink> next) : owned_(std::move(next)), next_(*owned_) {}

  void write(std::span<const std::byte> bytes) override;
  // Ends the block: readers of 16 and later want each further frame of a compressed stream to begin with a new one.
  void end_block();
  // Ends the data: nothing is left to write but what follows it.
  void finish() override;

 private:
  std::unique_ptr<Sink> owned_{};
  Sink& next_;
  std::string block_{};
};

}  // namespace pgdumpcore::archive
