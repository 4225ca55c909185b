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

}  // namespace

void check_target(const Target& target, Format format) {
  if (format == Format::directory && !target.is_directory()) throw Error(Fault::usage, "no output directory specified");
  if (format != Format::directory && target.is_directory())
    throw Error(Fault::usage, "only the directory format can go to a directory");
}

void write_archive(Target target, Format format, archive::Toc& toc, DataJobs& jobs) {
  toc.created = local_time();
  const std::unique_ptr<archive::ArchiveWriter> writer = open_writer(std::move(target), format, toc);
  for (const archive::Entry& entry : toc.entries) {
    if (!entry.has_data) continue;
    if (archive::holds_large_objects(entry)) {
      jobs.write_large_objects(entry, *writer->large_objects(entry));
      continue;
    }
    const std::unique_ptr<Sink> out = writer->table_data(entry);
    jobs.write(entry, *out);
    out->finish();
  }
  writer->finish();
}

}  // namespace pgdumpcore::dumping
