#include "archive/toc_reader.hpp"

#include "archive/members.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace pgdumpcore::archive {
namespace {

// A number as decimal digits, which is how identifiers and dependencies are written.
template <typename Number>
std::optional<Number> number_from(const std::string& text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc{} || stop != end) return std::nullopt;
  return value;
}

class TocReader {
 public:
  TocReader(ArchiveInput& input, FormatCode format) : input_(input), format_(format) {}

  Toc read() {
    toc_.format = format_;
    read_format();
    read_compression();
    read_created();
    toc_.database = text();
    toc_.server_version = text();
    toc_.dumper_version = text();
    const int count = number_between(0, std::numeric_limits<int>::max(), "number of entries");
    for (int index = 1; index <= count; ++index) {
      try {
        toc_.entries.push_back(read_entry());
      } catch (const Error& error) {
        throw error.within(fmt::format("entry {} of {} in the table of contents", index, count));
      }
    }
    // In a tar file pg_dump names a list of large objects that it then does not write.
    if (format_ == FormatCode::tar) name_members(toc_);
    return std::move(toc_);
  }

 private:
  std::string text() { return input_.read_string().value_or(""); }

  int number_between(int least, int most, std::string_view what) {
    const std::uint64_t start = input_.offset();
    const int value = input_.read_int();
    if (value < least || value > most) throw input_.damaged(fmt::format("the {} is {}", what, value), start);
    return value;
  }

  template <typename Number>
  Number decimal(std::string_view what) {
    const std::uint64_t start = input_.offset();
    const std::string digits = text();
    if (const auto value = number_from<Number>(digits)) return *value;
    throw input_.damaged(fmt::format("the {} is no number", what), start);
  }

  int byte() { return std::to_integer<int>(input_.read_byte()); }

  // --- header

  void read_format() {
    const std::uint64_t start = input_.offset();
    std::string magic(toc_magic.size(), '\0');
    input_.read(std::as_writable_bytes(std::span(magic)));
    if (magic != toc_magic) throw input_.damaged("no table of contents begins here", start);
    const int major = byte();
    toc_.minor = byte();
    const int revision = byte();
    if (major != 1 || toc_.minor < oldest_minor || toc_.minor > newest_minor) throw unsupported(major, revision);
    if (const int size = byte(); size != 4)
      throw input_.damaged(fmt::format("integers of {} bytes are unknown", size), input_.offset() - 1);
    if (const int size = byte(); size != 8)
      throw input_.damaged(fmt::format("offsets of {} bytes are unknown", size), input_.offset() - 1);
    // A directory's table of contents calls itself tar.
    const FormatCode expected = format_ == FormatCode::custom ? FormatCode::custom : FormatCode::tar;
    if (const int code = byte(); code != static_cast<int>(expected)) throw other_format(code);
  }

  [[nodiscard]] Error unsupported(int major, int revision) const {
    Error error(Fault::unsupported,
                fmt::format("{} is an archive of version {}.{}-{}", input_.name(), major, toc_.minor, revision));
    error.hint(
        fmt::format("Versions 1.{} to 1.{} can be read: those of pg_dump 12 to 19.", oldest_minor, newest_minor));
    return error;
  }

  [[nodiscard]] Error other_format(int code) const {
    if (format_ != FormatCode::custom || code != static_cast<int>(FormatCode::tar))
      return input_.damaged(fmt::format("the format has the unexpected number {}", code), input_.offset() - 1);
    Error error(Fault::data, fmt::format("{} is the table of contents of an archive, without its data", input_.name()));
    error.hint("Give the directory that it belongs to.");
    return error;
  }

  void read_compression() {
    if (toc_.minor >= first_minor_with_codecs) {
      const int code = byte();
      if (code > static_cast<int>(Codec::zstd))
        throw input_.damaged(fmt::format("the compression method {} is unknown", code), input_.offset() - 1);
      toc_.compression.codec = static_cast<Codec>(code);
      return;
    }
    const int level = number_between(-1, 9, "compression level");
    if (level == 0) return;
    toc_.compression.codec = Codec::gzip;
    if (level > 0) toc_.compression.level = level;
  }

  void read_created() {
    toc_.created.tm_sec = number_between(0, 61, "second of the time of writing");
    toc_.created.tm_min = number_between(0, 59, "minute of the time of writing");
    toc_.created.tm_hour = number_between(0, 23, "hour of the time of writing");
    toc_.created.tm_mday = number_between(1, 31, "day of the time of writing");
    toc_.created.tm_mon = number_between(0, 11, "month of the time of writing");
    toc_.created.tm_year = number_between(0, 8099, "year of the time of writing");
    toc_.created.tm_isdst = number_between(-1, 1, "daylight saving of the time of writing");
  }

  // --- entries

  Entry read_entry() {
    Entry entry;
    const std::uint64_t start = input_.offset();
    entry.dump_id = number_between(1, std::numeric_limits<int>::max(), "identifier");
    if (!identifiers_.insert(entry.dump_id).second)
      throw input_.damaged(fmt::format("the identifier {} is another entry's already", entry.dump_id), start);
    entry.has_data = number_between(0, 1, "mark of an entry with data") == 1;
    entry.table_oid = decimal<std::uint32_t>("catalog's identifier");
    entry.oid = decimal<std::uint32_t>("object's identifier");
    entry.tag = text();
    entry.description = texts_(text());
    entry.section = static_cast<Section>(number_between(1, 4, "section"));
    entry.create = text();
    entry.drop = text();
    entry.copy = text();
    entry.schema = texts_(text());
    if (const auto tablespace = input_.read_string()) entry.tablespace = texts_(*tablespace);
    entry.access_method = texts_(text());
    if (toc_.minor >= first_minor_with_relkinds)
      entry.relkind = static_cast<char>(number_between(0, 127, "relation's kind"));
    entry.owner = texts_(text());
    // Whether the table has OIDs, which no table of these versions has.
    (void)text();
    read_dependencies(entry);
    read_place(entry);
    return entry;
  }

  void read_dependencies(Entry& entry) {
    for (;;) {
      const std::uint64_t start = input_.offset();
      const std::optional<std::string> digits = input_.read_string();
      if (!digits) return;
      const std::optional<int> dependency = number_from<int>(*digits);
      if (!dependency) throw input_.damaged("a dependency is no number", start);
      entry.dependencies.push_back(*dependency);
    }
  }

  void read_place(Entry& entry) {
    if (format_ != FormatCode::custom) {
      entry.file = text();
      if (entry.has_data && !files_.insert(entry.file).second)
        throw input_.damaged("the name of the data's file is another entry's already");
      return;
    }
    enum Flag { not_set = 1, set, no_data };
    const std::uint64_t start = input_.offset();
    const int flag = byte();
    std::uint64_t offset = 0;
    for (unsigned shift = 0; shift < 64; shift += 8)
      offset |= std::to_integer<std::uint64_t>(input_.read_byte()) << shift;
    if (flag < not_set || flag > no_data)
      throw input_.damaged(fmt::format("the place of the data is of the unknown kind {}", flag), start);
    if (flag == set) entry.offset = offset;
    if (flag == no_data) entry.has_data = false;
  }

  ArchiveInput& input_;
  FormatCode format_;
  Toc toc_{};
  base::TextPool texts_{};
  std::set<int> identifiers_{};
  std::set<std::string> files_{};
};

}  // namespace

Toc read_toc(ArchiveInput& input, FormatCode format) {
  return TocReader(input, format).read();
}

}  // namespace pgdumpcore::archive
