#include "storage/local_group.hpp"

#include "io/files.hpp"
#include "io/random_access.hpp"
#include "io/rewritable.hpp"
#include "storage/local_store.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgdumpcore::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view partial_suffix = ".partial";
constexpr ::mode_t directory_mode = 0700;
constexpr ::mode_t file_mode = 0600;

// A file within a directory that does not count yet: no name of its own is needed until it is complete.
class GroupFile final : public Sink, public io::Rewritable {
 public:
  GroupFile(io::Descriptor descriptor, fs::path path, const std::string& name, Sync sync)
      : path_(std::move(path)), sync_(sync), file_(std::move(descriptor), name) {}
  GroupFile(const GroupFile&) = delete;
  GroupFile& operator=(const GroupFile&) = delete;
  ~GroupFile() override {
    if (!is_finished_) ::unlink(path_.c_str());
  }

  void write(std::span<const std::byte> bytes) override { file_.write(bytes); }
  [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override { file_.rewrite(offset, bytes); }
  void finish() override {
    file_.finish(sync_);
    is_finished_ = true;
  }

 private:
  fs::path path_;
  Sync sync_;
  io::BufferedFile file_;
  bool is_finished_ = false;
};

class LocalGroup final : public NewGroup {
 public:
  LocalGroup(const fs::path& directory, const std::string& name, Sync sync)
      : directory_(directory), partial_(directory / partial_name(name)), final_(directory / name), sync_(sync) {
    if (fs::exists(final_))
      throw Error(Fault::io, fmt::format("backup set \"{}\" exists already", final_.string()))
          .hint("Start the backup again a second later.");
    if (::mkdir(partial_.c_str(), directory_mode) != 0) fail_on_path("create directory", partial_, errno);
  }
  ~LocalGroup() override {
    std::error_code ignored;
    if (!is_committed_) fs::remove_all(partial_, ignored);
  }

  [[nodiscard]] std::unique_ptr<Sink> put(const std::string& name) override {
    const fs::path path = partial_ / name;
    if (path.parent_path() != partial_) make_directory(path.parent_path());
    io::Descriptor file = io::open_in(AT_FDCWD, path.string(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, file_mode);
    const std::string named = io::named_file((final_ / name).string());
    if (!file.is_open()) throw io::output_error("create " + named, errno);
    return std::make_unique<GroupFile>(std::move(file), path, named, sync_);
  }

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) const override {
    return io::open_regular_file(AT_FDCWD, (partial_ / name).string(), io::named_file((final_ / name).string()));
  }

  void remove(const std::string& name) noexcept override {
    std::error_code ignored;
    fs::remove(partial_ / name, ignored);
  }

  void commit(const std::string& last, std::string_view content) override {
    const std::unique_ptr<Sink> file = put(last);
    file->write_text(content);
    file->finish();
    if (sync_ != Sync::none) sync_all();
    if (::rename(partial_.c_str(), final_.c_str()) != 0)
      fail_on_path("rename to its final name the set", partial_, errno);
    is_committed_ = true;
    if (sync_ != Sync::none) io::Directory(parent(), "sync the directory").sync();
  }

 private:
  void make_directory(const fs::path& path) {
    const std::lock_guard guard(mutex_);
    if (!directories_.insert(path).second) return;
    if (::mkdir(path.c_str(), directory_mode) != 0 && errno != EEXIST) fail_on_path("create directory", path, errno);
  }

  void sync_all() const {
    const io::Directory whole(partial_.string(), "sync the set");
    if (sync_ == Sync::file_system) return whole.sync_file_system();
    for (const fs::path& path : directories_) io::Directory(path.string(), "sync the set").sync();
    whole.sync();
  }

  [[nodiscard]] std::string parent() const { return directory_.empty() ? "." : directory_.string(); }

  fs::path directory_;
  fs::path partial_;
  fs::path final_;
  Sync sync_;
  std::mutex mutex_{};
  std::set<fs::path> directories_{};  // within the group
  bool is_committed_ = false;
};

}  // namespace

std::string partial_name(std::string_view group) {
  return fmt::format(".{}{}", group, partial_suffix);
}

std::string finished_name(std::string_view partial) {
  const bool is_one =
      partial.size() > partial_suffix.size() + 1 && partial.starts_with('.') && partial.ends_with(partial_suffix);
  return is_one ? std::string(partial.substr(1, partial.size() - 1 - partial_suffix.size())) : std::string();
}

std::unique_ptr<NewGroup> make_local_group(const fs::path& directory, const std::string& name, Sync sync) {
  return std::make_unique<LocalGroup>(directory, name, sync);
}

}  // namespace pgdumpcore::storage
