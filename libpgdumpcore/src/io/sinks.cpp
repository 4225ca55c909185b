// The sinks that are not files: an open descriptor, a string, a function.
#include "io/block_buffer.hpp"
#include "io/descriptor.hpp"
#include "io/rewritable.hpp"

#include <pgdumpcore/sink.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
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

void need_writable(int descriptor, const std::string& name) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && (flags & O_PATH) == 0) return;
  throw Error(Fault::io, name + " is closed or not open for writing").hint("Redirect it to a file or a pipe.");
}

/// Where in a regular file the first byte will stand. What was opened for appending appends whatever offset is named.
std::optional<::off_t> start_in_file(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_APPEND) != 0) return std::nullopt;
  const ::off_t start = ::lseek(descriptor, 0, SEEK_CUR);
  return start < 0 ? std::nullopt : std::optional(start);
}

class DescriptorSink final : public Sink, public io::Rewritable {
 public:
  explicit DescriptorSink(int descriptor)
      : descriptor_(descriptor), name_(descriptor_name(descriptor)), start_(start_in_file(descriptor)) {
    need_writable(descriptor_, name_);
  }

  void write(std::span<const std::byte> bytes) override {
    buffer_.add(bytes, [this](std::span<const std::byte> block) { io::write_all(descriptor_, block, name_); });
  }

  [[nodiscard]] bool can_rewrite() const noexcept override { return start_.has_value(); }

  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override {
    flush();
    io::rewrite_all(descriptor_, static_cast<std::uint64_t>(start_.value_or(0)) + offset, bytes, name_);
  }

  void finish() override { flush(); }

 private:
  void flush() {
    buffer_.flush([this](std::span<const std::byte> block) { io::write_all(descriptor_, block, name_); });
  }

  int descriptor_;
  std::string name_;
  std::optional<::off_t> start_;
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

io::Rewritable* io::rewritable(Sink& sink) noexcept {
  auto* const found = dynamic_cast<Rewritable*>(&sink);
  return found != nullptr && found->can_rewrite() ? found : nullptr;
}

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
