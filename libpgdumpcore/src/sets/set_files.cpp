#include "sets/set_files.hpp"

#include "base/plural.hpp"
#include "io/digest.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace pgdumpcore::sets {

std::vector<SetFile> files_of(const DatabaseOutcome& database) {
  if (database.format != Format::directory)
    return {{.name = database.file, .size = database.size, .sha256 = database.sha256}};
  std::vector<SetFile> files = database.files;
  for (SetFile& file : files) file.name = database.file + "/" + file.name;
  return files;
}

std::vector<SetFile> files_of(const Manifest& manifest) {
  std::vector<SetFile> files;
  if (manifest.globals) files.push_back(*manifest.globals);
  for (const DatabaseOutcome& database : manifest.databases)
    if (database.status == DatabaseStatus::complete) std::ranges::move(files_of(database), std::back_inserter(files));
  return files;
}

SetFile digest_file(std::shared_ptr<const RandomAccess> file, const std::string& name, const std::stop_token& stop) {
  const io::DigestedAccess digested(std::move(file));
  digested.finish(stop);
  return {.name = name, .size = digested.size(), .sha256 = digested.sha256()};
}

std::string size_difference(std::uint64_t size, const SetFile& expected) {
  if (size == expected.size) return {};
  return fmt::format("has {}, the manifest says {}", counted(size, "byte"), expected.size);
}

std::string digest_difference(const std::string& sha256, const SetFile& expected) {
  return sha256 == expected.sha256 ? "" : "is not what was saved: its SHA-256 differs from the manifest's";
}

std::string digest_of_list(std::span<const SetFile> files) {
  io::Sha256 digest;
  for (const SetFile& file : files) {
    const std::string line = fmt::format("{}  {}\n", file.sha256, file.name);
    digest.update(std::as_bytes(std::span(line)));
  }
  return digest.hexadecimal();
}

std::shared_ptr<const RandomAccess> DigestedFiles::open(const std::string& name) {
  auto file = files_->open(name);
  if (!file) return nullptr;
  if (wrap_) file = wrap_(std::move(file));
  // Its digest is noted when its reader lets go of it: thousands are not to be held open.
  return {new io::DigestedAccess(std::move(file)), [this, name](const io::DigestedAccess* digested) {
            const std::unique_ptr<const io::DigestedAccess> owned(digested);
            note(name, *owned);
          }};
}

void DigestedFiles::note(const std::string& name, const io::DigestedAccess& file) {
  if (!file.is_whole()) return;
  const std::lock_guard guard(mutex_);
  digests_[name] = {.name = name, .size = file.size(), .sha256 = file.sha256()};
}

std::optional<SetFile> DigestedFiles::digest(const std::string& name) const {
  const std::lock_guard guard(mutex_);
  const auto found = digests_.find(name);
  return found == digests_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace pgdumpcore::sets
