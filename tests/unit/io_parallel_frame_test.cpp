// Streams compressed in parts: every reader, the codecs' own programs among them, reads them as one content.
#include "io/codec.hpp"
#include "io/ordered_output.hpp"
#include "io/parallel_frame.hpp"
#include "io/source.hpp"

#include "io_support.hpp"

#include <pgdumpcore/sink.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include <cstdlib>
#include <thread>

using namespace pgdumpcore;
using io::ParallelFrame;

namespace {

const std::vector<std::size_t> part_sizes = {0, 300'000, 1, 700'001, 0};

std::string content_of(const std::vector<std::size_t>& sizes) {
  std::string content;
  for (const std::size_t size : sizes) content += io_support::sample_content(size);
  return content;
}

// The parts are made by a thread each, in slots.
std::string in_parts(const Compression& compression, io::DeflateFormat format, const std::vector<std::size_t>& sizes) {
  std::string out;
  const auto sink = memory_sink(out);
  io::OrderedOutput slots(*sink, std::size_t{1} << 24U);
  ParallelFrame frame(compression, format);
  sink->write_text(frame.beginning());
  {
    std::vector<std::jthread> threads;
    for (const std::size_t size : sizes)
      threads.emplace_back([part = frame.part(), slot = slots.open(), size]() mutable {
        const auto into = part(std::move(slot));
        into->write_text(io_support::sample_content(size));
        into->finish();
      });
  }
  slots.finish();
  sink->write_text(frame.ending());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(io_parted_frame)

BOOST_DATA_TEST_CASE(every_codec_reads_its_parts_as_one_content,
                     boost::unit_test::data::make({"none", "gzip", "gzip:1", "gzip:9", "lz4", "zstd", "zstd:1"}),
                     specification) {
  const Compression compression = parse_compression(specification);
  const io_support::ScratchDirectory scratch;
  io_support::put_file(scratch / "file", in_parts(compression, io::DeflateFormat::gzip, part_sizes));
  const auto source = io::decompress_from(io::file_source(scratch / "file"), compression.codec);
  BOOST_TEST((io_support::read_all(*source) == content_of(part_sizes)));
}

BOOST_DATA_TEST_CASE(the_codecs_programs_read_them, boost::unit_test::data::make({"gzip", "lz4", "zstd"}), name) {
  const io_support::ScratchDirectory scratch;
  io_support::put_file(scratch / "file", in_parts(parse_compression(name), io::DeflateFormat::gzip, part_sizes));
  const std::string command = std::string(name) + " -dc < " + (scratch / "file") + " > " + (scratch / "content");
  BOOST_REQUIRE(std::system(command.c_str()) == 0);
  BOOST_TEST((io_support::file_content(scratch / "content") == content_of(part_sizes)));
}

// A reader of archives knows one zlib stream, and takes what follows it for damage.
BOOST_AUTO_TEST_CASE(the_parts_of_a_zlib_stream_are_one_stream) {
  for (const auto& sizes : {part_sizes, std::vector<std::size_t>{}, std::vector<std::size_t>{5}}) {
    const std::string made = in_parts({.codec = Codec::gzip}, io::DeflateFormat::zlib, sizes);
    const std::string expected = content_of(sizes);
    std::string content(expected.size() + 1, '\0');
    z_stream stream{};
    BOOST_REQUIRE(inflateInit(&stream) == Z_OK);
    std::string input = made;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(content.data());
    stream.avail_out = static_cast<uInt>(content.size());
    BOOST_TEST(inflate(&stream, Z_FINISH) == Z_STREAM_END);  // zlib has compared the checksum then
    BOOST_TEST(stream.avail_in == 0U);
    content.resize(stream.total_out);
    BOOST_TEST((content == expected));
    inflateEnd(&stream);
  }
}

BOOST_AUTO_TEST_CASE(what_a_codec_cannot_do_is_refused_at_once) {
  BOOST_CHECK_THROW(ParallelFrame({.codec = Codec::gzip, .level = 20}), Error);
}

BOOST_AUTO_TEST_SUITE_END()
