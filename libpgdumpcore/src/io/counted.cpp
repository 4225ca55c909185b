#include "io/counted.hpp"

#include "io/rewritable.hpp"

#include <utility>

namespace pgdumpcore::io {

namespace {

class CountedSink final : public Sink, public Rewritable {
 public:
  CountedSink(std::unique_ptr<Sink> next, ByteCount& count)
      : next_(std::move(next)), file_(rewritable(*next_)), count_(count) {}

  void write(std::span<const std::byte> bytes) override {
    next_->write(bytes);
    count_ += bytes.size();
  }
  void finish() override { next_->finish(); }

  [[nodiscard]] bool can_rewrite() const noexcept override { return file_ != nullptr; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override { file_->rewrite(offset, bytes); }
  void begin_front() override { file_->begin_front(); }
  void end_front() override { file_->end_front(); }

 private:
  std::unique_ptr<Sink> next_;
  Rewritable* file_;
  ByteCount& count_;
};

}  // namespace

std::unique_ptr<Sink> counted(std::unique_ptr<Sink> next, ByteCount& count) {
  return std::make_unique<CountedSink>(std::move(next), count);
}

}  // namespace pgdumpcore::io
