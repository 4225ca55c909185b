#include "backup/set_writer.hpp"

#include "backup/group_files.hpp"
#include "io/codec.hpp"
#include "io/digest.hpp"
#include "sets/set_files.hpp"

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

// What age adds to the name, if the set is encrypted.
std::string SetWriter::name_of(const std::string& plain) const {
  return options_.recipients.empty() ? plain : plain + ".age";
}

// Digests are of what is written: they can be verified without a key.
std::unique_ptr<Sink> SetWriter::encrypted(std::unique_ptr<Sink> file) const {
  return options_.recipients.empty() ? std::move(file) : encrypting_sink(std::move(file), options_.recipients);
}

SetFile SetWriter::save_script(const std::string& base, const std::function<void(Sink&)>& fill) const {
  const std::string name = name_of(fmt::format("{}.sql{}", base, io::traits_of(script_compression().codec).extension));
  io::DigestSink file(set_.put(name));
  const auto out = io::compress_to(encrypted(std::make_unique<Forward>(file)), script_compression());
  fill(*out);
  out->finish();
  return {name, file.byte_count(), file.sha256()};
}

void SetWriter::save_database(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  outcome.format = options_.format;
  switch (options_.format) {
    case Format::plain:
      save_plain(connect, how, outcome);
      break;
    case Format::directory:
      save_directory(connect, how, outcome);
      break;
    default:
      save_custom(connect, how, outcome);
  }
  outcome.codec = outcome.dump.codec;
}

void SetWriter::discard(const DatabaseOutcome& outcome) const {
  for (const SetFile& file : sets::files_of(outcome))
    if (!file.name.empty()) set_.remove(file.name);
}

DumpOptions SetWriter::dump_options(const DatabaseDump& how) const {
  DumpOptions options;
  options.format = options_.format;
  options.compression = options_.compression;
  options.jobs = how.connections;
  options.encoding = how.encoding;
  options.lock_wait_timeout = options_.lock_wait_timeout;
  return options;
}

void SetWriter::save_plain(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  DumpOptions options = dump_options(how);
  options.compression = script_compression();
  const std::string name =
      name_of(fmt::format("{}.sql{}", how.base, io::traits_of(options.compression->codec).extension));
  io::DigestSink file(set_.put(name));
  outcome.dump =
      dump(connect, options, sink_target(encrypted(std::make_unique<Forward>(file))), how.stop, how.observer);
  outcome.file = name;
  outcome.size = file.byte_count();
  outcome.sha256 = file.sha256();
}

// Its table of contents, which is in front, is written again at the end: the digest is of what can be read back.
void SetWriter::save_custom(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  const std::string name = name_of(how.base + ".dump");
  outcome.dump = dump(connect, dump_options(how), sink_target(encrypted(set_.put(name))), how.stop, how.observer);
  const auto written = set_.open(name);
  if (!written) throw Error(Fault::io, fmt::format("\"{}\" is gone from the set", name));
  const SetFile file = sets::digest_file(written, name, how.stop);
  outcome.file = name;
  outcome.size = file.size;
  outcome.sha256 = file.sha256;
}

void SetWriter::save_directory(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const {
  const std::string name = how.base + ".dir";
  WrittenFiles written;
  outcome.dump =
      dump(connect, dump_options(how),
           Target::files(std::make_unique<GroupFiles>(set_, name, written)).encrypted_to(options_.recipients), how.stop,
           how.observer);
  outcome.files = written.list();
  outcome.sha256 = sets::digest_of_list(outcome.files);
  for (const SetFile& file : outcome.files) outcome.size += file.size;
  outcome.file = name;
}

}  // namespace pgdumpcore::backups
