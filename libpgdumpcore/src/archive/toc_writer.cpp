#include "archive/toc_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace pgdumpcore::archive {

namespace {

constexpr int int_size = 4;
constexpr int offset_size = 8;

// What is said about an entry's data in the custom format.
enum class Offset : unsigned char { unknown = 1, known, none };

class TocBytes {
 public:
  TocBytes(Sink& out, const Toc& toc) : out_(out), toc_(toc) {}

  void write() {
    header();
    for (const Entry& entry : toc_.entries) {
      write_entry(entry);
      out_.write_text(bytes_);
      bytes_.clear();
    }
  }

 private:
  void byte(int value) { bytes_ += static_cast<char>(value); }
  void integer(int value) { append_int(bytes_, value); }
  void null() { integer(-1); }
  void text(std::string_view value) {
    integer(static_cast<std::int32_t>(value.size()));
    bytes_ += value;
  }
  void text_or_null(std::string_view value) {
    if (value.empty())
      null();
    else
      text(value);
  }

  void header() {
    bytes_ += "PGDMP";
    for (const int value : {1, toc_.minor, 0, int_size, offset_size}) byte(value);
    // A directory passes for a tar archive that was unpacked.
    byte(static_cast<int>(toc_.format == FormatCode::custom ? FormatCode::custom : FormatCode::tar));
    compression();
    const std::tm& at = toc_.created;
    for (const int value : {at.tm_sec, at.tm_min, at.tm_hour, at.tm_mday, at.tm_mon, at.tm_year, at.tm_isdst})
      integer(value);
    text(toc_.database);
    text(toc_.server_version);
    text(toc_.dumper_version);
    integer(static_cast<int>(toc_.entries.size()));
  }

  void compression() {
    const Compression& how = toc_.compression;
    if (toc_.minor >= first_minor_with_codecs)
      byte(static_cast<int>(how.codec));
    else
      integer(how.codec == Codec::none ? 0 : how.level.value_or(-1));
  }

  void write_entry(const Entry& entry) {
    integer(entry.dump_id);
    integer(entry.has_data ? 1 : 0);
    text(fmt::to_string(entry.table_oid));
    text(fmt::to_string(entry.oid));
    text(entry.tag);
    text(entry.description);
    integer(static_cast<int>(entry.section));
    text_or_null(entry.create);
    text_or_null(entry.drop);
    text_or_null(entry.copy);
    text_or_null(entry.schema);
    if (entry.tablespace)
      text(*entry.tablespace);
    else
      null();
    text_or_null(entry.access_method);
    if (toc_.minor >= first_minor_with_relkinds) integer(entry.relkind);
    owner(entry);
    text("false");  // WITH OIDS, which no supported server knows
    for (const int id : entry.dependencies) text(fmt::to_string(id));
    null();
    if (toc_.format == FormatCode::custom)
      offset(entry);
    else
      text(entry.file);
  }

  // Readers print a missing owner as "-" and an empty one as nothing; what speaks of an object always has one.
  void owner(const Entry& entry) {
    static constexpr std::array facets = {"ACL", "COMMENT", "SECURITY LABEL"};
    for (const std::string_view facet : facets)
      if (entry.description == facet) return text(entry.owner);
    text_or_null(entry.owner);
  }

  void offset(const Entry& entry) {
    const Offset state = !entry.has_data ? Offset::none : entry.offset ? Offset::known : Offset::unknown;
    byte(static_cast<int>(state));
    std::uint64_t value = entry.offset.value_or(0);
    for (int i = 0; i < offset_size; ++i, value >>= 8U) byte(static_cast<int>(value & 0xFFU));
  }

  Sink& out_;
  const Toc& toc_;
  std::string bytes_{};
};

}  // namespace

void append_int(std::string& out, std::int32_t value) {
  out += static_cast<char>(value < 0 ? 1 : 0);
  auto magnitude = static_cast<std::uint32_t>(value);
  if (value < 0) magnitude = 0U - magnitude;
  for (int i = 0; i < int_size; ++i, magnitude >>= 8U) out += static_cast<char>(magnitude & 0xFFU);
}

void append_int(std::string& out, std::uint32_t value) {
  append_int(out, static_cast<std::int32_t>(value));
}

void write_toc(Sink& out, const Toc& toc) {
  TocBytes(out, toc).write();
}

}  // namespace pgdumpcore::archive
