#include "sets/set_files.hpp"

#include "io/digest.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore::sets {

std::vector<SetFile> files_of(const DatabaseOutcome& database) {
  if (database.format != Format::directory)
    return {{.name = database.file, .size = database.size, .sha256 = database.sha256}};
  std::vector<SetFile> files = database.files;
  for (SetFile& file : files) file.name = database.file + "/" + file.name;
  return files;
}

SetFile digest_file(std::shared_ptr<const RandomAccess> file, const std::string& name, const std::stop_token& stop) {
  const io::DigestedAccess digested(std::move(file));
  digested.finish(stop);
  return {.name = name, .size = digested.size(), .sha256 = digested.sha256()};
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
