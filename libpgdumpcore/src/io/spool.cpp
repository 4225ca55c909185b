#include "io/spool.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace pgdumpcore::io {
namespace {

constexpr std::size_t most_held = std::size_t{1} << 20U;
constexpr const char* name = "temporary file";

Descriptor unnamed_file() {
  // The stream goes at once; a descriptor of its own keeps the file.
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::tmpfile(), std::fclose);
  Descriptor file(stream == nullptr ? -1 : ::fcntl(::fileno(stream.get()), F_DUPFD_CLOEXEC, 0));
  if (!file.is_open()) throw output_error("create a temporary file", errno);
  return file;
}

}  // namespace

void Spool::write(std::span<const std::byte> bytes) {
  if (held_.size() + bytes.size() > most_held) spill();
  if (bytes.size() > most_held)
    write_all(file_.get(), bytes, name);
  else
    held_.insert(held_.end(), bytes.begin(), bytes.end());
  size_ += bytes.size();
}

void Spool::spill() {
  if (!file_.is_open()) file_ = unnamed_file();
  write_all(file_.get(), held_, name);
  held_.clear();
}

void Spool::pour_into(Sink& out) {
  if (!file_.is_open()) return out.write(held_);
  spill();
  if (::lseek(file_.get(), 0, SEEK_SET) < 0) throw system_error("read temporary file", errno);
  held_.resize(most_held);
  for (std::size_t got = read_some(file_.get(), held_, name); got > 0; got = read_some(file_.get(), held_, name))
    out.write(std::span(held_).first(got));
}

}  // namespace pgdumpcore::io
