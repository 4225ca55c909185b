#include "io/new_directory.hpp"

#include "io/files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pgdumpcore::io {
namespace {

constexpr ::mode_t directory_mode = 0700;
constexpr ::mode_t file_mode = 0600;

std::string making(const std::string& path) {
  return fmt::format("create directory \"{}\"", path);
}

std::filesystem::path without_trailing_slashes(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

bool is_empty(int directory) {
  const int own = uninterrupted([&] { return ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(own < 0 ? nullptr : ::fdopendir(own), ::closedir);
  if (stream == nullptr) {
    if (own >= 0) ::close(own);
    return false;
  }
  while (const dirent* const entry = ::readdir(stream.get()))
    if (const std::string_view name = entry->d_name; name != "." && name != "..") return false;
  return true;
}

}  // namespace

/// The directory, and what has been made of it so far.
class NewDirectory::State {
 public:
  State(const std::string& path, Sync sync)
      : path_(path),
        target_(without_trailing_slashes(path)),
        sync_(sync),
        parent_(target_.has_parent_path() ? target_.parent_path().string() : ".", making(path)),
        temporary_(make_or_take()),
        directory_(temporary_.empty() ? target_.string() : (target_.parent_path() / temporary_).string(),
                   making(path)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (complete_) return;
    for (const std::string& name : names_) ::unlinkat(directory_.get(), name.c_str(), 0);
    if (!temporary_.empty()) ::unlinkat(parent_.get(), temporary_.c_str(), AT_REMOVEDIR);
  }

  [[nodiscard]] Sync sync() const { return sync_; }

  /// `as` is the name it will have, for messages.
  [[nodiscard]] BufferedFile create(const std::string& name, const std::string& as) {
    {
      const std::lock_guard guard(mutex_);
      names_.push_back(name);
    }
    Descriptor created = create_file(directory_, name, file_mode);
    const std::string named = named_file((target_ / as).string());
    if (!created.is_open()) throw output_error("create " + named, errno);
    return {std::move(created), named};
  }

  void complete(const std::string& last_file, const std::string& final_name) {
    if (sync_ == Sync::file_system) directory_.sync_file_system();
    rename(directory_, last_file, final_name);
    if (temporary_.empty()) {
      complete_ = true;
      if (sync_ != Sync::none) directory_.sync();
      return;
    }
    names_.push_back(final_name);
    if (sync_ != Sync::none) directory_.sync();
    rename(parent_, temporary_, target_.filename());
    complete_ = true;
    if (sync_ != Sync::none) parent_.sync();
  }

 private:
  /// The temporary name of a new one, or nothing where an empty one is taken.
  std::string make_or_take() {
    struct stat status {};
    if (::lstat(target_.c_str(), &status) == 0) {
      const Descriptor there = open_descriptor(target_, O_RDONLY | O_DIRECTORY);
      if (!there.is_open() || !is_empty(there.get())) throw output_error(making(path_), EEXIST);
      return {};
    }
    if (errno != ENOENT) throw output_error(making(path_), errno);
    std::string name = temporary_name(target_.filename().string());
    if (::mkdirat(parent_.get(), name.c_str(), directory_mode) != 0) throw output_error(making(path_), errno);
    return name;
  }

  void rename(const Directory& in, const std::string& from, const std::string& to) const {
    if (::renameat(in.get(), from.c_str(), in.get(), to.c_str()) != 0)
      throw output_error(fmt::format("rename the finished \"{}\" in \"{}\"", to, path_), errno);
  }

  std::string path_;
  std::filesystem::path target_;
  Sync sync_;
  Directory parent_;
  std::string temporary_;
  Directory directory_;
  std::mutex mutex_{};
  std::vector<std::string> names_{};
  bool complete_ = false;
};

namespace {

class FileInDirectory final : public Sink {
 public:
  FileInDirectory(BufferedFile file, Sync sync) : file_(std::move(file)), sync_(sync) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }
  void finish() override { file_.finish(sync_); }

 private:
  BufferedFile file_;
  Sync sync_;
};

class LastFile final : public Sink {
 public:
  LastFile(BufferedFile file, Sync sync, std::function<void()> complete)
      : file_(std::move(file), sync), complete_(std::move(complete)) {}

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }
  void finish() override {
    file_.finish();
    complete_();
  }

 private:
  FileInDirectory file_;
  std::function<void()> complete_;
};

}  // namespace

NewDirectory::NewDirectory(const std::string& path, Sync sync) : state_(std::make_unique<State>(path, sync)) {}

NewDirectory::~NewDirectory() = default;

std::unique_ptr<Sink> NewDirectory::file(const std::string& name) {
  return std::make_unique<FileInDirectory>(state_->create(name, name), state_->sync());
}

std::unique_ptr<Sink> NewDirectory::last_file(const std::string& name) {
  const std::string temporary = temporary_name(name);
  return std::make_unique<LastFile>(state_->create(temporary, name), state_->sync(),
                                    [this, temporary, name] { state_->complete(temporary, name); });
}

}  // namespace pgdumpcore::io
