#include "backup/manifest.hpp"

#include "backup/names.hpp"
#include "io/codec.hpp"

#include <pgdumpcore/version.hpp>

#include <nlohmann/json.hpp>

namespace pgdumpcore::backups {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;

Json tables_json(const DumpSummary& dump) {
  Json tables = Json::array();
  for (const TableSummary& table : dump.tables)
    tables.push_back({{"schema", table.schema}, {"name", table.name}, {"rows", table.rows}, {"bytes", table.bytes}});
  return tables;
}

Json database_json(const DatabaseOutcome& outcome, Codec codec) {
  Json database = {{"name", outcome.name}, {"status", outcome.error ? "failed" : "complete"}};
  if (outcome.error) {
    database["error"] = outcome.error->what();
    return database;
  }
  database["error"] = nullptr;
  database["file"] = outcome.file;
  database["format"] = "plain";
  database["codec"] = io::traits_of(codec).name;
  database["size"] = outcome.size;
  database["sha256"] = outcome.sha256;
  database["snapshot"] = outcome.dump.snapshot;
  database["tables"] = tables_json(outcome.dump);
  return database;
}

Json globals_json(const Manifest& manifest) {
  if (manifest.globals)
    return {{"file", manifest.globals->name}, {"size", manifest.globals->size}, {"sha256", manifest.globals->sha256}};
  if (!manifest.globals_error.empty()) return {{"error", manifest.globals_error}};
  return nullptr;
}

}  // namespace

std::string manifest_json(const Manifest& manifest) {
  Json databases = Json::array();
  for (const DatabaseOutcome& outcome : *manifest.databases)
    databases.push_back(database_json(outcome, manifest.codec));
  Json system_identifier = nullptr;
  if (!manifest.system_identifier.empty()) system_identifier = manifest.system_identifier;
  const Json document = {
      {"format_version", format_version},
      {"tool", "pgdump"},
      {"tool_version", version()},
      {"started_at", timestamp(manifest.started_at)},
      {"finished_at", timestamp(manifest.finished_at)},
      {"server", {{"version", manifest.server_version}, {"system_identifier", system_identifier}}},
      {"status", manifest.status == BackupStatus::complete ? "complete" : "partial"},
      {"globals", globals_json(manifest)},
      {"databases", databases},
  };
  // Names in encodings other than UTF-8 must not make a manifest that no reader takes.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pgdumpcore::backups
