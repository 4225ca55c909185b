#include "io/source.hpp"

#include "io/block_buffer.hpp"
#include "io/descriptor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pgdumpcore::io {
namespace {

class FileSource final : public Source {
 public:
  explicit FileSource(const std::string& path)
      : name_(fmt::format("file \"{}\"", path)), descriptor_(open_descriptor(path, O_RDONLY)) {
    if (!descriptor_.is_open()) throw system_error("open " + name_, errno);
  }

  std::size_t read(std::span<std::byte> buffer) override { return read_some(descriptor_.get(), buffer, name_); }

 private:
  std::string name_;
  Descriptor descriptor_;
};

class DescriptorSource final : public Source {
 public:
  explicit DescriptorSource(int descriptor)
      : descriptor_(descriptor),
        name_(descriptor == STDIN_FILENO ? "standard input" : fmt::format("descriptor {}", descriptor)) {}

  std::size_t read(std::span<std::byte> buffer) override { return read_some(descriptor_, buffer, name_); }

 private:
  int descriptor_;
  std::string name_;
};

class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    const std::size_t given = std::min(buffer.size(), bytes_.size() - position_);
    if (given > 0) std::memcpy(buffer.data(), bytes_.data() + position_, given);
    position_ += given;
    return given;
  }

 private:
  std::string bytes_;
  std::size_t position_ = 0;
};

}  // namespace

std::size_t read_at_least(Source& source, std::span<std::byte> buffer, std::size_t least) {
  std::size_t held = 0;
  while (held < least) {
    const std::size_t got = source.read(buffer.subspan(held));
    if (got == 0) break;
    held += got;
  }
  return held;
}

std::uint64_t skip(Source& source, std::uint64_t count) {
  std::vector<std::byte> dropped(static_cast<std::size_t>(std::min<std::uint64_t>(count, block_size)));
  std::uint64_t done = 0;
  while (done < count) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(count - done, dropped.size()));
    const std::size_t got = source.read(std::span(dropped).first(wanted));
    if (got == 0) break;
    done += got;
  }
  return done;
}

std::unique_ptr<Source> file_source(const std::string& path) {
  return std::make_unique<FileSource>(path);
}

std::unique_ptr<Source> descriptor_source(int descriptor) {
  return std::make_unique<DescriptorSource>(descriptor);
}

std::unique_ptr<Source> memory_source(std::string bytes) {
  return std::make_unique<MemorySource>(std::move(bytes));
}

}  // namespace pgdumpcore::io
