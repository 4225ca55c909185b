#include "backup/set_writer.hpp"

#include "archive/reader.hpp"
#include "backup/set_files.hpp"
#include "io/codec.hpp"
#include "io/digest.hpp"

#include <fmt/format.h>

#include <memory>

namespace pgdumpcore::backups {

namespace {

// Hands what it is given to a sink that outlives it, so that its digest can be read afterwards.
class Forward final : public Sink {
 public:
  explicit Forward(Sink& next) : next_(next) {}
  void write(std::span<const std::byte> bytes) override { next_.write(bytes); }
  void finish() override { next_.finish(); }

 private:
  Sink& next_;
};

}  // namespace

Compression SetWriter::script_compression() const {
  return options_.compression.value_or(Compression{Codec::zstd, 3, false, 0});
}

SetFile SetWriter::save_script(const std::string& base, const std::function<void(Sink&)>& fill) const {
  const std::string name = fmt::format("{}.sql{}", base, io::traits_of(script_compression().codec).extension);
  io::DigestSink file(file_sink(set_.file(name).string(), {.sync = options_.sync}));
  const auto out = io::compress_to(std::make_unique<Forward>(file), script_compression());
  fill(*out);
  out->finish();
  return {name, file.byte_count(), file.sha256()};
}

void SetWriter::save_database(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  outcome.format = options_.format;
  if (options_.format == Format::plain)
    save_plain(connect, how, outcome);
  else
    save_archive(connect, how, outcome);
}

void SetWriter::save_plain(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  DumpOptions dump_options;
  dump_options.compression = script_compression();
  dump_options.jobs = how.connections;
  dump_options.encoding = how.encoding;
  dump_options.lock_wait_timeout = options_.lock_wait_timeout;
  outcome.codec = dump_options.compression->codec;
  const std::string name = fmt::format("{}.sql{}", how.base, io::traits_of(outcome.codec).extension);
  io::DigestSink file(file_sink(set_.file(name).string(), {.sync = options_.sync}));
  outcome.dump = dump(connect, dump_options, sink_target(std::make_unique<Forward>(file)), how.stop, how.observer);
  outcome.file = name;
  outcome.size = file.byte_count();
  outcome.sha256 = file.sha256();
}

// An archive's table of contents is written last, in the middle of a file or beside the others: its digest is that of
// what can be read back.
void SetWriter::save_archive(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  const bool directory = options_.format == Format::directory;
  const std::string name = how.base + (directory ? ".dir" : ".dump");
  const std::string path = set_.file(name).string();
  DumpOptions dump_options;
  dump_options.format = options_.format;
  dump_options.compression = options_.compression;
  dump_options.jobs = how.connections;
  dump_options.encoding = how.encoding;
  dump_options.lock_wait_timeout = options_.lock_wait_timeout;
  outcome.dump =
      dump(connect, dump_options, directory ? directory_target(path, options_.sync) : file_target(path, options_.sync),
           how.stop, how.observer);
  outcome.codec = archive::open_archive(path)->toc().compression.codec;
  if (directory) {
    outcome.files = digest_directory(path, how.stop);
    outcome.sha256 = digest_of_list(outcome.files);
    for (const SetFile& file : outcome.files) outcome.size += file.size;
  } else {
    const SetFile file = digest_file(path, name, how.stop);
    outcome.size = file.size;
    outcome.sha256 = file.sha256;
  }
  outcome.file = name;
}

}  // namespace pgdumpcore::backups
