#include "sets/set.hpp"

#include "base/nearest.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <vector>

namespace pgdumpcore::sets {

namespace {

constexpr std::size_t largest_manifest = std::size_t{256} << 20;

}  // namespace

RestoreInput Set::input(const DatabaseOutcome& database) const {
  if (database.format != Format::directory) return input(database.file);
  return RestoreInput::files(storage::files_below(store_, key(database.file))).decrypted_by(identities_);
}

RestoreInput Set::input(const std::string& file) const {
  auto object = store_->open(key(file));
  if (!object)
    throw Error(Fault::io, fmt::format("could not open input file \"{}\": {}", path(file),
                                       std::generic_category().message(ENOENT)));
  return RestoreInput::file(std::move(object)).decrypted_by(identities_);
}

std::string Set::manifest_text() const {
  const std::string file = key(manifest_name);
  if (store_->access(file) == storage::Access::refused) refuse_unreadable(path(manifest_name));
  return storage::read_text(*store_, file, largest_manifest);
}

Manifest Set::read_manifest() const {
  return parsed_manifest(manifest_text());
}

Manifest Set::parsed_manifest(const std::string& text) const {
  try {
    return parse_manifest(text);
  } catch (const Error& error) {
    throw error.within(fmt::format("manifest \"{}\"", path(manifest_name)));
  }
}

const DatabaseOutcome& database_in(const Set& set, const Manifest& manifest, const std::string& name) {
  std::vector<std::string> names;
  const DatabaseOutcome* missing = nullptr;
  for (const DatabaseOutcome& database : manifest.databases) {
    names.push_back(database.name);
    if (database.name != name) continue;
    if (database.status == DatabaseStatus::complete) return database;
    missing = &database;
  }
  if (missing != nullptr)
    throw Error(Fault::data, fmt::format("database \"{}\" is not in set \"{}\", which is partial: {}", name, set.path(),
                                         missing->error ? missing->error->what() : "it was not saved"));
  Error error(Fault::data, fmt::format("database \"{}\" is not in set \"{}\"", name, set.path()));
  if (const std::string meant = nearest_name(name, names); !meant.empty())
    error.hint(fmt::format("Did you mean \"{}\"?", meant));
  throw error;
}

void refuse_unreadable(const std::string& path) {
  throw Error(Fault::io,
              fmt::format("\"{}\" is not readable by this user: {}", path, std::generic_category().message(EACCES)))
      .hint("Read the set as the user who made it, or as root. Whether it is intact is not known.");
}

}  // namespace pgdumpcore::sets
