#include "io/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <random>
#include <unistd.h>

namespace pgdumpcore::io {

std::string named_file(std::string_view path) {
  return fmt::format("file \"{}\"", path);
}

void BufferedFile::write(std::span<const std::byte> bytes) {
  buffer_.add(bytes, [this](std::span<const std::byte> block) { write_all(descriptor_.get(), block, name_); });
}

void BufferedFile::rewrite(std::uint64_t offset, std::span<const std::byte> bytes) {
  flush();
  rewrite_all(descriptor_.get(), offset, bytes, name_);
}

void BufferedFile::flush() {
  buffer_.flush([this](std::span<const std::byte> block) { write_all(descriptor_.get(), block, name_); });
}

void BufferedFile::sync() {
  if (uninterrupted([this] { return ::fsync(descriptor_.get()); }) != 0) throw output_error("sync " + name_, errno);
}

void BufferedFile::sync_file_system() {
  if (uninterrupted([this] { return ::syncfs(descriptor_.get()); }) != 0)
    throw output_error("sync the file system of " + name_, errno);
}

void BufferedFile::close() {
  if (const int error_number = descriptor_.close(); error_number != 0)
    throw output_error("close " + name_, error_number);
}

void BufferedFile::finish(Sync sync) {
  flush();
  if (sync == Sync::files) this->sync();
  close();
}

Directory::Directory(std::string path, std::string_view making)
    : path_(std::move(path)), descriptor_(open_descriptor(path_, O_PATH | O_DIRECTORY)) {
  if (!descriptor_.is_open()) throw output_error(making, errno);
}

Descriptor Directory::readable() const {
  return open_in(descriptor_.get(), ".", O_RDONLY | O_DIRECTORY);
}

void Directory::sync() const {
  const Descriptor directory = readable();
  if (!directory.is_open() && errno == EACCES) return;
  const auto sync = [&] { return ::fsync(directory.get()); };
  if (directory.is_open() && (uninterrupted(sync) == 0 || errno == EINVAL || errno == EROFS)) return;
  throw output_error(fmt::format("sync directory \"{}\"", path_), errno);
}

void Directory::sync_file_system() const {
  const Descriptor directory = readable();
  if (!directory.is_open() || uninterrupted([&] { return ::syncfs(directory.get()); }) != 0)
    throw output_error(fmt::format("sync the file system of directory \"{}\"", path_), errno);
}

std::string temporary_name(std::string_view final_name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device device;
  std::uniform_int_distribution<std::size_t> any_letter(0, letters.size() - 1);
  std::string chosen(6, ' ');
  for (char& letter : chosen) letter = letters[any_letter(device)];
  // Room for the dots, the random part and the suffix, so that the longest legal name still works.
  return fmt::format(".{}.{}.tmp", final_name.substr(0, NAME_MAX - 12), chosen);
}

Descriptor create_file(const Directory& directory, const std::string& name, ::mode_t mode) {
  return open_in(directory.get(), name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
}

}  // namespace pgdumpcore::io
