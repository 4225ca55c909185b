#include "restore/input.hpp"

#include "io/codec.hpp"
#include "io/descriptor.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

// A source whose first bytes have been looked at.
class PeekedSource final : public io::Source {
 public:
  PeekedSource(std::unique_ptr<io::Source> rest, std::size_t wanted) : rest_(std::move(rest)), first_(wanted) {
    std::size_t held = 0;
    while (held < wanted) {
      const std::size_t got = rest_->read(std::span(first_).subspan(held));
      if (got == 0) break;
      held += got;
    }
    first_.resize(held);
  }

  [[nodiscard]] std::span<const std::byte> first_bytes() const { return first_; }

  std::size_t read(std::span<std::byte> buffer) override {
    if (given_ == first_.size()) return rest_->read(buffer);
    const std::size_t size = std::min(buffer.size(), first_.size() - given_);
    std::memcpy(buffer.data(), first_.data() + given_, size);
    given_ += size;
    return size;
  }

 private:
  std::unique_ptr<io::Source> rest_;
  std::vector<std::byte> first_;
  std::size_t given_ = 0;
};

OpenedInput open_stream(std::unique_ptr<io::Source> source, std::string name) {
  auto peeked = std::make_unique<PeekedSource>(std::move(source), archive::archive_mark_size);
  const std::span<const std::byte> start = peeked->first_bytes();
  const Codec codec = io::detect_codec(start.first(std::min(start.size(), io::magic_size)));
  if (codec != Codec::none)
    peeked = std::make_unique<PeekedSource>(io::decompress_from(std::move(peeked), codec), archive::archive_mark_size);
  const std::span<const std::byte> first = peeked->first_bytes();
  if (first.empty()) throw Error(Fault::data, fmt::format("{} is empty", name));
  if (archive::is_archive(first)) return {.archive = archive::open_archive(std::move(peeked), name), .name = name};
  if (std::ranges::find(first, std::byte{0}) != first.end())
    throw Error(Fault::data, fmt::format("{} is neither an archive nor a script: it begins with binary data", name));
  return {.script = std::move(peeked), .name = name};
}

// Whether an archive begins where the descriptor stands. Its place is left as it was.
bool archive_begins(int descriptor) {
  const ::off_t place = ::lseek(descriptor, 0, SEEK_CUR);
  std::vector<std::byte> first(archive::archive_mark_size);
  const ::ssize_t got = place < 0 ? -1 : ::pread(descriptor, first.data(), first.size(), place);
  return got > 0 && archive::is_archive(std::span(first).first(static_cast<std::size_t>(got)));
}

bool is_regular(const struct stat& status) {
  return S_ISREG(status.st_mode);
}

}  // namespace

OpenedInput open_input(const RestoreInput& input) {
  struct stat status {};
  if (input.path().empty()) {
    const int number = input.number();
    const std::string name = number == STDIN_FILENO ? "standard input" : fmt::format("descriptor {}", number);
    if (::fstat(number, &status) != 0) throw io::system_error("read " + name, errno);
    if (is_regular(status) && archive_begins(number)) return {.archive = archive::open_archive(number), .name = name};
    return open_stream(io::descriptor_source(number), name);
  }
  const std::string name = fmt::format("file \"{}\"", input.path());
  if (::stat(input.path().c_str(), &status) != 0) throw io::system_error("open input " + name, errno);
  if (S_ISDIR(status.st_mode)) return {.archive = archive::open_archive(input.path()), .name = name};
  if (is_regular(status)) {
    const io::Descriptor descriptor = io::open_descriptor(input.path(), O_RDONLY);
    if (!descriptor.is_open()) throw io::system_error("open input " + name, errno);
    if (archive_begins(descriptor.get())) return {.archive = archive::open_archive(input.path()), .name = name};
  }
  return open_stream(io::file_source(input.path()), name);
}

}  // namespace pgdumpcore::restoring
