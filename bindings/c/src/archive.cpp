// Walking archives.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "results.hpp"

#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/set.hpp>

#include <fmt/format.h>

#include <deque>

/// An archive and its texts with the zero bytes at their ends that C wants.
struct pgdumpcore_archive {
  explicit pgdumpcore_archive(pgdumpcore::Archive opened);

  pgdumpcore::Archive archive;
  std::deque<std::string> texts{};
  pgdumpcore_archive_facts facts{};
  std::vector<pgdumpcore_archive_entry> entries{};

 private:
  const char* keep(std::string_view text);
};

const char* pgdumpcore_archive::keep(std::string_view text) {
  return text.empty() ? "" : texts.emplace_back(text).c_str();
}

pgdumpcore_archive::pgdumpcore_archive(pgdumpcore::Archive opened) : archive(std::move(opened)) {
  const pgdumpcore::ArchiveFacts& from = archive.facts();
  const std::tm& at = from.created;
  facts.struct_size = sizeof facts;
  facts.database = from.database.c_str();
  facts.server_version = from.server_version.c_str();
  facts.dumper_version = from.dumper_version.c_str();
  // A script does not say it.
  facts.created = at.tm_mday == 0 ? ""
                                  : keep(fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", at.tm_year + 1900,
                                                     at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec));
  constexpr pgdumpcore_format formats[] = {PGDUMPCORE_FORMAT_CUSTOM, PGDUMPCORE_FORMAT_TAR, PGDUMPCORE_FORMAT_DIRECTORY,
                                           PGDUMPCORE_FORMAT_PLAIN};
  facts.format = formats[static_cast<int>(from.format)];
  facts.minor_version = from.minor_version;
  facts.codec = static_cast<int>(from.compression.codec);
  facts.has_level = from.compression.level ? 1 : 0;
  facts.level = from.compression.level.value_or(0);
  entries.reserve(archive.entries().size());
  for (const pgdumpcore::ArchiveEntry& entry : archive.entries())
    entries.push_back({.struct_size = sizeof(pgdumpcore_archive_entry),
                       .kind = keep(entry.kind),
                       .schema = keep(entry.schema),
                       .name = keep(entry.name),
                       .owner = keep(entry.owner),
                       .create_statements = keep(entry.create),
                       .drop_statements = keep(entry.drop),
                       .copy_statement = keep(entry.copy),
                       .tablespace = keep(entry.tablespace),
                       .access_method = keep(entry.access_method),
                       .dependencies = entry.dependencies.data(),
                       .dependency_count = entry.dependencies.size(),
                       .dump_id = entry.dump_id,
                       .catalog_oid = entry.catalog_oid,
                       .oid = entry.oid,
                       .section = static_cast<int>(entry.section),
                       .has_data = entry.has_data ? 1 : 0,
                       .has_large_objects = entry.has_large_objects ? 1 : 0});
}

namespace c_binding {
namespace {

const pgdumpcore::ArchiveEntry& entry_at(const pgdumpcore::Archive& archive, std::size_t index) {
  if (index >= archive.entries().size())
    throw pgdumpcore::Error(pgdumpcore::Fault::usage,
                            fmt::format("the archive has {} entries, and none at {}", archive.entries().size(), index));
  return archive.entries()[index];
}

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_archive_open(const pgdumpcore_source* source, pgdumpcore_archive** archive,
                                          pgdumpcore_error** error) {
  return guarded(archive, error, [&](Call&) {
    required(archive, "archive");
    const pgdumpcore::RestoreInput input = restore_input(source);
    *archive =
        new pgdumpcore_archive(input.path().empty() ? pgdumpcore::Archive::open(input.number(), input.identities())
                                                    : pgdumpcore::Archive::open(input.path(), input.identities()));
  });
}

pgdumpcore_status pgdumpcore_archive_open_database(const char* set, const char* database, pgdumpcore_archive** archive,
                                                   pgdumpcore_error** error) {
  return guarded(archive, error, [&](Call&) {
    required(archive, "archive");
    *archive = new pgdumpcore_archive(pgdumpcore::open_database(required(set, "set"), required(database, "database")));
  });
}

void pgdumpcore_archive_close(pgdumpcore_archive* archive) {
  delete archive;
}

const pgdumpcore_archive_facts* pgdumpcore_archive_get_facts(const pgdumpcore_archive* archive) {
  return archive == nullptr ? nullptr : &archive->facts;
}

size_t pgdumpcore_archive_entry_count(const pgdumpcore_archive* archive) {
  return archive == nullptr ? 0 : archive->entries.size();
}

const pgdumpcore_archive_entry* pgdumpcore_archive_get_entry(const pgdumpcore_archive* archive, size_t index) {
  return index < pgdumpcore_archive_entry_count(archive) ? &archive->entries[index] : nullptr;
}

int pgdumpcore_archive_has_random_access(const pgdumpcore_archive* archive) {
  return archive != nullptr && archive->archive.has_random_access() ? 1 : 0;
}

pgdumpcore_status pgdumpcore_archive_read_data(pgdumpcore_archive* archive, size_t index,
                                               const pgdumpcore_target* target, pgdumpcore_error** error) {
  return guarded(error, [&](Call& call) {
    pgdumpcore::Archive& read = required(archive, "archive")->archive;
    const pgdumpcore::ArchiveEntry& entry = entry_at(read, index);
    const std::unique_ptr<pgdumpcore::Sink> sink = sink_of(target, call);
    read.read_data(entry, *sink);
    sink->finish();
  });
}

pgdumpcore_status pgdumpcore_archive_read_large_objects(pgdumpcore_archive* archive, size_t index,
                                                        const pgdumpcore_large_object_receiver* receiver,
                                                        pgdumpcore_error** error) {
  return guarded(error, [&](Call& call) {
    pgdumpcore::Archive& read = required(archive, "archive")->archive;
    const auto from = taken(required(receiver, "receiver"), "receiver");
    pgdumpcore::LargeObjectReceiver to;
    if (from.open != nullptr)
      to.open = [&](std::uint32_t oid) {
        call_sink(call, "the caller could not begin a large object", from.open, from.user_data, oid);
      };
    if (from.write != nullptr)
      to.write = [&](std::span<const std::byte> bytes) {
        call_sink(call, "the caller could not take a large object", from.write, from.user_data,
                  static_cast<const void*>(bytes.data()), bytes.size());
      };
    if (from.close != nullptr)
      to.close = [&] { call_sink(call, "the caller could not end a large object", from.close, from.user_data); };
    read.read_large_objects(entry_at(read, index), to);
  });
}

pgdumpcore_status pgdumpcore_archive_listing(const pgdumpcore_archive* archive, char** text, pgdumpcore_error** error) {
  return guarded(text, error, [&](Call&) {
    required(text, "text");
    *text = given_text(required(archive, "archive")->archive.listing());
  });
}
