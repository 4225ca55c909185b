#include "storage/directory_lock.hpp"

#include "storage/local_store.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <random>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace pgdumpcore::storage {

namespace fs = std::filesystem;

namespace {

constexpr const char* lock_name = ".pgdump.lock";
constexpr const char* holder_name = ".pgdump.holder";
constexpr std::size_t longest_holder = 1024;

std::string first_line(const char* path) {
  std::string line;
  std::getline(std::ifstream(path), line);
  return line;
}

// Different for every machine, and for every time it was started.
std::string boot_line() {
  return "boot " + first_line("/proc/sys/kernel/random/boot_id") + "\n";
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string make_identity() {
  std::random_device random;
  return fmt::format("process {} on {}\n{}token {:08x}{:08x}\n", ::getpid(), host_name(), boot_line(), random(),
                     random());
}

// Opened anew for every look: a network file system asks its server then.
std::string content_of(const fs::path& path) {
  std::string content(longest_holder, '\0');
  const io::Descriptor file = io::open_descriptor(path.string(), O_RDONLY | O_NOFOLLOW);
  if (!file.is_open()) return {};
  content.resize(io::read_some(file.get(), std::as_writable_bytes(std::span(content)), "holder file"));
  return content;
}

// True when it was interrupted.
bool sleep_for(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop, time, [] { return false; });
  return stop.stop_requested();
}

}  // namespace

DirectoryLock::DirectoryLock(const fs::path& directory, const std::stop_token& stop, const LockTiming& timing)
    : directory_(directory), owner_(directory / holder_name), timing_(timing), identity_(make_identity()) {
  const fs::path path = directory / lock_name;
  lock_ = io::open_in(AT_FDCWD, path, O_RDWR | O_CREAT, 0600);
  if (!lock_.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) fail_on_path("use backup directory", directory, errno);
    fail_on_path("create lock file", path, errno);
  }
  if (io::uninterrupted([this] { return ::flock(lock_.get(), LOCK_EX | LOCK_NB); }) == 0)
    excludes_here_ = true;
  else if (errno == EWOULDBLOCK)
    refuse(content_of(owner_));
  else if (errno != ENOLCK && errno != ENOSYS && errno != EOPNOTSUPP && errno != EINVAL)
    fail_on_path("lock", path, errno);
  take_holder_file(stop);
  beating_ = std::jthread([this](const std::stop_token& over) { keep_alive(over); });
}

DirectoryLock::~DirectoryLock() {
  beating_.request_stop();
  beating_.join();
  // Whoever lost the file to another after a long standstill must not take it from that one.
  if (content_of(owner_).starts_with(identity_)) ::unlink(owner_.c_str());
}

void DirectoryLock::take_holder_file(const std::stop_token& stop) {
  if (make_holder_file()) return;
  const std::string seen = content_of(owner_);
  const bool left_here = excludes_here_ && seen.find(boot_line()) != std::string::npos;
  if (!left_here) wait_until_gone(seen, stop);
  break_stale_lock(seen);
  if (!make_holder_file()) refuse(content_of(owner_));
}

// False: there is one already.
bool DirectoryLock::make_holder_file() const {
  const io::Descriptor file = io::open_in(AT_FDCWD, owner_, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!file.is_open()) {
    if (errno == EEXIST) return false;
    fail_on_path("create file", owner_, errno);
  }
  io::write_all(file.get(), std::as_bytes(std::span(identity_)), fmt::format("file \"{}\"", owner_.string()));
  return true;
}

void DirectoryLock::wait_until_gone(const std::string& seen, const std::stop_token& stop) const {
  const auto deadline = std::chrono::steady_clock::now() + timing_.stale_after;
  while (std::chrono::steady_clock::now() < deadline) {
    if (sleep_for(timing_.heartbeat / 4, stop)) throw Error(Fault::cancelled, "cancelled while waiting for a lock");
    if (const std::string now = content_of(owner_); now != seen) refuse(now);
  }
}

// Under a name of its own first: two that do this at once must not take the new file of the other for the old one.
void DirectoryLock::break_stale_lock(const std::string& seen) const {
  const fs::path aside = fmt::format("{}.{}", owner_.string(), identity_.substr(identity_.size() - 17, 16));
  if (::rename(owner_.c_str(), aside.c_str()) != 0) return;
  const std::string taken = content_of(aside);
  if (taken != seen) ::rename(aside.c_str(), owner_.c_str());
  if (taken != seen) refuse(taken);
  ::unlink(aside.c_str());
}

void DirectoryLock::refuse(const std::string& owner) const {
  Error error(Fault::io, fmt::format("another backup into \"{}\" is running", directory_.string()));
  if (const std::string who = owner.substr(0, owner.find('\n')); !who.empty()) error.detail("It is " + who + ".");
  throw error.hint("Wait for it to end, or use another directory.");
}

void DirectoryLock::keep_alive(const std::stop_token& over) const {
  for (std::uint64_t heartbeat = 1; !sleep_for(timing_.heartbeat, over); ++heartbeat) {
    if (!content_of(owner_).starts_with(identity_)) return;
    const io::Descriptor file = io::open_descriptor(owner_.string(), O_WRONLY | O_NOFOLLOW);
    const std::string content = fmt::format("{}beat {}\n", identity_, heartbeat);
    // What cannot be written now is tried again with the next heartbeat.
    [[maybe_unused]] const auto written = ::pwrite(file.get(), content.data(), content.size(), 0);
  }
}

}  // namespace pgdumpcore::storage
