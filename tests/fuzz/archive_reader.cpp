// Any bytes as an archive in custom or tar format: as a file, whose data is asked for from the last entry to the first,
// and as what comes through a pipe.
#include "archive/reader.hpp"

#include "archive/custom_reader.hpp"
#include "archive/tar_reader.hpp"
#include "archive/toc_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace archive = pgdumpcore::archive;
using pgdumpcore::Error;

namespace {

// A few bytes can be compressed megabytes: what comes after this many shows nothing new.
constexpr std::size_t enough = std::size_t{256} * 1024;
struct Enough {};

void read_data(archive::ArchiveReader& reader, const archive::Entry& entry) {
  std::size_t size = 0;
  try {
    if (archive::holds_large_objects(entry)) {
      const auto count = [&](std::span<const std::byte> bytes) {
        size += bytes.size();
        if (size > enough) throw Enough{};
      };
      reader.large_objects(entry, {.open = [](std::uint32_t) {}, .write = count, .close = [] {}});
      return;
    }
    const std::unique_ptr<pgdumpcore::io::Source> rows = reader.table_data(entry);
    std::vector<std::byte> buffer(4096);
    while (size <= enough) {
      const std::size_t got = rows->read(buffer);
      if (got == 0) break;
      size += got;
    }
  } catch (const Error&) {
  } catch (const Enough&) {
  }
}

void read_file(std::span<const std::byte> bytes) {
  const int descriptor = ::memfd_create("archive", MFD_CLOEXEC);
  if (descriptor < 0 || ::write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) abort();
  ::lseek(descriptor, 0, SEEK_SET);
  try {
    const std::unique_ptr<archive::ArchiveReader> reader = archive::open_archive(descriptor);
    const std::vector<archive::Entry>& entries = reader->toc().entries;
    std::for_each(entries.rbegin(), entries.rend(), [&](const archive::Entry& entry) { read_data(*reader, entry); });
  } catch (const Error&) {
  }
  ::close(descriptor);
}

void read_pipe(const std::string& bytes) {
  try {
    archive::ArchiveInput input(pgdumpcore::io::memory_source(bytes), "input");
    const std::unique_ptr<archive::ArchiveReader> reader = bytes.starts_with(archive::toc_magic)
                                                               ? archive::read_custom(std::move(input))
                                                               : archive::read_tar(std::move(input));
    for (const archive::Entry& entry : reader->toc().entries) read_data(*reader, entry);
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_file(std::as_bytes(std::span(data, size)));
  read_pipe(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
