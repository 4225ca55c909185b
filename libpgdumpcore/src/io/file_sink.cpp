// A file that appears under its name only when it is complete, and a direct way to what is no regular file.
#include "io/block_buffer.hpp"
#include "io/descriptor.hpp"

#include <pgdumpcore/sink.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <filesystem>
#include <linux/magic.h>
#include <random>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pgdumpcore {
namespace {

using io::Descriptor;

std::string named(const std::string& path) {
  return fmt::format("file \"{}\"", path);
}

/// Writes through a buffer to a descriptor; what happens at the end differs.
class BufferedFile {
 public:
  BufferedFile(Descriptor descriptor, std::string name) : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  void write(std::span<const std::byte> bytes) {
    buffer_.add(bytes, [this](std::span<const std::byte> block) { io::write_all(descriptor_.get(), block, name_); });
  }

  void flush() {
    buffer_.flush([this](std::span<const std::byte> block) { io::write_all(descriptor_.get(), block, name_); });
  }

  void sync() {
    if (::fsync(descriptor_.get()) != 0) throw io::output_error("sync " + name_, errno);
  }

  void close() {
    // Network file systems report a full disk here.
    if (const int error_number = descriptor_.close(); error_number != 0) {
      throw io::output_error("close " + name_, error_number);
    }
  }

 private:
  Descriptor descriptor_;
  std::string name_;
  io::BlockBuffer buffer_{};
};

class DirectSink final : public Sink {
 public:
  DirectSink(Descriptor descriptor, const std::string& path) : file_(std::move(descriptor), named(path)) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }

  void finish() override {
    file_.flush();
    file_.close();
  }

 private:
  BufferedFile file_;
};

/// The new file's directory, held open so that neither a change of the working directory nor a renaming of the
/// directory itself leads the later steps astray.
class Directory {
 public:
  /// `file` is the one that is to be created there, for the message.
  Directory(std::string path, const std::string& file)
      : path_(std::move(path)), descriptor_(io::open_descriptor(path_, O_PATH | O_DIRECTORY)) {
    if (!descriptor_.is_open()) throw io::output_error("create " + named(file), errno);
  }

  [[nodiscard]] int get() const { return descriptor_.get(); }

  void sync() const {
    const Descriptor readable(::openat(descriptor_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // A directory that may be written but not read cannot be synced; nor can those of some file systems.
    if (!readable.is_open() && errno == EACCES) return;
    if (readable.is_open() && (::fsync(readable.get()) == 0 || errno == EINVAL || errno == EROFS)) return;
    throw io::output_error(fmt::format("sync directory \"{}\"", path_), errno);
  }

 private:
  std::string path_;
  Descriptor descriptor_;
};

/// The file under its temporary name; removes it unless it was given its final one.
class TemporaryFile {
 public:
  TemporaryFile(const Directory& directory, const std::string& final_name) : directory_(directory) {
    // Room for the dots, the random part and the suffix, so that the longest legal name still works.
    stem_ = "." + final_name.substr(0, NAME_MAX - 12) + ".";
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!name_.empty()) ::unlinkat(directory_.get(), name_.c_str(), 0);
  }

  /// Creates it, not open and with errno set when that fails.
  [[nodiscard]] Descriptor create(::mode_t mode) {
    constexpr int attempts = 100;
    int error_number = EEXIST;
    for (int attempt = 0; attempt < attempts && (error_number == EEXIST || error_number == EINTR); ++attempt) {
      std::string name = stem_ + random_letters() + ".tmp";
      const int number =
          ::openat(directory_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
      if (number >= 0) {
        name_ = std::move(name);
        return Descriptor(number);
      }
      error_number = errno;
    }
    errno = error_number;
    return {};
  }

  /// 0, or the error number.
  [[nodiscard]] int rename_to(const std::string& final_name) {
    if (::renameat(directory_.get(), name_.c_str(), directory_.get(), final_name.c_str()) != 0) return errno;
    name_.clear();
    return 0;
  }

 private:
  static std::string random_letters() {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device device;
    std::uniform_int_distribution<std::size_t> any_letter(0, letters.size() - 1);
    std::string chosen(6, ' ');
    for (char& letter : chosen) letter = letters[any_letter(device)];
    return chosen;
  }

  const Directory& directory_;
  std::string stem_{};
  std::string name_{};
};

class ReplacingSink final : public Sink {
 public:
  /// `path` is what the user named; `target`, where its symbolic links lead.
  ReplacingSink(const std::string& path, const std::filesystem::path& target, const FileSinkOptions& options)
      : path_(path),
        final_name_(target.filename()),
        sync_(options.sync),
        directory_(target.has_parent_path() ? target.parent_path().string() : ".", path),
        temporary_(directory_, final_name_),
        file_(create(options.mode), named(path)) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }

  void finish() override {
    file_.flush();
    if (sync_) file_.sync();
    file_.close();
    if (const int error_number = temporary_.rename_to(final_name_); error_number != 0) {
      throw io::output_error(fmt::format("rename the finished file to \"{}\"", path_), error_number);
    }
    if (sync_) directory_.sync();
  }

 private:
  Descriptor create(::mode_t mode) {
    Descriptor created = temporary_.create(mode);
    if (!created.is_open()) throw io::output_error("create " + named(path_), errno);
    return created;
  }

  std::string path_;
  std::string final_name_;
  bool sync_;
  Directory directory_;
  TemporaryFile temporary_;
  BufferedFile file_;
};

/// Whether a link lies in /proc. /dev/stdout leads to /proc/self/fd/1, whose text may look like the name of a
/// regular file; a rename would pull that file away from under the shell that opened it.
bool is_process_link(const std::filesystem::path& link) {
  struct statfs file_system {};
  const std::string directory = link.has_parent_path() ? link.parent_path().string() : ".";
  return ::statfs(directory.c_str(), &file_system) == 0 && file_system.f_type == PROC_SUPER_MAGIC;
}

struct Destination {
  std::filesystem::path target;
  bool written_directly;
};

/// Follows the symbolic links of the last component, those that lead nowhere yet included. Whatever would make
/// the rename fail is found out here where it can be, before the work and not after it.
Destination resolve(const std::string& path) {
  namespace fs = std::filesystem;
  const auto refuse = [&path](int error_number) { return io::output_error("create " + named(path), error_number); };
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) throw refuse(errno);
  if (exists && S_ISDIR(status.st_mode)) throw refuse(EISDIR);
  if (exists && !S_ISREG(status.st_mode)) return {path, true};
  // A rename asks the directory alone; a file that was made read-only is meant to be kept.
  if (exists && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) throw refuse(errno);

  constexpr int most_links = 40;
  fs::path target = path;
  for (int links = 0; links < most_links; ++links) {
    std::error_code no_link;
    const fs::path next = fs::read_symlink(target, no_link);
    if (no_link) {
      if (target.filename().empty()) throw refuse(ENOENT);
      return {target, false};
    }
    if (is_process_link(target)) return {path, true};
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  throw refuse(ELOOP);
}

}  // namespace

std::unique_ptr<Sink> file_sink(const std::string& path, const FileSinkOptions& options) {
  const Destination destination = resolve(path);
  if (!destination.written_directly) return std::make_unique<ReplacingSink>(path, destination.target, options);
  Descriptor descriptor = io::open_descriptor(path, O_WRONLY | O_TRUNC);
  if (!descriptor.is_open()) throw io::output_error("open " + named(path), errno);
  return std::make_unique<DirectSink>(std::move(descriptor), path);
}

}  // namespace pgdumpcore
