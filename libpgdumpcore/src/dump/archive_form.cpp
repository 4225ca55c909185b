#include "dump/archive_form.hpp"

#include "archive/toc.hpp"

#include <fmt/format.h>

namespace pgdumpcore::dumping {

namespace {

// The majors that first wrote the archive versions 1.15 and 1.16.
constexpr int first_major_with_codecs = 16;
constexpr int first_major_with_relkinds = 17;

int minor_of(int server_major) {
  if (server_major >= first_major_with_relkinds) return archive::first_minor_with_relkinds;
  return server_major >= first_major_with_codecs ? archive::first_minor_with_codecs : archive::oldest_minor;
}

Compression default_compression(const DumpOptions& options, int server_major) {
  if (options.format == Format::tar) return {};
  if (server_major < first_major_with_codecs) return {.codec = Codec::gzip};
  constexpr int fast_enough_for_the_server = 3;
  return {.codec = Codec::zstd, .level = fast_enough_for_the_server};
}

}  // namespace

ArchiveForm archive_form(const DumpOptions& options, int server_major) {
  ArchiveForm form;
  form.minor = minor_of(server_major);
  form.compression = options.compression.value_or(default_compression(options, server_major));
  const Codec codec = form.compression.codec;
  if (form.minor < archive::first_minor_with_codecs && (codec == Codec::zstd || codec == Codec::lz4)) {
    form.minor = archive::first_minor_with_codecs;
    form.notice = fmt::format("pg_restore of version {} cannot read this archive, because of its compression method",
                              server_major);
    form.hint = "It takes pg_restore 16 or later, or pgdump restore; --compress=gzip makes one for the old ones.";
  }
  return form;
}

}  // namespace pgdumpcore::dumping
