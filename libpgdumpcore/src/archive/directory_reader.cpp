#include "archive/directory_reader.hpp"

#include "archive/member_reader.hpp"
#include "io/random_access.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <utility>

namespace pgdumpcore::archive {
namespace {

class DirectoryMembers final : public Members {
 public:
  explicit DirectoryMembers(std::string path)
      : path_(std::move(path)), directory_(io::open_descriptor(path_, O_PATH | O_DIRECTORY)) {
    if (!directory_.is_open()) throw io::system_error("open " + name(), errno);
  }

  [[nodiscard]] std::unique_ptr<io::Source> open(const std::string& name) override {
    // What is no file, such as a pipe without a writer, must not keep us waiting.
    io::Descriptor descriptor = io::open_in(directory_.get(), name, O_RDONLY | O_NONBLOCK);
    if (!descriptor.is_open() && errno == ENOENT) return nullptr;
    if (!descriptor.is_open()) throw io::system_error("open " + describe(name), errno);
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0) throw io::system_error("read " + describe(name), errno);
    if (!S_ISREG(status.st_mode)) throw Error(Fault::data, describe(name) + " is no regular file");
    if (status.st_size == 0 && !may_be_empty(name))
      throw Error(Fault::data, describe(name) + " is incomplete: it ends at offset 0, where more has to come");
    auto file = std::make_shared<const io::RandomAccessFile>(std::move(descriptor), describe(name));
    return io::section_source(std::move(file), 0, std::numeric_limits<std::uint64_t>::max());
  }

  [[nodiscard]] std::string name() const override { return fmt::format("directory \"{}\"", path_); }
  [[nodiscard]] std::string describe(const std::string& name) const override {
    return fmt::format("file \"{}/{}\"", path_, name);
  }

 private:
  // Rows have an end mark. Of nothing pg_dump makes no frame of zstd or lz4, but one of gzip.
  static bool may_be_empty(const std::string& name) { return name.starts_with("blob_") && !name.ends_with(".gz"); }

  std::string path_;
  io::Descriptor directory_;
};

}  // namespace

std::unique_ptr<ArchiveReader> read_directory(const std::string& path) {
  return read_members(std::make_unique<DirectoryMembers>(path), FormatCode::directory);
}

}  // namespace pgdumpcore::archive
