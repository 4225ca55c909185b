// The public face of the readers.
#include <pgdumpcore/archive.hpp>

#include "age/plain_input.hpp"
#include "archive/listing.hpp"
#include "archive/reader.hpp"
#include "io/block_buffer.hpp"
#include "io/random_access.hpp"
#include "io/watched_access.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

namespace pgdumpcore {
namespace {

ArchiveFormat public_format(archive::FormatCode code) {
  switch (code) {
    case archive::FormatCode::plain:
      return ArchiveFormat::plain;
    case archive::FormatCode::custom:
      return ArchiveFormat::custom;
    case archive::FormatCode::tar:
      return ArchiveFormat::tar;
    case archive::FormatCode::directory:
      break;
  }
  return ArchiveFormat::directory;
}

ArchiveEntry public_entry(const archive::Entry& entry) {
  return {.dump_id = entry.dump_id,
          .catalog_oid = entry.table_oid,
          .oid = entry.oid,
          .kind = entry.description,
          .schema = entry.schema,
          .name = entry.tag,
          .owner = entry.owner,
          .section = archive::public_section(entry.section),
          .create = entry.create,
          .drop = entry.drop,
          .copy = entry.copy,
          .tablespace = entry.tablespace ? std::string_view(*entry.tablespace) : std::string_view(),
          .access_method = entry.access_method,
          .dependencies = entry.dependencies,
          .has_data = entry.has_data,
          .has_large_objects = archive::holds_large_objects(entry)};
}

}  // namespace

struct Archive::Opened {
  explicit Opened(std::unique_ptr<archive::ArchiveReader> archive_reader) : reader(std::move(archive_reader)) {
    const archive::Toc& toc = reader->toc();
    facts = {.format = public_format(toc.format),
             .minor_version = toc.minor,
             .compression = toc.compression,
             .created = toc.created,
             .database = toc.database,
             .server_version = toc.server_version,
             .dumper_version = toc.dumper_version};
    for (const archive::Entry& entry : toc.entries) {
      entries.push_back(public_entry(entry));
      by_id.emplace(entry.dump_id, &entry);
    }
  }

  [[nodiscard]] const archive::Entry& entry(const ArchiveEntry& asked) const {
    const auto found = by_id.find(asked.dump_id);
    if (found != by_id.end()) return *found->second;
    throw Error(Fault::usage, fmt::format("the archive has no entry {}", asked.dump_id));
  }

  std::unique_ptr<archive::ArchiveReader> reader;
  ArchiveFacts facts{};
  std::vector<ArchiveEntry> entries{};
  std::unordered_map<int, const archive::Entry*> by_id{};
};

Archive::Archive(std::unique_ptr<Opened> opened) : opened_(std::move(opened)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Archive Archive::open(const std::string& path) {
  return open(path, Identities());
}

Archive Archive::open(const std::string& path, const Identities& identities) {
  return Archive(std::make_unique<Opened>(archive::open_archive(path, identities)));
}

Archive Archive::open(const std::string& path, const ArchiveOptions& options) {
  auto file = io::regular_file(path);
  return file ? open(std::move(file), options) : open(path, options.identities);
}

Archive Archive::open(std::shared_ptr<const RandomAccess> file, const ArchiveOptions& options) {
  const std::uint64_t size = file->size();
  const auto watched = std::make_shared<const io::WatchedAccess>(
      std::move(file), io::telling_progress(options.stop, options.on_progress, size, ""));
  Archive archive = open(watched, options.identities);
  watched->end_watch();
  return archive;
}

Archive Archive::open(int descriptor) {
  return open(descriptor, Identities());
}

Archive Archive::open(int descriptor, const Identities& identities) {
  return Archive(std::make_unique<Opened>(archive::open_archive(descriptor, identities)));
}

Archive Archive::open(std::shared_ptr<const RandomAccess> file, const Identities& identities) {
  return Archive(std::make_unique<Opened>(archive::open_archive(age::without_encryption(std::move(file), identities))));
}

Archive Archive::open(std::shared_ptr<InputFiles> files, const Identities& identities) {
  return Archive(
      std::make_unique<Opened>(archive::open_archive(age::without_encryption(std::move(files), identities))));
}

const ArchiveFacts& Archive::facts() const noexcept {
  return opened_->facts;
}

std::span<const ArchiveEntry> Archive::entries() const noexcept {
  return opened_->entries;
}

bool Archive::has_random_access() const noexcept {
  return opened_->reader->has_random_access();
}

void Archive::read_data(const ArchiveEntry& entry, Sink& sink) {
  const std::unique_ptr<io::Source> content = opened_->reader->table_data(opened_->entry(entry));
  std::vector<std::byte> buffer(io::block_size);
  while (const std::size_t got = content->read(buffer)) sink.write(std::span(buffer).first(got));
}

void Archive::read_large_objects(const ArchiveEntry& entry, const LargeObjectReceiver& receiver) {
  const archive::LargeObjectConsumer consumer = {
      .open =
          [&](std::uint32_t oid) {
            if (receiver.open) receiver.open(oid);
          },
      .write =
          [&](std::span<const std::byte> bytes) {
            if (receiver.write) receiver.write(bytes);
          },
      .close =
          [&] {
            if (receiver.close) receiver.close();
          },
  };
  opened_->reader->large_objects(opened_->entry(entry), consumer);
}

std::string Archive::listing() const {
  const archive::Toc& toc = opened_->reader->toc();
  return archive::format_listing(toc, archive::wanted_entries(toc.entries, {}));
}

}  // namespace pgdumpcore
