// What the writers write, read back: every format, codec and version; and what depends on where it is written to.
#include "archive/writer.hpp"
#include "io/new_directory.hpp"

#include "archive/reader.hpp"
#include "io/codec.hpp"
#include "io/rewritable.hpp"
#include "io_support.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace archive = pgdumpcore::archive;
namespace io = pgdumpcore::io;
using namespace io_support;
using pgdumpcore::Codec;
using pgdumpcore::Fault;
using pgdumpcore::Sink;
using pgdumpcore::Sync;

namespace {

constexpr std::uint32_t large_oid = 4'294'967'295;  // beyond what a signed integer holds

archive::Toc sample_toc(archive::FormatCode format, Codec codec, int minor) {
  archive::Toc toc;
  toc.format = format;
  toc.minor = minor;
  toc.compression.codec = codec;
  toc.created.tm_year = 126;
  toc.created.tm_mday = 24;
  toc.database = "shop";
  toc.server_version = "17.1";
  toc.dumper_version = "pgdump";
  toc.entries.resize(4);
  for (int id = 1; id <= 4; ++id) toc.entries[static_cast<std::size_t>(id) - 1].dump_id = id;
  toc.entries[0] = {.dump_id = 1,
                    .table_oid = 1259,
                    .oid = large_oid,
                    .section = archive::Section::pre_data,
                    .relkind = 'r',
                    .tag = "orders",
                    .description = "TABLE",
                    .create = "CREATE TABLE public.orders ();\n",
                    .drop = "DROP TABLE public.orders;\n",
                    .schema = "public",
                    .tablespace = "",
                    .access_method = "heap",
                    .owner = "me"};
  toc.entries[1] = {.dump_id = 2, .description = "COMMENT", .dependencies = {1}};
  toc.entries[2] = {.dump_id = 3, .has_data = true, .description = "TABLE DATA", .dependencies = {1}};
  toc.entries[3] = {.dump_id = 4, .has_data = true, .description = "BLOBS"};
  return toc;
}

// Rows beyond a length block, and objects of all sizes.
const std::string& rows() {
  static const std::string content = sample_content(3'000'000);
  return content;
}
const std::vector<std::pair<std::uint32_t, std::string>>& objects() {
  static const std::vector<std::pair<std::uint32_t, std::string>> content = {
      {7, ""}, {8, "short"}, {large_oid, sample_content(300'000)}};
  return content;
}

void write_data(archive::ArchiveWriter& writer, const archive::Toc& toc) {
  const auto table = writer.table_data(toc.entries[2]);
  table->write_text(rows());
  table->finish();
  const auto large = writer.large_objects(toc.entries[3]);
  for (const auto& [oid, content] : objects()) {
    large->open(oid);
    large->write(bytes_of(content));
    large->close();
  }
  large->finish();
  writer.finish();
}

// A sink that is no file: what it is a face of cannot be rewritten.
std::unique_ptr<Sink> as_pipe(const std::string& path) {
  const std::shared_ptr<Sink> file = pgdumpcore::file_sink(path);
  struct Forward final : Sink {
    std::shared_ptr<Sink> next{};
    void write(std::span<const std::byte> bytes) override { next->write(bytes); }
    void finish() override { next->finish(); }
  };
  auto pipe = std::make_unique<Forward>();
  pipe->next = file;
  return pipe;
}

std::unique_ptr<pgdumpcore::OutputFiles> new_directory(const std::string& path) {
  return std::make_unique<io::NewDirectory>(path, Sync::none);
}

void write_archive(const std::string& path, archive::Toc& toc, bool to_pipe = false) {
  io::ByteCount written{0};
  if (toc.format == archive::FormatCode::directory)
    return write_data(*archive::directory_writer(new_directory(path), toc, written), toc);
  auto out = to_pipe ? as_pipe(path) : pgdumpcore::file_sink(path);
  const auto writer = toc.format == archive::FormatCode::custom ? archive::custom_writer(std::move(out), toc)
                                                                : archive::tar_writer(std::move(out), toc);
  write_data(*writer, toc);
}

void check_archive(const std::string& path, const archive::Toc& written) {
  const auto reader = archive::open_archive(path);
  const archive::Toc& toc = reader->toc();
  BOOST_TEST(toc.minor == written.minor);
  BOOST_TEST(static_cast<int>(toc.compression.codec) == static_cast<int>(written.compression.codec));
  BOOST_TEST(toc.database == "shop");
  BOOST_TEST(toc.created.tm_year == 126);
  BOOST_REQUIRE(toc.entries.size() == 4U);
  const archive::Entry& table = toc.entries[0];
  BOOST_TEST(table.oid == large_oid);
  BOOST_TEST(table.create.view() == written.entries[0].create.view());
  BOOST_TEST(table.relkind == (written.minor >= archive::first_minor_with_relkinds ? 'r' : '\0'));
  BOOST_TEST((table.tablespace == ""));
  BOOST_TEST(!toc.entries[1].tablespace.has_value());
  BOOST_TEST((toc.entries[2].dependencies == std::vector{1}));
  BOOST_TEST((read_all(*reader->table_data(toc.entries[2])) == rows()));

  std::vector<std::pair<std::uint32_t, std::string>> found;
  reader->large_objects(toc.entries[3], {.open = [&](std::uint32_t oid) { found.emplace_back(oid, ""); },
                                         .write =
                                             [&](std::span<const std::byte> bytes) {
                                               found.back().second.append(reinterpret_cast<const char*>(bytes.data()),
                                                                          bytes.size());
                                             },
                                         .close = [] {}});
  BOOST_TEST((found == objects()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(archive_writers)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const ScratchDirectory scratch;
  int number = 0;
  for (const auto format : {archive::FormatCode::custom, archive::FormatCode::directory, archive::FormatCode::tar}) {
    for (const io::CodecTraits& traits : io::codecs()) {
      for (int minor = archive::oldest_minor; minor <= archive::newest_minor; ++minor) {
        if (format == archive::FormatCode::tar && traits.codec != Codec::none) continue;
        const bool named = traits.codec == Codec::lz4 || traits.codec == Codec::zstd;
        if (named && minor < archive::first_minor_with_codecs) continue;
        BOOST_TEST_CONTEXT(static_cast<int>(format) << ' ' << traits.name << " 1." << minor) {
          archive::Toc toc = sample_toc(format, traits.codec, minor);
          const std::string path = scratch / std::to_string(++number);
          write_archive(path, toc);
          check_archive(path, toc);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_pipe_gets_the_same_but_for_offsets) {
  const ScratchDirectory scratch;
  for (const auto format : {archive::FormatCode::custom, archive::FormatCode::tar}) {
    archive::Toc toc = sample_toc(format, Codec::none, archive::newest_minor);
    const std::string to_file = scratch / "file";
    const std::string to_pipe = scratch / "pipe";
    write_archive(to_file, toc);
    toc = sample_toc(format, Codec::none, archive::newest_minor);
    write_archive(to_pipe, toc, true);
    check_archive(to_pipe, toc);
    BOOST_TEST(file_content(to_pipe).size() == file_content(to_file).size());
    const auto of_file = archive::open_archive(to_file);
    const auto of_pipe = archive::open_archive(to_pipe);
    BOOST_TEST(of_file->toc().entries[2].offset.has_value() == (format == archive::FormatCode::custom));
    BOOST_TEST(!of_pipe->toc().entries[2].offset.has_value());
  }
}

BOOST_AUTO_TEST_CASE(custom_data_is_a_zlib_stream_and_directory_data_a_gzip_file) {
  const ScratchDirectory scratch;
  archive::Toc custom = sample_toc(archive::FormatCode::custom, Codec::gzip, archive::oldest_minor);
  write_archive(scratch / "custom", custom);
  const std::string content = file_content(scratch / "custom");
  constexpr std::size_t block_head = 1 + 5 + 5;  // type, id, length
  BOOST_TEST(content[*custom.entries[2].offset + block_head] == '\x78');
  archive::Toc directory = sample_toc(archive::FormatCode::directory, Codec::gzip, archive::oldest_minor);
  write_archive(scratch / "directory", directory);
  BOOST_TEST((file_content(scratch / "directory/3.dat.gz").substr(0, 2) == "\x1f\x8b"));
}

BOOST_AUTO_TEST_CASE(a_directory_has_these_files) {
  const ScratchDirectory scratch;
  archive::Toc toc = sample_toc(archive::FormatCode::directory, Codec::zstd, archive::newest_minor);
  write_archive(scratch / "new", toc);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(scratch / "new"))
    names.push_back(entry.path().filename());
  std::ranges::sort(names);
  BOOST_TEST((names == std::vector<std::string>{"3.dat.zst", "blob_4294967295.dat.zst", "blob_7.dat.zst",
                                                "blob_8.dat.zst", "blobs_4.toc", "toc.dat"}));
  BOOST_TEST(file_content(scratch / "new/blobs_4.toc") ==
             "7 blob_7.dat\n8 blob_8.dat\n4294967295 blob_4294967295.dat\n");
}

BOOST_AUTO_TEST_CASE(an_unfinished_directory_leaves_nothing) {
  const ScratchDirectory scratch;
  for (const bool existing : {false, true}) {
    if (existing) std::filesystem::create_directory(scratch / "new");
    {
      archive::Toc toc = sample_toc(archive::FormatCode::directory, Codec::none, archive::newest_minor);
      io::ByteCount written{0};
      const auto writer = archive::directory_writer(new_directory(scratch / "new"), toc, written);
      const auto table = writer->table_data(toc.entries[2]);
      table->write_text(rows());
      table->finish();
    }
    BOOST_TEST((scratch.names() == (existing ? std::vector<std::string>{"new"} : std::vector<std::string>{})));
    BOOST_TEST((!existing || std::filesystem::is_empty(scratch / "new")));
  }
}

BOOST_AUTO_TEST_CASE(two_directories_of_one_name_do_not_mix) {
  const ScratchDirectory scratch;
  archive::Toc toc = sample_toc(archive::FormatCode::directory, Codec::none, archive::newest_minor);
  archive::Toc other = toc;
  io::ByteCount written{0};
  const auto first = archive::directory_writer(new_directory(scratch / "new"), toc, written);
  write_archive(scratch / "new", other);
  BOOST_CHECK_EXCEPTION(write_data(*first, toc), pgdumpcore::Error, IsError(Fault::io, {"new"}));
  check_archive(scratch / "new", other);
}

// 9 GB that nobody keeps: the size does not fit into octal digits.
BOOST_AUTO_TEST_CASE(a_huge_member_of_a_tar_file_has_its_size) {
  struct Counted final : Sink, io::Rewritable {
    explicit Counted(std::string& header) : header_(header) {}
    void write(std::span<const std::byte>) override {}
    void finish() override {}
    [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
    void rewrite(std::uint64_t, std::span<const std::byte> bytes) override {
      header_.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    std::string& header_;
  };
  std::string header;
  archive::Toc toc = sample_toc(archive::FormatCode::tar, Codec::none, archive::newest_minor);
  const auto writer = archive::tar_writer(std::make_unique<Counted>(header), toc);
  const auto table = writer->table_data(toc.entries[2]);
  const std::vector<std::byte> piece(std::size_t{1} << 20U);
  for (int i = 0; i < 9 * 1024; ++i) table->write(piece);
  table->finish();
  BOOST_REQUIRE(header.size() == 512U);
  BOOST_TEST((header.substr(124, 12) == std::string("\x80\0\0\0\0\0\0\x02\x40\0\0\0", 12)));
}

BOOST_AUTO_TEST_SUITE_END()
