// manifest.json: what a set holds. Written last, it is the mark that the set is there. docs/manifest.schema.json says
// what is in it.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::sets {

inline constexpr const char* manifest_name = "manifest.json";

// What a set was to hold: the patterns of databases it was made with, sorted, each once, and whether globals too.
struct Selection {
  std::vector<std::string> include{};
  std::vector<std::string> exclude{};
  bool globals = true;

  bool operator==(const Selection&) const = default;
};

[[nodiscard]] Selection selection_of(const BackupOptions& options);

struct Manifest {
  std::string tool_version{};
  std::chrono::sys_seconds started_at{};
  std::chrono::sys_seconds finished_at{};
  std::string server_version{};
  std::string system_identifier{};        // empty: the user may not read it
  std::optional<Selection> selection{};   // nullopt: a version made the set that did not record it
  std::vector<std::string> recipients{};  // public keys; empty: the set is not encrypted
  BackupStatus status = BackupStatus::complete;
  std::optional<SetFile> globals{};
  std::string globals_error{};
  std::vector<DatabaseOutcome> databases{};
};

// Whether globals were to be saved, by what became of them: for manifests that do not record it.
[[nodiscard]] bool had_globals(const Manifest& manifest);

// Its last member, manifest_sha256, is the SHA-256 of all that stands before it.
[[nodiscard]] std::string manifest_json(const Manifest& manifest);
// All of it but the end of the document gets that last member, and the end.
[[nodiscard]] std::string sealed_manifest(const std::string& text);

// Throws Error (data) on a text that is no manifest, that is one of another program or of a newer format, or that is
// not what was written. Every file that it names is the plain name of a file in the set.
[[nodiscard]] Manifest parse_manifest(std::string_view text);

// Names in a database's own encoding as they stand in a manifest, which is UTF-8.
[[nodiscard]] std::string manifest_text(std::string_view name);

}  // namespace pgdumpcore::sets
