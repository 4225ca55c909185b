// The sinks that are not files: an open descriptor, a string, a function.
#include "io/block_buffer.hpp"
#include "io/descriptor.hpp"

#include <pgdumpcore/sink.hpp>

#include <fmt/format.h>

#include <unistd.h>
#include <utility>

namespace pgdumpcore {
namespace {

std::string descriptor_name(int descriptor) {
  switch (descriptor) {
    case STDOUT_FILENO:
      return "standard output";
    case STDERR_FILENO:
      return "standard error";
    default:
      return fmt::format("descriptor {}", descriptor);
  }
}

class DescriptorSink final : public Sink {
 public:
  explicit DescriptorSink(int descriptor) : descriptor_(descriptor), name_(descriptor_name(descriptor)) {}

  void write(std::span<const std::byte> bytes) override {
    buffer_.add(bytes, [this](std::span<const std::byte> block) { io::write_all(descriptor_, block, name_); });
  }

  void finish() override {
    buffer_.flush([this](std::span<const std::byte> block) { io::write_all(descriptor_, block, name_); });
  }

 private:
  int descriptor_;
  std::string name_;
  io::BlockBuffer buffer_{};
};

class MemorySink final : public Sink {
 public:
  explicit MemorySink(std::string& destination) : destination_(destination) {}

  void write(std::span<const std::byte> bytes) override {
    destination_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }

  void finish() override {}

 private:
  std::string& destination_;
};

class CallbackSink final : public Sink {
 public:
  explicit CallbackSink(std::function<void(std::span<const std::byte>)> receive) : receive_(std::move(receive)) {}

  void write(std::span<const std::byte> bytes) override { receive_(bytes); }

  void finish() override {}

 private:
  std::function<void(std::span<const std::byte>)> receive_;
};

}  // namespace

std::unique_ptr<Sink> descriptor_sink(int descriptor) {
  return std::make_unique<DescriptorSink>(descriptor);
}

std::unique_ptr<Sink> memory_sink(std::string& destination) {
  return std::make_unique<MemorySink>(destination);
}

std::unique_ptr<Sink> callback_sink(std::function<void(std::span<const std::byte>)> receive) {
  return std::make_unique<CallbackSink>(std::move(receive));
}

}  // namespace pgdumpcore
