#include "archive/reader.hpp"

#include "age/plain_input.hpp"
#include "archive/custom_reader.hpp"
#include "archive/directory_reader.hpp"
#include "archive/input.hpp"
#include "archive/script_reader.hpp"
#include "archive/tar_input.hpp"
#include "archive/tar_reader.hpp"
#include "archive/toc_reader.hpp"
#include "io/codec.hpp"
#include "io/directory.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pgdumpcore::archive {
namespace {

[[nodiscard]] Error no_archive(const std::string& name, std::span<const std::byte> first_bytes) {
  Error error(Fault::data, fmt::format("{} is no archive", name));
  const std::string_view text(reinterpret_cast<const char*>(first_bytes.data()), first_bytes.size());
  const Codec codec = io::detect_codec(first_bytes.first(std::min(first_bytes.size(), io::magic_size)));
  if (text.empty()) return error.hint("It is empty.");
  if (codec != Codec::none) return error.hint(fmt::format("It is {}-compressed.", io::traits_of(codec).name));
  if (text.starts_with("--") || text.find("PostgreSQL database dump") != std::string_view::npos)
    return error.hint(
        "It looks like a plain script. As an archive it can be read from a file that pg_dump or pgdump wrote.");
  return error;
}

// Which reader it is for is in the first bytes; those are not passed.
template <typename Readable>
std::unique_ptr<ArchiveReader> read_as_its_bytes_say(Readable readable, std::span<const std::byte> first_bytes,
                                                     const std::string& name) {
  const std::string_view text(reinterpret_cast<const char*>(first_bytes.data()), first_bytes.size());
  if (text.starts_with(toc_magic)) return read_custom(std::move(readable));
  if (is_tar(first_bytes)) return read_tar(std::move(readable));
  throw no_archive(name, first_bytes);
}

}  // namespace

bool is_archive(std::span<const std::byte> first_bytes) {
  const std::string_view text(reinterpret_cast<const char*>(first_bytes.data()), first_bytes.size());
  return text.starts_with(toc_magic) || is_tar(first_bytes);
}

// A plain script can be an archive too, as it can be read anywhere.
std::unique_ptr<ArchiveReader> open_archive(std::shared_ptr<const RandomAccess> file) {
  std::vector<std::byte> first_bytes(tar_block_size);
  first_bytes.resize(file->read_at(0, first_bytes));
  const std::string name = file->name();
  if (!is_archive(first_bytes) && !first_bytes.empty() && holds_script(file)) return read_script_archive(file);
  return read_as_its_bytes_say(std::move(file), first_bytes, name);
}

std::unique_ptr<ArchiveReader> open_archive(std::shared_ptr<InputFiles> files) {
  return read_directory(std::move(files));
}

std::unique_ptr<ArchiveReader> open_archive(std::unique_ptr<io::Source> source, const std::string& name) {
  ArchiveInput input(std::move(source), name);
  const std::span<const std::byte> peeked = input.peek(tar_block_size);
  const std::vector<std::byte> first_bytes(peeked.begin(), peeked.end());
  return read_as_its_bytes_say(std::move(input), first_bytes, name);
}

std::unique_ptr<ArchiveReader> open_archive(const std::string& path, const Identities& identities) {
  const std::string name = fmt::format("file \"{}\"", path);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw io::system_error("open " + name, errno);
  if (S_ISDIR(status.st_mode)) return read_directory(age::without_encryption(io::open_directory(path), identities));
  if (!S_ISREG(status.st_mode))
    return open_archive(age::without_encryption(io::file_source(path), identities, name), name);
  io::Descriptor descriptor = io::open_descriptor(path, O_RDONLY);
  if (!descriptor.is_open()) throw io::system_error("open " + name, errno);
  return open_archive(
      age::without_encryption(std::make_shared<const io::RandomAccessFile>(std::move(descriptor), name), identities));
}

std::unique_ptr<ArchiveReader> open_archive(int descriptor, const Identities& identities) {
  const std::string name =
      descriptor == STDIN_FILENO ? std::string("standard input") : fmt::format("descriptor {}", descriptor);
  if (auto file = io::seekable_file(descriptor, name))
    return open_archive(age::without_encryption(std::move(file), identities));
  return open_archive(age::without_encryption(io::descriptor_source(descriptor), identities, name), name);
}

}  // namespace pgdumpcore::archive
