#include "io/descriptor.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <pthread.h>
#include <system_error>
#include <unistd.h>

namespace pgdumpcore::io {
namespace {

/// Keeps a SIGPIPE that our own write() raises from being delivered, as libpq does for its sockets. A library may
/// not change the disposition of a signal, which belongs to the whole process; the mask of its thread it may.
class PipeSignalHeld {
 public:
  PipeSignalHeld() {
    sigemptyset(&pipe_signal_);
    sigaddset(&pipe_signal_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_signal_, &former_mask_);
  }
  PipeSignalHeld(const PipeSignalHeld&) = delete;
  PipeSignalHeld& operator=(const PipeSignalHeld&) = delete;
  ~PipeSignalHeld() { pthread_sigmask(SIG_SETMASK, &former_mask_, nullptr); }

  /// Takes back the signal of the write() that just failed with EPIPE. One that was pending before is not ours.
  void discard() {
    if (was_pending_) return;
    const timespec at_once{};
    while (sigtimedwait(&pipe_signal_, nullptr, &at_once) < 0 && errno == EINTR) {
    }
  }

 private:
  sigset_t pipe_signal_{};
  sigset_t former_mask_{};
  bool was_pending_ = false;
};

bool would_block(int error_number) {
  return error_number == EAGAIN || error_number == EWOULDBLOCK;
}

void wait_until_ready(int descriptor, short events) {
  pollfd waited_for{descriptor, events, 0};
  // An error shows itself, with its own words, in the read or write that follows.
  poll(&waited_for, 1, -1);
}

std::optional<std::string> hint_for(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return "Free some space there, or choose another directory.";
    case EROFS:
      return "The file system is mounted read-only; choose another directory.";
    case EACCES:
    case EPERM:
      return "Check the permissions and the owner of the directory, or choose another one.";
    case ENOENT:
      return "Create the directory first, or choose another one.";
    case EFBIG:
      return "Raise the limit on file sizes (ulimit -f), or choose another file system.";
    case EMFILE:
      return "Raise the limit on open files (ulimit -n).";
    default:
      return std::nullopt;
  }
}

}  // namespace

Error system_error(std::string_view action, int error_number) {
  return {Fault::io, fmt::format("could not {}: {}", action, std::generic_category().message(error_number))};
}

Error output_error(std::string_view action, int error_number) {
  Error error = system_error(action, error_number);
  if (auto hint = hint_for(error_number)) error.hint(*std::move(hint));
  return error;
}

Descriptor::~Descriptor() {
  if (is_open()) ::close(number_);
}

int Descriptor::close() {
  // Linux releases the number even when close() fails, so it is never tried twice.
  if (::close(std::exchange(number_, -1)) == 0 || errno == EINTR) return 0;
  return errno;
}

Descriptor open_descriptor(const std::string& path, int flags) {
  return Descriptor(uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC); }));
}

Descriptor open_in(int directory, const std::string& name, int flags, ::mode_t mode) {
  return Descriptor(uninterrupted([&] { return ::openat(directory, name.c_str(), flags | O_CLOEXEC, mode); }));
}

void write_all(int descriptor, std::span<const std::byte> bytes, std::string_view name) {
  PipeSignalHeld pipe_signal;
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      continue;
    }
    const int error_number = errno;
    if (error_number == EINTR) continue;
    if (would_block(error_number)) {
      wait_until_ready(descriptor, POLLOUT);
      continue;
    }
    if (error_number == EPIPE) pipe_signal.discard();
    throw output_error(fmt::format("write to {}", name), error_number);
  }
}

void rewrite_all(int descriptor, std::uint64_t offset, std::span<const std::byte> bytes, std::string_view name) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno != EINTR) throw output_error(fmt::format("write to {}", name), errno);
    if (written < 0) continue;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

std::size_t read_some(int descriptor, std::span<std::byte> buffer, std::string_view name) {
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    const int error_number = errno;
    if (error_number == EINTR) continue;
    if (!would_block(error_number)) throw system_error(fmt::format("read {}", name), error_number);
    wait_until_ready(descriptor, POLLIN);
  }
}

}  // namespace pgdumpcore::io
