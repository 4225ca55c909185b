#include "dump/archive_output.hpp"

#include "archive/writer.hpp"

#include <ctime>

namespace pgdumpcore::dumping {

namespace {

std::tm local_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return local;
}

std::unique_ptr<archive::ArchiveWriter> open_writer(Target target, Format format, archive::Toc& toc) {
  switch (format) {
    case Format::directory:
      toc.format = archive::FormatCode::directory;
      return archive::directory_writer(target.path(), toc, target.sync());
    case Format::tar:
      toc.format = archive::FormatCode::tar;
      return archive::tar_writer(std::move(target).open(), toc);
    default:
      toc.format = archive::FormatCode::custom;
      return archive::custom_writer(std::move(target).open(), toc);
  }
}

void write_table(archive::ArchiveWriter& writer, const archive::Entry& entry, Data& data, pg::Connection& connection) {
  const std::unique_ptr<Sink> out = writer.table_data(entry);
  data.read(connection, data.pieces(entry, 0), {.begin = [&](const Piece&) -> Sink& { return *out; }});
  out->finish();
}

void write_large_objects(archive::ArchiveWriter& writer, const archive::Entry& entry, Data& data,
                         pg::Connection& connection) {
  const std::unique_ptr<archive::LargeObjectWriter> out = writer.large_objects(entry);
  data.read_large_objects(connection, data.large_objects(entry),
                          {.open = [&](std::uint32_t oid) { out->open(oid); },
                           .write = [&](std::span<const std::byte> bytes) { out->write(bytes); },
                           .close = [&] { out->close(); }});
  out->finish();
}

}  // namespace

void check_target(const Target& target, Format format) {
  if (format == Format::directory && !target.is_directory()) throw Error(Fault::usage, "no output directory specified");
  if (format != Format::directory && target.is_directory())
    throw Error(Fault::usage, "only the directory format can go to a directory");
}

void write_archive(Target target, Format format, archive::Toc& toc, Data& data, pg::Connection& connection) {
  toc.created = local_time();
  const std::unique_ptr<archive::ArchiveWriter> writer = open_writer(std::move(target), format, toc);
  for (const archive::Entry& entry : toc.entries) {
    if (!entry.has_data) continue;
    if (archive::holds_large_objects(entry))
      write_large_objects(*writer, entry, data, connection);
    else
      write_table(*writer, entry, data, connection);
  }
  writer->finish();
}

}  // namespace pgdumpcore::dumping
