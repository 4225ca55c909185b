// The ordinary tools read what we write, and we read what they write. Needs zstd, gzip and lz4 in the PATH.
#include "io/codec.hpp"

#include "io_support.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ostream>

namespace data = boost::unit_test::data;
using namespace pgdumpcore;
using namespace io_support;

namespace {

void run(const std::string& command) {
  BOOST_REQUIRE_MESSAGE(std::system(command.c_str()) == 0, "this command failed: " << command);
}

struct Reading {
  std::string command;
  Compression compression;
};
std::ostream& operator<<(std::ostream& out, const Reading& row) {
  return out << row.command << " of " << io::traits_of(row.compression.codec).name;
}

const Reading readings[] = {
    {"gzip -dc", {Codec::gzip}},
    {"gzip -dc", {Codec::gzip, 9}},
    {"lz4 -dcq", {Codec::lz4}},
    {"lz4 -dcq", {Codec::lz4, 9}},
    {"zstd -dcq", {Codec::zstd}},
    {"zstd -dcq", {Codec::zstd, {}, true}},
    {"zstd -dcq", {Codec::zstd, 1, true, 2}},
};

struct Writing {
  std::string command;
  Codec codec;
};
std::ostream& operator<<(std::ostream& out, const Writing& row) {
  return out << row.command;
}

const Writing writings[] = {
    {"gzip -c", Codec::gzip},
    {"gzip -9 -c", Codec::gzip},
    {"lz4 -cq", Codec::lz4},
    {"lz4 -cq -9 -B4 -BD", Codec::lz4},
    {"lz4 -cq --no-frame-crc", Codec::lz4},
    {"lz4 -cq --content-size", Codec::lz4},
    {"zstd -cq", Codec::zstd},
    {"zstd -cq -12", Codec::zstd},
    {"zstd -cq --no-check -T2", Codec::zstd},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(io_interoperation)

BOOST_DATA_TEST_CASE(tools_read_our_frames, data::make(readings) * data::make({0, 1, 1'000'000}), row, size) {
  const ScratchDirectory scratch;
  const std::string content = sample_content(static_cast<std::size_t>(size));
  const auto file = file_sink(scratch / "compressed", {.sync = pgdumpcore::Sync::none});
  // Two frames, as two slots would leave them.
  for (int frame = 0; frame < 2; ++frame) {
    const auto sink = io::compress_to(*file, row.compression);
    sink->write_text(content);
    sink->finish();
  }
  file->finish();
  run(row.command + " < " + scratch / "compressed" + " > " + scratch / "content");
  BOOST_TEST((file_content(scratch / "content") == content + content));
}

BOOST_DATA_TEST_CASE(we_read_the_frames_of_tools, data::make(writings) * data::make({0, 1, 1'000'000}), row, size) {
  const ScratchDirectory scratch;
  const std::string content = sample_content(static_cast<std::size_t>(size));
  put_file(scratch / "content", content);
  const std::string command = row.command + " < " + scratch / "content";
  run("{ " + command + "; " + command + "; } > " + scratch / "compressed");

  BOOST_TEST((io::detect_codec(bytes_of(file_content(scratch / "compressed"))) == row.codec));
  const auto source = io::decompress_from(io::file_source(scratch / "compressed"), row.codec);
  BOOST_TEST((read_all(*source) == content + content));
}

BOOST_AUTO_TEST_SUITE_END()
