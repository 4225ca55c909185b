#include "backup/set_files.hpp"

#include "io/digest.hpp"
#include "io/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pgdumpcore::backups {

namespace fs = std::filesystem;

std::vector<SetFile> files_of(const DatabaseOutcome& database) {
  if (database.format != Format::directory)
    return {{.name = database.file, .size = database.size, .sha256 = database.sha256}};
  std::vector<SetFile> files = database.files;
  for (SetFile& file : files) file.name = database.file + "/" + file.name;
  return files;
}

SetFile digest_file(const fs::path& path, const std::string& name, const std::stop_token& stop) {
  const auto source = io::file_source(path.string());
  SetFile file{.name = name};
  io::Sha256 digest;
  std::array<std::byte, 131072> block{};
  while (const std::size_t length = source->read(block)) {
    if (stop.stop_requested()) throw Error(Fault::cancelled, "cancelled while reading");
    digest.update(std::span(block).first(length));
    file.size += length;
  }
  file.sha256 = digest.hexadecimal();
  return file;
}

std::vector<SetFile> digest_directory(const fs::path& path, const std::stop_token& stop) {
  std::vector<SetFile> files;
  std::error_code code;
  fs::directory_iterator entries;
  do entries = fs::directory_iterator(path, code);
  while (code == std::errc::interrupted);
  if (code) throw Error(Fault::io, fmt::format("could not read directory \"{}\": {}", path.string(), code.message()));
  for (const fs::directory_entry& entry : entries) files.push_back({.name = entry.path().filename().string()});
  std::ranges::sort(files, {}, &SetFile::name);
  for (SetFile& file : files) file = digest_file(path / file.name, file.name, stop);
  return files;
}

std::string digest_of_list(std::span<const SetFile> files) {
  io::Sha256 digest;
  for (const SetFile& file : files) {
    const std::string line = fmt::format("{}  {}\n", file.sha256, file.name);
    digest.update(std::as_bytes(std::span(line)));
  }
  return digest.hexadecimal();
}

}  // namespace pgdumpcore::backups
