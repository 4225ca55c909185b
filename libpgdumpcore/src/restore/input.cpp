#include "restore/input.hpp"

#include "age/plain_input.hpp"
#include "archive/script_reader.hpp"
#include "io/codec.hpp"
#include "io/descriptor.hpp"
#include "io/peeked_source.hpp"
#include "io/random_access.hpp"
#include "io/watched_access.hpp"
#include "restore/options.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

OpenedInput open_stream(std::unique_ptr<io::Source> source, std::string name) {
  auto peeked = std::make_unique<io::PeekedSource>(std::move(source), archive::archive_mark_size);
  const std::span<const std::byte> start = peeked->first_bytes();
  const Codec codec = io::detect_codec(start.first(std::min(start.size(), io::magic_size)));
  if (codec != Codec::none)
    peeked =
        std::make_unique<io::PeekedSource>(io::decompress_from(std::move(peeked), codec), archive::archive_mark_size);
  const std::span<const std::byte> first = peeked->first_bytes();
  if (first.empty()) throw Error(Fault::data, fmt::format("{} is empty", name));
  if (archive::is_archive(first)) return {.archive = archive::open_archive(std::move(peeked), name), .name = name};
  if (std::ranges::find(first, std::byte{0}) != first.end())
    throw Error(Fault::data, fmt::format("{} is neither an archive nor a script: it begins with binary data", name));
  return {.script = std::move(peeked), .name = name};
}

// Whether it takes its time to know what is in a script.
bool takes_long(const RandomAccess& script) {
  constexpr std::uint64_t small = std::uint64_t{64} * 1024 * 1024;
  return script.size() > small && !archive::has_index(script);
}

// Whether an archive, or what is encrypted, begins where the descriptor stands. Its place is left as it was.
bool needs_random_access(int descriptor) {
  const ::off_t place = ::lseek(descriptor, 0, SEEK_CUR);
  std::vector<std::byte> first(archive::archive_mark_size);
  const ::ssize_t got = place < 0 ? -1 : ::pread(descriptor, first.data(), first.size(), place);
  first.resize(static_cast<std::size_t>(std::max<::ssize_t>(got, 0)));
  return archive::is_archive(first) || is_encrypted(first);
}

OpenedInput open_random_access(std::shared_ptr<const RandomAccess> encrypted, const Identities& identities) {
  auto file = age::without_encryption(std::move(encrypted), identities);
  const std::string name = file->name();
  std::vector<std::byte> first(archive::archive_mark_size);
  first.resize(file->read_at(0, first));
  if (archive::is_archive(first)) return {.archive = archive::open_archive(std::move(file)), .name = name};
  archive::check_script_size(*file);
  OpenedInput opened = open_stream(io::whole_source(file), name);
  opened.file = std::move(file);
  return opened;
}

}  // namespace

OpenedInput open_archive_input(const RestoreInput& input, const std::string& option, const Waiting& waiting) {
  const ::off_t start = input.number() >= 0 ? ::lseek(input.number(), 0, SEEK_CUR) : -1;
  OpenedInput opened = open_input(input);
  if (!opened.script) return opened;
  if (!opened.file && start >= 0) {
    // To know what it is, its beginning was read.
    if (::lseek(input.number(), start, SEEK_SET) < 0) throw io::system_error("read " + opened.name, errno);
    opened.file = io::seekable_file(input.number(), opened.name);
  }
  if (!opened.file)
    throw Error(Fault::usage, fmt::format("option {} needs a file: {} is a plain script, and can be read only once",
                                          option, opened.name))
        .hint("Write the script into a file, and restore that.");
  const auto watched = std::make_shared<const io::WatchedAccess>(
      opened.file,
      io::telling_progress(waiting.stop, takes_long(*opened.file) ? waiting.on_progress : ProgressCallback(),
                           opened.file->size(), "the table of contents"));
  opened.archive = archive::read_script_archive(watched);
  watched->end_watch();
  opened.script.reset();
  return opened;
}

OpenedInput open_input_for(const RestoreInput& input, const RestoreOptions& options, bool as_text,
                           const Waiting& waiting) {
  const char* const option = option_of_parts(options, as_text);
  return option == nullptr ? open_input(input) : open_archive_input(input, option, waiting);
}

OpenedInput open_input(const RestoreInput& input) {
  const Identities& identities = input.identities();
  if (input.input_files())
    return {.archive = archive::open_archive(age::without_encryption(input.input_files(), identities)),
            .name = input.input_files()->name()};
  if (input.random_access()) return open_random_access(input.random_access(), identities);
  struct stat status {};
  if (input.path().empty()) {
    const int number = input.number();
    const std::string name = number == STDIN_FILENO ? "standard input" : fmt::format("descriptor {}", number);
    if (::fstat(number, &status) != 0) throw io::system_error("read " + name, errno);
    if (S_ISREG(status.st_mode) && needs_random_access(number))
      return open_random_access(io::seekable_file(number, name), identities);
    return open_stream(age::without_encryption(io::descriptor_source(number), identities, name), name);
  }
  const std::string name = fmt::format("file \"{}\"", input.path());
  if (::stat(input.path().c_str(), &status) != 0) throw io::system_error("open input " + name, errno);
  if (S_ISDIR(status.st_mode)) return {.archive = archive::open_archive(input.path(), identities), .name = name};
  if (S_ISREG(status.st_mode)) {
    io::Descriptor descriptor = io::open_descriptor(input.path(), O_RDONLY);
    if (!descriptor.is_open()) throw io::system_error("open input " + name, errno);
    return open_random_access(std::make_shared<const io::RandomAccessFile>(std::move(descriptor), name), identities);
  }
  return open_stream(age::without_encryption(io::file_source(input.path()), identities, name), name);
}

OpenedInput open_input_to_look_at(const RestoreInput& input) {
  OpenedInput opened = open_input(input);
  if (opened.archive || !opened.file) return opened;
  if (takes_long(*opened.file) || !archive::holds_script(opened.file)) return opened;
  try {
    opened.archive = archive::read_script_archive(opened.file);
    opened.script.reset();
  } catch (const Error& error) {
    if (error.fault() != Fault::data) throw;
  }
  return opened;
}

}  // namespace pgdumpcore::restoring
