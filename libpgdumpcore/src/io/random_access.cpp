#include "io/random_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pgdumpcore::io {
namespace {

std::uint64_t size_of(int descriptor, const std::string& name) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw system_error("read " + name, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

class MemoryFile final : public RandomAccess {
 public:
  MemoryFile(std::shared_ptr<const std::string> bytes, std::string name)
      : bytes_(std::move(bytes)), name_(std::move(name)) {}

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    if (offset >= bytes_->size()) return 0;
    return bytes_->copy(reinterpret_cast<char*>(buffer.data()), buffer.size(), static_cast<std::size_t>(offset));
  }
  [[nodiscard]] std::uint64_t size() const override { return bytes_->size(); }
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  std::shared_ptr<const std::string> bytes_;
  std::string name_;
};

class SectionSource final : public Source {
 public:
  SectionSource(std::shared_ptr<const RandomAccess> file, std::uint64_t begin, std::uint64_t end)
      : file_(std::move(file)), position_(begin), end_(end) {}

  std::size_t read(std::span<std::byte> buffer) override {
    const std::uint64_t left = end_ - std::min(position_, end_);
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
    const std::size_t got = file_->read_at(position_, buffer.first(wanted));
    position_ += got;
    return got;
  }

 private:
  std::shared_ptr<const RandomAccess> file_;
  std::uint64_t position_;
  std::uint64_t end_;
};

}  // namespace

RandomAccessFile::RandomAccessFile(int descriptor, std::uint64_t start, std::string name)
    : descriptor_(descriptor), start_(start), size_(0), name_(std::move(name)) {
  const std::uint64_t whole = size_of(descriptor_, name_);
  size_ = whole - std::min(whole, start_);
}

RandomAccessFile::RandomAccessFile(Descriptor descriptor, std::string name)
    : owned_(std::move(descriptor)),
      descriptor_(owned_.get()),
      start_(0),
      size_(size_of(descriptor_, name)),
      name_(std::move(name)) {}

std::size_t RandomAccessFile::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
  // An offset from a damaged archive may be beyond what the system can name.
  if (offset >= size_) return 0;
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const std::span<std::byte> rest = buffer.subspan(filled);
    const ssize_t got = ::pread(descriptor_, rest.data(), rest.size(), static_cast<::off_t>(start_ + offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error("read " + name_, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

std::shared_ptr<const RandomAccess> open_regular_file(int directory, const std::string& path, const std::string& name) {
  // A pipe without a writer must not keep us waiting.
  Descriptor descriptor = open_in(directory, path, O_RDONLY | O_NONBLOCK);
  if (!descriptor.is_open() && errno == ENOENT) return nullptr;
  if (!descriptor.is_open()) throw system_error("open " + name, errno);
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) throw system_error("read " + name, errno);
  if (!S_ISREG(status.st_mode)) throw Error(Fault::data, name + " is no regular file");
  return std::make_shared<const RandomAccessFile>(std::move(descriptor), name);
}

std::shared_ptr<const RandomAccess> regular_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
  return open_regular_file(AT_FDCWD, path, fmt::format("file \"{}\"", path));
}

std::shared_ptr<const RandomAccess> seekable_file(int descriptor, const std::string& name) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw system_error("read " + name, errno);
  const ::off_t start = S_ISREG(status.st_mode) ? ::lseek(descriptor, 0, SEEK_CUR) : ::off_t{-1};
  if (start < 0) return nullptr;
  return std::make_shared<const RandomAccessFile>(descriptor, static_cast<std::uint64_t>(start), name);
}

std::shared_ptr<const RandomAccess> memory_file(std::shared_ptr<const std::string> bytes, std::string name) {
  return std::make_shared<const MemoryFile>(std::move(bytes), std::move(name));
}

std::shared_ptr<const RandomAccess> memory_file(std::string bytes, std::string name) {
  return memory_file(std::make_shared<const std::string>(std::move(bytes)), std::move(name));
}

std::unique_ptr<Source> whole_source(std::shared_ptr<const RandomAccess> file) {
  return section_source(std::move(file), 0, std::numeric_limits<std::uint64_t>::max());
}

std::unique_ptr<Source> section_source(std::shared_ptr<const RandomAccess> file, std::uint64_t begin,
                                       std::uint64_t end) {
  return std::make_unique<SectionSource>(std::move(file), begin, end);
}

}  // namespace pgdumpcore::io
