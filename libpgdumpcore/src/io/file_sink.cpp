// A file that appears under its name only when it is complete, and a direct way to what is no regular file.
#include "io/file_access.hpp"
#include "io/files.hpp"
#include "io/rewritable.hpp"

#include <pgdumpcore/sink.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pgdumpcore {
namespace {

using io::BufferedFile;
using io::Descriptor;
using io::Directory;
using io::named_file;

class DirectSink final : public Sink {
 public:
  DirectSink(Descriptor descriptor, const std::string& path) : file_(std::move(descriptor), named_file(path)) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }

  void finish() override { file_.finish(Sync::none); }

 private:
  BufferedFile file_;
};

/// A file that cannot be replaced as a whole. What it held stays until the first byte of the new content; from then on
/// it is incomplete, and empty again if it is not finished.
class InPlaceSink final : public Sink, public io::Rewritable {
 public:
  InPlaceSink(Descriptor file, const std::string& path, Sync sync)
      : sync_(sync), kept_(duplicate(file)), file_(std::move(file), named_file(path)), name_(named_file(path)) {}
  InPlaceSink(const InPlaceSink&) = delete;
  InPlaceSink& operator=(const InPlaceSink&) = delete;
  ~InPlaceSink() override {
    if (begun_ && !finished_) static_cast<void>(truncate());
  }

  void write(std::span<const std::byte> bytes) override {
    begin();
    file_.write(bytes);
  }

  [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override { file_.rewrite(offset, bytes); }

  void finish() override {
    begin();
    file_.flush();
    if (sync_ == Sync::files) file_.sync();
    if (sync_ == Sync::file_system) file_.sync_file_system();
    file_.close();
    finished_ = true;
  }

 private:
  static Descriptor duplicate(const Descriptor& file) {
    return Descriptor(io::uninterrupted([&] { return ::fcntl(file.get(), F_DUPFD_CLOEXEC, 0); }));
  }

  void begin() {
    if (begun_) return;
    if (truncate() != 0) throw io::output_error("truncate " + name_, errno);
    begun_ = true;
  }

  [[nodiscard]] int truncate() const {
    return io::uninterrupted([this] { return ::ftruncate(kept_.get(), 0); });
  }

  Sync sync_;
  Descriptor kept_;  // to empty the file even after close() has failed
  BufferedFile file_;
  std::string name_;
  bool begun_ = false;
  bool finished_ = false;
};

/// The file under its temporary name; removes it unless it was given its final one.
class TemporaryFile {
 public:
  TemporaryFile(Directory directory, std::string final_name)
      : directory_(std::move(directory)), final_name_(std::move(final_name)) {}
  TemporaryFile(TemporaryFile&& other) noexcept
      : directory_(std::move(other.directory_)),
        final_name_(std::move(other.final_name_)),
        name_(std::exchange(other.name_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (!name_.empty()) ::unlinkat(directory_.get(), name_.c_str(), 0);
  }

  [[nodiscard]] const Directory& directory() const { return directory_; }

  /// Creates it, not open and with errno set when that fails.
  [[nodiscard]] Descriptor create(::mode_t mode) {
    constexpr int attempts = 100;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      std::string name = io::temporary_name(final_name_);
      Descriptor created = io::create_file(directory_, name, mode);
      if (created.is_open()) name_ = std::move(name);
      if (created.is_open() || errno != EEXIST) return created;
    }
    return {};
  }

  /// 0, or the error number.
  [[nodiscard]] int give_final_name() {
    if (::renameat(directory_.get(), name_.c_str(), directory_.get(), final_name_.c_str()) != 0) return errno;
    name_.clear();
    return 0;
  }

 private:
  Directory directory_;
  std::string final_name_;
  std::string name_{};
};

class ReplacingSink final : public Sink, public io::Rewritable {
 public:
  /// `path` is what the user named; `file` is open under the temporary name.
  ReplacingSink(TemporaryFile temporary, Descriptor file, const std::string& path, Sync sync)
      : path_(path), sync_(sync), temporary_(std::move(temporary)), file_(std::move(file), named_file(path)) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }

  [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override { file_.rewrite(offset, bytes); }

  void finish() override {
    file_.finish(sync_);
    if (sync_ == Sync::file_system) temporary_.directory().sync_file_system();
    if (const int error_number = temporary_.give_final_name(); error_number != 0) {
      throw io::output_error(fmt::format("rename the finished file to \"{}\"", path_), error_number);
    }
    if (sync_ != Sync::none) temporary_.directory().sync();
  }

 private:
  std::string path_;
  Sync sync_;
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

enum class Kind { absent, regular, other };

struct Destination {
  std::filesystem::path target;
  Kind kind;
};

Error refusal(const std::string& path, int error_number) {
  return io::output_error("open output " + named_file(path), error_number);
}

/// Follows the symbolic links of the last component, those that lead nowhere yet included.
Destination resolve(const std::string& path) {
  namespace fs = std::filesystem;
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) throw refusal(path, errno);
  if (exists && S_ISDIR(status.st_mode)) throw refusal(path, EISDIR);
  if (exists && !S_ISREG(status.st_mode)) return {path, Kind::other};

  constexpr int most_links = 40;
  fs::path target = path;
  for (int links = 0; links < most_links; ++links) {
    std::error_code no_link;
    const fs::path next = fs::read_symlink(target, no_link);
    if (no_link) {
      if (target.filename().empty()) throw refusal(path, ENOENT);
      return {target, exists ? Kind::regular : Kind::absent};
    }
    if (is_process_link(target)) return {path, Kind::other};
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  throw refusal(path, ELOOP);
}

/// Nothing where the file `old` cannot be replaced by one of the same access. Whatever would make the rename fail is
/// found out here where it can be, before the work and not after it.
std::unique_ptr<Sink> replacing_sink(const std::string& path, const std::filesystem::path& target,
                                     const Descriptor& old, const FileSinkOptions& options) {
  if (old.is_open() && io::is_mount_point(old.get())) return nullptr;
  Directory directory(target.has_parent_path() ? target.parent_path().string() : ".",
                      "open output " + named_file(path));
  TemporaryFile temporary(std::move(directory), target.filename());
  Descriptor file = temporary.create(options.mode);
  if (!file.is_open()) {
    if (old.is_open() && (errno == EACCES || errno == EPERM || errno == EROFS)) return nullptr;
    throw refusal(path, errno);
  }
  if (old.is_open() && !io::copy_access(old.get(), file.get())) return nullptr;
  return std::make_unique<ReplacingSink>(std::move(temporary), std::move(file), path, options.sync);
}

}  // namespace

std::unique_ptr<Sink> file_sink(const std::string& path, const FileSinkOptions& options) {
  const auto [target, kind] = resolve(path);
  if (kind == Kind::other) {
    Descriptor descriptor = io::open_descriptor(path, O_WRONLY | O_TRUNC);
    if (!descriptor.is_open()) throw io::output_error("open " + named_file(path), errno);
    return std::make_unique<DirectSink>(std::move(descriptor), path);
  }
  // A rename asks the directory alone; a file that was made read-only is meant to be kept.
  Descriptor old = kind == Kind::regular ? io::open_descriptor(path, O_WRONLY) : Descriptor();
  if (kind == Kind::regular && !old.is_open()) throw refusal(path, errno);
  if (auto sink = replacing_sink(path, target, old, options)) return sink;
  return std::make_unique<InPlaceSink>(std::move(old), path, options.sync);
}

}  // namespace pgdumpcore
