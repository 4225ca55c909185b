// pgdump list: the sets of a directory, what is in a set, what is in an archive.
#include "archive_list.hpp"
#include "backup_options.hpp"
#include "commands.hpp"
#include "encryption_options.hpp"
#include "messages.hpp"
#include "set_contents.hpp"
#include "set_list.hpp"
#include "set_path.hpp"
#include "text.hpp"

#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/set.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include <unistd.h>

namespace cli {

namespace {

namespace fs = std::filesystem;

OptionTable options() {
  return {{"",
           {
               {"archive", '\0', "DIR|SET|ARCHIVE",
                "a directory of sets, a set, or an archive (default: the sets of --dir)", Origin::pgdump_only},
               directory_option(),
               {"database", 0, "NAME", "of a set: the table of contents of this database's file", Origin::pgdump_only},
               {"json", 0, "", "as JSON", Origin::pgdump_only},
           }},
          decryption_options(),
          message_options()};
}

// The text with its lines, and nothing else that a terminal would obey. What goes into a file stays as pg_restore has
// it.
std::string for_output(const std::string& listing) {
  if (::isatty(STDOUT_FILENO) != 1) return listing;
  std::string out;
  for (std::size_t at = 0; at < listing.size();) {
    const std::size_t end = std::min(listing.find('\n', at), listing.size());
    out += printable(std::string_view(listing).substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

int show_archive(const pgdumpcore::Archive& archive, bool as_json) {
  write_output(as_json ? archive_json(archive) : for_output(archive.listing()));
  return done;
}

int show_sets(const std::string& directory, bool as_json) {
  const std::vector<pgdumpcore::SetInfo> sets = pgdumpcore::list_sets(directory);
  write_output(as_json ? set_list_json(sets) : set_list_text(sets));
  return done;
}

// A large script without an index is read to its end.
pgdumpcore::ArchiveOptions archive_options(const Values& values, const std::string& name, const std::stop_token& stop) {
  pgdumpcore::ArchiveOptions options{.identities = identities_from(values), .stop = stop};
  if (messages().shows_progress())
    options.on_progress = [name](const pgdumpcore::Progress& progress) { messages().progress(name, progress); };
  return options;
}

int show_set(const std::string& set, const Values& values, const std::stop_token& stop) {
  const std::string database = values.text("database");
  if (values.has("database"))
    return show_archive(pgdumpcore::open_database(set, database, archive_options(values, database, stop)),
                        values.has("json"));
  const pgdumpcore::SetManifest manifest = pgdumpcore::read_manifest(set);
  write_output(values.has("json") ? set_contents_json(manifest) : set_contents_text(manifest));
  return done;
}

bool may_hold_sets(const std::string& path) {
  std::error_code none;
  return pgdumpcore::is_address(path) || fs::path(path).filename() == "latest" || fs::is_directory(path, none);
}

// Empty: it is something else, such as an archive, or holds nothing that is a set: what is missing in it, the reader of
// archives says. nullopt: it is a directory of sets.
std::optional<std::string> set_at(const std::string& path) {
  if (path == "-" || !may_hold_sets(path)) return "";
  try {
    return resolve_set(path).path;
  } catch (const pgdumpcore::Error& error) {
    if (error.fault() != pgdumpcore::Fault::usage) throw;
    return pgdumpcore::list_sets(path).empty() ? std::optional(std::string()) : std::nullopt;
  }
}

pgdumpcore::Archive open_archive(const std::string& path, const pgdumpcore::ArchiveOptions& options) {
  if (path == "-") return pgdumpcore::Archive::open(STDIN_FILENO, options.identities);
  try {
    return pgdumpcore::Archive::open(path, options);
  } catch (pgdumpcore::Error& error) {
    std::error_code none;
    if (fs::is_directory(path, none) && error.hint().empty())
      error.hint("Nor is it a backup set or a directory of sets, which have a manifest.json.");
    throw;
  }
}

[[noreturn]] void refuse_database(const std::string& why) {
  throw UsageError{"option --database needs a set" + why, "Name one, such as latest in --dir."};
}

int run(const Values& values, const std::stop_token& stop) {
  const std::string directory = directory_from(values);
  const std::string given = values.text("archive");
  if (given.empty()) {
    if (values.has("database")) refuse_database("");
    if (!directory.empty()) return show_sets(directory, values.has("json"));
    throw UsageError{"nothing to list was named", "Name a set, an archive, or a directory of sets."};
  }
  const std::string path = set_path(given, directory);
  const std::optional<std::string> set = set_at(path);
  if (set && !set->empty()) return show_set(*set, values, stop);
  if (values.has("database")) refuse_database(fmt::format(", and \"{}\" is none", path));
  if (!set) return show_sets(path, values.has("json"));
  return show_archive(open_archive(path, archive_options(values, path, stop)), values.has("json"));
}

}  // namespace

const Command list_command = {
    .name = "list",
    .operand = "[DIR|SET|ARCHIVE]",
    .summary = "show sets, or what a set or an archive holds",
    .description = {"pgdump list DIR shows the backup sets in a directory, oldest first; pgdump list SET the databases "
                    "and tables of a set, with their rows and bytes, as its manifest has them; pgdump list ARCHIVE an "
                    "archive's table of contents, as pg_restore -l does. Without an argument it shows the sets of "
                    "--dir.",
                    "SET is a set's directory, or latest or its name in --dir. ARCHIVE is a file in custom or tar "
                    "format, a directory, a plain script in a file, or - for standard input."},
    .usage = {{"[DIR] [--json]", "the sets in a directory"},
              {"SET [--json]", "what is in a set"},
              {"SET --database NAME [--json]", "what is in a database's file"},
              {"ARCHIVE [--json]", "what is in an archive"}},
    .exit_statuses = {{done, "done"}, {failed, "failed"}, {wrong_usage, "wrong usage"}},
    .options = options,
    .positional = "archive",
    .usage_status = wrong_usage,
    .run = run};

}  // namespace cli
