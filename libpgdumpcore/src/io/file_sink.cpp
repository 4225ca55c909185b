// A file that appears under its name only when it is complete, and a direct way to what is no regular file.
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

  void finish() override {
    file_.flush();
    file_.close();
  }

 private:
  BufferedFile file_;
};

/// The file under its temporary name; removes it unless it was given its final one.
class TemporaryFile {
 public:
  TemporaryFile(const Directory& directory, std::string final_name)
      : directory_(directory), final_name_(std::move(final_name)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!name_.empty()) ::unlinkat(directory_.get(), name_.c_str(), 0);
  }

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
  const Directory& directory_;
  std::string final_name_;
  std::string name_{};
};

class ReplacingSink final : public Sink, public io::Rewritable {
 public:
  /// `path` is what the user named; `target`, where its symbolic links lead.
  ReplacingSink(const std::string& path, const std::filesystem::path& target, const FileSinkOptions& options)
      : path_(path),
        sync_(options.sync),
        directory_(target.has_parent_path() ? target.parent_path().string() : ".", "create " + named_file(path)),
        temporary_(directory_, target.filename()),
        file_(create(options.mode), named_file(path)) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }

  [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override { file_.rewrite(offset, bytes); }

  void finish() override {
    file_.flush();
    if (sync_ == Sync::files) file_.sync();
    file_.close();
    if (sync_ == Sync::file_system) directory_.sync_file_system();
    if (const int error_number = temporary_.give_final_name(); error_number != 0) {
      throw io::output_error(fmt::format("rename the finished file to \"{}\"", path_), error_number);
    }
    if (sync_ != Sync::none) directory_.sync();
  }

 private:
  Descriptor create(::mode_t mode) {
    Descriptor created = temporary_.create(mode);
    if (!created.is_open()) throw io::output_error("create " + named_file(path_), errno);
    return created;
  }

  std::string path_;
  Sync sync_;
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
  const auto refuse = [&path](int error_number) {
    return io::output_error("create " + named_file(path), error_number);
  };
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
  if (!descriptor.is_open()) throw io::output_error("open " + named_file(path), errno);
  return std::make_unique<DirectSink>(std::move(descriptor), path);
}

}  // namespace pgdumpcore
