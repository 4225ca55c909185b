// The public face of manifests, and of the files that they name.
// Tests: tests/integration/list_sets, tests/bindings.
#include <pgdumpcore/set.hpp>

#include "sets/set.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore {

SetManifest read_manifest(const std::string& path) {
  const sets::Set set = sets::find_existing(path);
  sets::Manifest from = set.read_manifest();
  SetManifest to = {.name = set.name(),
                    .path = set.path(),
                    .status = from.status,
                    .started_at = from.started_at,
                    .finished_at = from.finished_at,
                    .tool_version = std::move(from.tool_version),
                    .server_version = std::move(from.server_version),
                    .system_identifier = std::move(from.system_identifier),
                    .globals = std::move(from.globals),
                    .globals_error = std::move(from.globals_error),
                    .has_selection = from.selection.has_value(),
                    .databases = std::move(from.databases)};
  if (from.selection) {
    to.include_databases = std::move(from.selection->include);
    to.exclude_databases = std::move(from.selection->exclude);
  }
  return to;
}

Archive open_database(const std::string& path, const std::string& database, const Identities& identities) {
  return open_database(path, database, ArchiveOptions{.identities = identities});
}

Archive open_database(const std::string& path, const std::string& database, const ArchiveOptions& options) {
  const sets::Set set = sets::find_existing(path);
  const sets::Manifest manifest = set.read_manifest();
  const DatabaseOutcome& outcome = sets::database_in(set, manifest, database);
  if (outcome.format == Format::directory)
    return Archive::open(storage::files_below(set.store(), set.key(outcome.file)), options.identities);
  return Archive::open(storage::open_existing(*set.store(), set.key(outcome.file)), options);
}

}  // namespace pgdumpcore
