#include "dump/archive_output.hpp"

#include "archive/writer.hpp"
#include "dump/shares.hpp"

#include <ctime>

namespace pgdumpcore::dumping {

namespace {

std::tm local_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return local;
}

// As many small tables as fit into one round trip.
void write_tables(archive::ArchiveWriter& writer, std::vector<Piece>& pieces, Data& data, pg::Connection& connection) {
  std::unique_ptr<Sink> out;
  data.read(connection, pieces,
            {.begin = [&](const Piece& piece) -> Sink& {
               out = writer.table_data(*piece.entry);
               return *out;
             },
             .end = [&](const Piece&) { out->finish(); }});
  pieces.clear();
}

void write_in_sequence(archive::ArchiveWriter& writer, const archive::Toc& toc, Data& data,
                       pg::Connection& connection) {
  std::vector<Piece> tables;
  std::uint64_t weight = 0;
  for (const archive::Entry& entry : toc.entries) {
    if (!entry.has_data) continue;
    if (archive::holds_large_objects(entry)) {
      write_tables(writer, tables, data, connection);
      const auto out = writer.large_objects(entry);
      data.read_large_objects(connection, data.large_objects(entry), *out);
      out->finish();
      continue;
    }
    tables.push_back(data.pieces(entry, 0).front());
    weight += tables.back().weight;
    if (weight < largest_share && tables.size() < tables_per_share) continue;
    write_tables(writer, tables, data, connection);
    weight = 0;
  }
  write_tables(writer, tables, data, connection);
}

}  // namespace

void check_target(const Target& target, Format format) {
  if (format == Format::directory && !target.is_directory()) throw Error(Fault::usage, "no output directory specified");
  if (format != Format::directory && target.is_directory())
    throw Error(Fault::usage, "only the directory format can go to a directory");
  // Each member's size stands before it and would have to be rewritten, which a cipher does not allow, or the member
  // would have to wait on the disk, where nobody wants the plaintext.
  if (format == Format::tar && target.is_encrypted())
    throw Error(Fault::usage, "an archive in tar format cannot be encrypted")
        .hint("Use the custom or the directory format.");
}

void write_archive(Target target, io::ByteCount& written, Format format, archive::Toc& toc, Data& data,
                   const DumpConnections& connections) {
  toc.created = local_time();
  const bool in_parallel = connections.jobs > 1 && data.has_work();
  const auto write = [&](auto writer, auto write_by_workers) {
    if (in_parallel)
      write_by_workers(*writer, toc, data, connections);
    else
      write_in_sequence(*writer, toc, data, connections.leader);
    writer->finish();
  };
  switch (format) {
    case Format::directory:
      toc.format = archive::FormatCode::directory;
      write(archive::directory_writer(std::move(target).open_files(), toc, written), write_files);
      break;
    case Format::tar:
      toc.format = archive::FormatCode::tar;
      write(archive::tar_writer(io::counted(std::move(target).open(), written), toc), write_in_lanes);
      break;
    default:
      toc.format = archive::FormatCode::custom;
      write(archive::custom_writer(io::counted(std::move(target).open(), written), toc), write_in_lanes);
  }
}

}  // namespace pgdumpcore::dumping
