// Prints the data of an archive through the public API, in a form that a shell can compare:
// each table's COPY command and rows, and a line `OID HEXADECIMAL` for each large object.
#include <pgdumpcore/archive.hpp>

#include <fmt/format.h>

#include <iostream>
#include <string>
#include <unistd.h>

namespace {

std::string hexadecimal(std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += digits[std::to_integer<std::size_t>(byte >> 4)];
    text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string path = argc == 2 ? argv[1] : "-";
  pgdumpcore::Archive archive = path == "-" ? pgdumpcore::Archive::open(STDIN_FILENO) : pgdumpcore::Archive::open(path);
  const std::unique_ptr<pgdumpcore::Sink> out = pgdumpcore::descriptor_sink(STDOUT_FILENO);
  const pgdumpcore::LargeObjectReceiver receiver = {
      .open = [&](std::uint32_t oid) { out->write_text(fmt::format("{} ", oid)); },
      .write = [&](std::span<const std::byte> bytes) { out->write_text(hexadecimal(bytes)); },
      .close = [&] { out->write_text("\n"); },
  };
  for (const pgdumpcore::ArchiveEntry& entry : archive.entries()) {
    if (!entry.has_data) continue;
    if (entry.has_large_objects) {
      archive.read_large_objects(entry, receiver);
    } else {
      out->write_text(entry.copy);
      archive.read_data(entry, *out);
    }
  }
  out->finish();
  return 0;
} catch (const pgdumpcore::Error& error) {
  std::cerr << "archive_cat: " << error.what() << '\n';
  return 1;
}
