#include "storage/local_store.hpp"

#include "io/descriptor.hpp"
#include "io/files.hpp"
#include "io/random_access.hpp"
#include "storage/directory_lock.hpp"
#include "storage/local_check.hpp"
#include "storage/local_group.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace pgdumpcore::storage {

namespace {

namespace fs = std::filesystem;

class DirectoryLockHeld final : public Lock {
 public:
  DirectoryLockHeld(const fs::path& directory, const std::stop_token& stop) : lock_(directory, stop) {}

 private:
  DirectoryLock lock_;
};

class FileLockHeld final : public Lock {
 public:
  explicit FileLockHeld(io::Descriptor file) : file_(std::move(file)) {}

 private:
  io::Descriptor file_;
};

// A set may have been removed between the opening of its last file and the lock.
bool is_still_there(const fs::path& path, int descriptor) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

// Not open: somebody else has it.
bool try_lock(const io::Descriptor& file, int kind) {
  return io::uninterrupted([&] { return ::flock(file.get(), kind | LOCK_NB); }) == 0 || errno != EWOULDBLOCK;
}

Access access_of(int error_number) {
  return error_number == EACCES ? Access::refused : Access::missing;
}

class LocalStore final : public Store {
 public:
  LocalStore(fs::path directory, Sync sync) : directory_(std::move(directory)), sync_(sync) {}

  [[nodiscard]] std::string describe(const std::string& key) const override { return path_of(key).string(); }

  // --- objects

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& key) const override {
    const std::string path = path_of(key).string();
    return io::open_regular_file(AT_FDCWD, path, io::named_file(path));
  }

  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& key) const override {
    std::error_code code;
    const std::uint64_t size = fs::file_size(path_of(key), code);
    return code ? std::nullopt : std::optional(size);
  }

  [[nodiscard]] Access access(const std::string& key) const override {
    const fs::path path = path_of(key);
    if (::access(path.c_str(), R_OK) != 0) return access_of(errno);
    std::error_code code;
    for (const fs::directory_entry& entry : fs::directory_iterator(path, code))
      if (::access(entry.path().c_str(), R_OK) != 0) return access_of(errno);
    return Access::granted;
  }

  [[nodiscard]] std::vector<std::string> list(const std::string& key) const override {
    std::vector<std::string> names;
    std::error_code code;
    for (const fs::directory_entry& entry : fs::directory_iterator(path_of(key), code))
      names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }

  void put(const std::string& key, std::string_view content) override {
    const std::unique_ptr<Sink> file = file_sink(path_of(key).string(), {.sync = sync_});
    file->write_text(content);
    file->finish();
  }

  // --- groups

  [[nodiscard]] std::vector<GroupInfo> groups() const override {
    std::error_code code;
    fs::directory_iterator entries;
    do entries = fs::directory_iterator(own_path(), code);
    while (code == std::errc::interrupted);
    if (code)
      throw Error(Fault::io, fmt::format("could not read directory \"{}\": {}", describe(""), code.message()))
          .hint("Name the directory of the sets with --dir.");
    std::vector<GroupInfo> found;
    for (const fs::directory_entry& entry : entries) {
      const std::string name = entry.path().filename().string();
      const std::string finished = finished_name(name);
      GroupInfo group{
          .name = finished.empty() ? name : finished, .path = describe(name), .is_finished = finished.empty()};
      // A link that leads nowhere is a group that lacks everything.
      group.is_link = entry.is_symlink(code);
      if (group.is_link ? !group.is_finished : !entry.is_directory(code)) continue;
      const fs::path real = fs::canonical(entry.path(), code);
      group.identity = code ? entry.path().string() : real.string();
      found.push_back(std::move(group));
    }
    return found;
  }

  [[nodiscard]] bool has_group(const std::string& name) const override { return fs::exists(path_of(name)); }

  [[nodiscard]] std::unique_ptr<NewGroup> begin(const std::string& name) override {
    return make_local_group(directory_, name, sync_);
  }

  void remove_unfinished(const std::string& name) noexcept override {
    std::error_code ignored;
    fs::remove_all(path_of(partial_name(name)), ignored);
  }

  [[nodiscard]] bool remove(const std::string& name, const std::string& last) override {
    if (fs::is_symlink(path_of(name))) throw Error(Fault::io, fmt::format("\"{}\" is a symbolic link", name));
    const std::string last_path = path_of(name + "/" + last).string();
    // Network file systems give an exclusive lock only to a file that is open for writing.
    io::Descriptor file = io::open_descriptor(last_path, O_RDWR);
    if (!file.is_open()) file = io::open_descriptor(last_path, O_RDONLY);
    if (file.is_open() && !try_lock(file, LOCK_EX)) return false;
    const fs::path partial = path_of(partial_name(name));
    if (::rename(path_of(name).c_str(), partial.c_str()) != 0) fail_on_path("remove", path_of(name), errno);
    std::error_code code;
    fs::remove_all(partial, code);
    if (code) fail_on_path("remove", partial, code.value());
    return true;
  }

  // --- locks

  [[nodiscard]] std::unique_ptr<Lock> lock(const std::stop_token& stop) override {
    return std::make_unique<DirectoryLockHeld>(own_path(), stop);
  }

  [[nodiscard]] std::unique_ptr<Lock> lock_for_reading(const std::string& name, const std::string& last) override {
    const fs::path path = path_of(name) / last;
    io::Descriptor file = io::open_descriptor(path.string(), O_RDONLY);
    if (file.is_open() && (!try_lock(file, LOCK_SH) || !is_still_there(path, file.get())))
      throw Error(Fault::io, fmt::format("backup set \"{}\" is being removed", describe(name)))
          .hint("Retention does not keep it. Choose another set.");
    return std::make_unique<FileLockHeld>(std::move(file));
  }

  // --- besides

  [[nodiscard]] std::string link(const std::string& name) const override {
    const fs::path path = path_of(name);
    std::error_code ignored;
    if (fs::is_symlink(path, ignored)) return fs::read_symlink(path, ignored).filename().string();
    std::string group;
    if (fs::is_regular_file(path, ignored)) std::getline(std::ifstream(path), group);
    return group.find('/') == std::string::npos ? group : std::string();
  }

  void set_link(const std::string& name, const std::string& group) override {
    const fs::path link = path_of(name);
    if (group.empty()) {
      if (::unlink(link.c_str()) != 0 && errno != ENOENT) fail_on_path("remove", link, errno);
      return;
    }
    refuse_foreign(name, group.size());
    // A backup and a verification may do this at the same time.
    const fs::path fresh = path_of(fmt::format(".{}.{}.new", name, ::getpid()));
    ::unlink(fresh.c_str());
    if (::symlink(group.c_str(), fresh.c_str()) != 0) {
      if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EINVAL)
        fail_on_path("create symbolic link", fresh, errno);
      return put(name, group + "\n");
    }
    if (::rename(fresh.c_str(), link.c_str()) == 0) return;
    const int code = errno;
    ::unlink(fresh.c_str());
    fail_on_path("renew", link, code);
  }

  [[nodiscard]] std::optional<std::uint64_t> free_space() const override {
    struct statvfs facts {};
    // Some network and user-space file systems answer with zeros.
    if (::statvfs(own_path().c_str(), &facts) != 0 || facts.f_blocks == 0) return std::nullopt;
    return static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
  }

  [[nodiscard]] std::vector<PlaceCheck> check() override { return check_directory(own_path()); }

 private:
  [[nodiscard]] fs::path path_of(const std::string& key) const { return key.empty() ? directory_ : directory_ / key; }
  // What system calls take for it.
  [[nodiscard]] fs::path own_path() const { return directory_.empty() ? fs::path(".") : directory_; }

  // A file of ours holds the name of a group.
  void refuse_foreign(const std::string& name, std::size_t length) const {
    std::error_code code;
    const fs::file_status status = fs::symlink_status(path_of(name), code);
    if (!fs::exists(status) || fs::is_symlink(status) || link(name).size() == length) return;
    throw Error(Fault::io, fmt::format("\"{}\" is not a link that pgdump made", describe(name)))
        .hint(
            "Rename or remove it; the next backup makes the link. Commands of pgdump find the newest set without it.");
  }

  fs::path directory_;
  Sync sync_;
};

}  // namespace

void fail_on_path(const std::string& what, const fs::path& path, int code) {
  Error error(Fault::io, fmt::format("could not {} \"{}\": {}", what, path.string(), std::strerror(code)));
  if (code == ENOENT) error.hint("Create the directory, or name another with --dir.");
  if (code == EACCES || code == EPERM || code == EROFS) error.hint("Make it writable for the user pgdump runs as.");
  throw error;
}

std::shared_ptr<Store> local_store(fs::path directory, Sync sync) {
  return std::make_shared<LocalStore>(std::move(directory), sync);
}

}  // namespace pgdumpcore::storage
