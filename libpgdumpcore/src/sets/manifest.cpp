#include "sets/manifest.hpp"

#include "sets/names.hpp"
#include "io/codec.hpp"
#include "io/digest.hpp"

#include <pgdumpcore/version.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace pgdumpcore::sets {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr const char* tool = "pgdump";

// How the digest's member stands at the end.
constexpr std::string_view digest_before = ",\n  \"manifest_sha256\": \"";
constexpr std::string_view digest_after = "\"\n}\n";

constexpr std::array<std::string_view, 3> formats = {"plain", "custom", "directory"};
constexpr std::array<std::string_view, 3> database_states = {"complete", "failed", "dropped"};

// --- writing

// Names in encodings other than UTF-8 must not make a manifest that no reader takes.
std::string dump_json(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json file_json(const SetFile& file) {
  return {{"file", file.name}, {"size", file.size}, {"sha256", file.sha256}};
}

Json tables_json(const DumpSummary& dump) {
  Json tables = Json::array();
  for (const TableSummary& table : dump.tables)
    tables.push_back({{"schema", table.schema}, {"name", table.name}, {"rows", table.rows}, {"bytes", table.bytes}});
  return tables;
}

Json database_json(const DatabaseOutcome& outcome) {
  Json database = {{"name", outcome.name}, {"status", database_states.at(static_cast<std::size_t>(outcome.status))}};
  database["error"] = outcome.error ? Json(outcome.error->what()) : Json(nullptr);
  if (outcome.status != DatabaseStatus::complete) return database;
  database["file"] = outcome.file;
  database["format"] = formats.at(static_cast<std::size_t>(outcome.format));
  database["codec"] = io::traits_of(outcome.codec).name;
  database["size"] = outcome.size;
  database["sha256"] = outcome.sha256;
  if (outcome.format == Format::directory) {
    Json files = Json::array();
    for (const SetFile& file : outcome.files) files.push_back(file_json(file));
    database["files"] = std::move(files);
  }
  database["snapshot"] = outcome.dump.snapshot;
  database["tables"] = tables_json(outcome.dump);
  return database;
}

Json globals_json(const Manifest& manifest) {
  if (manifest.globals) return file_json(*manifest.globals);
  if (!manifest.globals_error.empty()) return {{"error", manifest.globals_error}};
  return nullptr;
}

std::string digest_of(std::string_view text) {
  io::Sha256 digest;
  digest.update(std::as_bytes(std::span(text)));
  return digest.hexadecimal();
}

// --- reading

// nlohmann::ordered_json copies what it holds as it grows, which a deeply nested text turns into a deep recursion.
using Input = nlohmann::json;

[[noreturn]] void refuse(const std::string& why) {
  throw Error(Fault::data, why);
}

// One object of the manifest; `where` names it in errors.
class Members {
 public:
  Members(const Input& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json.is_object()) refuse(fmt::format("{} is not an object", where_));
  }

  [[nodiscard]] bool has(const char* name) const { return json_.contains(name) && !json_[name].is_null(); }
  [[nodiscard]] const Input& at(const char* name) const {
    if (!json_.contains(name)) refuse(fmt::format("{} has no \"{}\"", where_, name));
    return json_[name];
  }
  [[nodiscard]] std::string text(const char* name) const {
    if (!at(name).is_string()) refuse(fmt::format("\"{}\" of {} is not a string", name, where_));
    return at(name).get<std::string>();
  }
  [[nodiscard]] std::uint64_t number(const char* name) const {
    if (!at(name).is_number_unsigned()) refuse(fmt::format("\"{}\" of {} is not a whole number", name, where_));
    return at(name).get<std::uint64_t>();
  }
  [[nodiscard]] bool flag(const char* name) const {
    if (!at(name).is_boolean()) refuse(fmt::format("\"{}\" of {} is neither true nor false", name, where_));
    return at(name).get<bool>();
  }
  [[nodiscard]] const Input& list(const char* name) const {
    if (!at(name).is_array()) refuse(fmt::format("\"{}\" of {} is not an array", name, where_));
    return at(name);
  }
  [[nodiscard]] std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> texts;
    for (const Input& item : list(name)) {
      if (!item.is_string()) refuse(fmt::format("\"{}\" of {} has a member that is not a string", name, where_));
      texts.push_back(item.get<std::string>());
    }
    return texts;
  }
  [[nodiscard]] std::chrono::sys_seconds time(const char* name) const {
    const auto time = parse_timestamp(text(name));
    if (!time) refuse(fmt::format("\"{}\" of {} is not a time", name, where_));
    return *time;
  }
  [[nodiscard]] std::size_t one_of(const char* name, std::span<const std::string_view> words) const {
    const auto found = std::ranges::find(words, text(name));
    if (found == words.end())
      refuse(fmt::format("\"{}\" of {} has the unknown value \"{}\"", name, where_, text(name)));
    return static_cast<std::size_t>(found - words.begin());
  }
  // A file of the set: nothing that leads out of it.
  [[nodiscard]] std::string file(const char* name) const {
    std::string file = text(name);
    if (file.empty() || file.starts_with('.') || file.find('/') != std::string::npos ||
        file.find('\0') != std::string::npos)
      refuse(fmt::format("\"{}\" of {} is no name of a file in a set: \"{}\"", name, where_, file));
    return file;
  }
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  const Input& json_;
  std::string where_;
};

SetFile read_file(const Members& members) {
  return {members.file("file"), members.number("size"), members.text("sha256")};
}

TableSummary read_table(const Input& json, const std::string& where) {
  const Members members(json, "a table of " + where);
  return {members.text("schema"), members.text("name"), members.number("rows"), members.number("bytes")};
}

Codec read_codec(const Members& members) {
  std::vector<std::string_view> names;
  for (const io::CodecTraits& traits : io::codecs()) names.push_back(traits.name);
  return io::codecs()[members.one_of("codec", names)].codec;
}

DatabaseOutcome read_database(const Input& json) {
  const std::string name = Members(json, "a database").text("name");
  const Members members(json, fmt::format("database \"{}\"", name));
  DatabaseOutcome outcome{.name = name};
  outcome.status = static_cast<DatabaseStatus>(members.one_of("status", database_states));
  if (members.has("error")) outcome.error = Error(Fault::data, members.text("error"));
  if (outcome.status != DatabaseStatus::complete) return outcome;
  outcome.format = static_cast<Format>(members.one_of("format", formats));
  outcome.codec = read_codec(members);
  const SetFile file = read_file(members);
  outcome.file = file.name;
  outcome.size = file.size;
  outcome.sha256 = file.sha256;
  if (outcome.format == Format::directory)
    for (const Input& member : members.list("files"))
      outcome.files.push_back(read_file(Members(member, "a file of " + members.where())));
  outcome.dump.database = name;
  outcome.dump.snapshot = members.text("snapshot");
  for (const Input& table : members.list("tables")) outcome.dump.tables.push_back(read_table(table, members.where()));
  return outcome;
}

Manifest read_document(const Input& document) {
  const Members members(document, "the manifest");
  if (members.text("tool") != tool) refuse("the manifest is not one of pgdump's");
  if (const std::uint64_t version = members.number("format_version"); version != format_version)
    refuse(fmt::format("the manifest has format {}, of which this version of pgdump knows nothing", version));
  constexpr std::array<std::string_view, 2> states = {"complete", "partial"};
  Manifest manifest;
  manifest.tool_version = members.text("tool_version");
  manifest.started_at = members.time("started_at");
  manifest.finished_at = members.time("finished_at");
  manifest.status = members.one_of("status", states) == 0 ? BackupStatus::complete : BackupStatus::partial;
  const Members server(members.at("server"), "\"server\"");
  manifest.server_version = server.text("version");
  if (server.has("system_identifier")) manifest.system_identifier = server.text("system_identifier");
  if (members.has("globals")) {
    const Members globals(members.at("globals"), "\"globals\"");
    if (globals.has("error"))
      manifest.globals_error = globals.text("error");
    else
      manifest.globals = read_file(globals);
  }
  if (members.has("selection")) {
    const Members selection(members.at("selection"), "\"selection\"");
    manifest.selection = {selection.texts("include"), selection.texts("exclude"),
                          selection.has("globals") ? selection.flag("globals") : had_globals(manifest)};
  }
  if (members.has("recipients")) manifest.recipients = members.texts("recipients");
  for (const Input& database : members.list("databases")) manifest.databases.push_back(read_database(database));
  return manifest;
}

void check_digest(std::string_view text) {
  const std::size_t at = text.rfind(digest_before);
  if (at == std::string_view::npos || !text.ends_with(digest_after)) refuse("it does not end as manifests do");
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + digest_before.size());
  if (text.substr(0, text.size() - std::min(text.size(), digest_after.size())) != digest_of(before))
    refuse("it was changed after it was written: its digest does not fit");
}

}  // namespace

Selection selection_of(const BackupOptions& options) {
  Selection selection{options.include_databases, options.exclude_databases, options.globals};
  for (std::vector<std::string>* patterns : {&selection.include, &selection.exclude}) {
    // As they stand in a manifest: what is read back must be equal.
    for (std::string& pattern : *patterns) pattern = manifest_text(pattern);
    std::ranges::sort(*patterns);
    patterns->erase(std::unique(patterns->begin(), patterns->end()), patterns->end());
  }
  return selection;
}

bool had_globals(const Manifest& manifest) {
  return manifest.globals.has_value() || !manifest.globals_error.empty();
}

std::string manifest_json(const Manifest& manifest) {
  Json databases = Json::array();
  for (const DatabaseOutcome& outcome : manifest.databases) databases.push_back(database_json(outcome));
  Json system_identifier = nullptr;
  if (!manifest.system_identifier.empty()) system_identifier = manifest.system_identifier;
  Json document = {
      {"format_version", format_version},
      {"tool", tool},
      {"tool_version", version()},
      {"started_at", timestamp(manifest.started_at)},
      {"finished_at", timestamp(manifest.finished_at)},
      {"server", {{"version", manifest.server_version}, {"system_identifier", system_identifier}}},
  };
  if (manifest.selection)
    document["selection"] = {{"include", manifest.selection->include},
                             {"exclude", manifest.selection->exclude},
                             {"globals", manifest.selection->globals}};
  if (!manifest.recipients.empty()) document["recipients"] = manifest.recipients;
  document["status"] = manifest.status == BackupStatus::complete ? "complete" : "partial";
  document["globals"] = globals_json(manifest);
  document["databases"] = databases;
  std::string text = dump_json(document, 2);
  text.erase(text.size() - 2);  // the end of the document, which the digest's member brings along
  return sealed_manifest(text);
}

std::string sealed_manifest(const std::string& text) {
  return fmt::format("{}{}{}{}", text, digest_before, digest_of(text), digest_after);
}

Manifest parse_manifest(std::string_view text) {
  check_digest(text);
  try {
    return read_document(Input::parse(text));
  } catch (const Input::exception& problem) {
    refuse(fmt::format("it is not JSON: {}", problem.what()));
  }
}

std::string manifest_text(std::string_view name) {
  return Json::parse(dump_json(Json(std::string(name)), -1)).get<std::string>();
}

}  // namespace pgdumpcore::sets
