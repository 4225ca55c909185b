// Compressing and decompressing, without any tool but our own: content comes back, damage never goes unnoticed.
#include "io/codec.hpp"

#include "io_support.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <ostream>

namespace data = boost::unit_test::data;
using namespace pgdumpcore;
using namespace io_support;

namespace {

struct Method {
  std::string name;
  Compression compression;
};
std::ostream& operator<<(std::ostream& out, const Method& method) {
  return out << method.name;
}

const Method methods[] = {
    {"none", {Codec::none}},
    {"gzip", {Codec::gzip}},
    {"gzip:1", {Codec::gzip, 1}},
    {"gzip:9", {Codec::gzip, 9}},
    {"lz4", {Codec::lz4}},
    {"lz4:12", {Codec::lz4, 12}},
    {"zstd", {Codec::zstd}},
    {"zstd:-5", {Codec::zstd, -5}},
    {"zstd:9", {Codec::zstd, 9}},
    {"zstd:long", {Codec::zstd, {}, true}},
    {"zstd:workers=2", {Codec::zstd, {}, false, 2}},
};

/// The codecs that have frames.
const Method framed[] = {{"gzip", {Codec::gzip}}, {"lz4", {Codec::lz4}}, {"zstd", {Codec::zstd}}};

std::string compressed(const std::string& content, const Compression& compression, std::size_t piece = SIZE_MAX) {
  std::string result;
  const auto sink = io::compress_to(memory_sink(result), compression);
  for (std::size_t position = 0; position < content.size();) {
    const auto rest = std::string_view(content).substr(position, piece);
    sink->write_text(rest);
    position += rest.size();
  }
  sink->finish();
  return result;
}

std::string decompressed(const std::string& input, Codec codec, std::size_t piece = 60'000) {
  const auto source = io::decompress_from(io::memory_source(input), codec);
  return read_all(*source, piece);
}

/// Gives out one byte a call, as a slow pipe might.
class TricklingSource final : public io::Source {
 public:
  explicit TricklingSource(std::string bytes) : bytes_(io::memory_source(std::move(bytes))) {}
  std::size_t read(std::span<std::byte> buffer) override { return bytes_->read(buffer.first(1)); }

 private:
  std::unique_ptr<io::Source> bytes_;
};

/// Counts what happens to it, and fails when told to.
class WatchedSink final : public Sink {
 public:
  struct Log {
    std::size_t bytes = 0;
    int finished = 0;
    std::size_t fails_after = SIZE_MAX;
  };
  explicit WatchedSink(Log& log) : log_(log) {}
  void write(std::span<const std::byte> bytes) override {
    log_.bytes += bytes.size();
    if (log_.bytes > log_.fails_after) throw Error(Fault::io, "watched sink is full");
  }
  void finish() override { ++log_.finished; }

 private:
  Log& log_;
};

std::string at_offset(std::size_t offset) {
  return "at offset " + std::to_string(offset);
}

std::string skippable_frame(std::string_view payload) {
  return std::string("\x53\x2A\x4D\x18", 4) + static_cast<char>(payload.size()) + std::string(3, '\0') +
         std::string(payload);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(io_codec)

BOOST_DATA_TEST_CASE(content_comes_back, data::make(methods) * data::make({0, 1, 127 * 1024, 128 * 1024, 5'000'000}),
                     method, size) {
  const std::string content = sample_content(static_cast<std::size_t>(size));
  BOOST_TEST((decompressed(compressed(content, method.compression), method.compression.codec) == content));
}

BOOST_DATA_TEST_CASE(content_comes_back_from_tiny_pieces, data::make(methods) * data::make({1, 7, 300}), method,
                     piece) {
  const std::string content = sample_content(400'000);
  const std::string frame = compressed(content, method.compression, static_cast<std::size_t>(piece));
  const std::size_t read_piece = static_cast<std::size_t>(piece) * 11;
  BOOST_TEST((decompressed(frame, method.compression.codec, read_piece) == content));
}

BOOST_DATA_TEST_CASE(slow_input_is_waited_for, data::make(framed), method) {
  const std::string content = sample_content(20'000);
  const std::string frame = compressed(content, method.compression);
  const auto source = io::decompress_from(std::make_unique<TricklingSource>(frame + frame), method.compression.codec);
  BOOST_TEST((read_all(*source) == content + content));
}

// Row by row, the overhead of a codec call would show in the output's size, were its block ended at each.
BOOST_DATA_TEST_CASE(small_writes_cost_no_compression, data::make(framed), method) {
  const std::string content = sample_content(1'000'000);
  BOOST_TEST(compressed(content, method.compression, 40).size() == compressed(content, method.compression).size());
}

BOOST_DATA_TEST_CASE(output_is_not_held_back_until_the_end, data::make(framed), method) {
  WatchedSink::Log log;
  const auto sink = io::compress_to(std::make_unique<WatchedSink>(log), method.compression);
  const std::string content = sample_content(8'000'000);
  sink->write_text(content);
  const std::size_t before_finish = log.bytes;
  sink->finish();
  BOOST_TEST(log.bytes - before_finish < 1'000'000U);
}

BOOST_DATA_TEST_CASE(finish_finishes_an_owned_sink_once, data::make(methods), method) {
  WatchedSink::Log log;
  {
    const auto sink = io::compress_to(std::make_unique<WatchedSink>(log), method.compression);
    sink->write_text("row\n");
    BOOST_TEST(log.finished == 0);
    sink->finish();
    BOOST_TEST(log.finished == 1);
  }
  BOOST_TEST(log.finished == 1);
}

BOOST_DATA_TEST_CASE(an_unfinished_sink_finishes_nothing, data::make(methods), method) {
  WatchedSink::Log log;
  {
    const auto sink = io::compress_to(std::make_unique<WatchedSink>(log), method.compression);
    sink->write_text(sample_content(600'000));
  }
  BOOST_TEST(log.finished == 0);
}

BOOST_DATA_TEST_CASE(a_borrowed_sink_goes_on_after_the_frame, data::make(methods), method) {
  std::string result;
  const auto whole = memory_sink(result);
  for (const char* part : {"first\n", "", "second\n"}) {
    const auto frame = io::compress_to(*whole, method.compression);
    frame->write_text(part);
    frame->finish();
  }
  whole->finish();
  BOOST_TEST(decompressed(result, method.compression.codec) == "first\nsecond\n");

  WatchedSink::Log log;
  WatchedSink watched(log);
  io::compress_to(watched, method.compression)->finish();
  BOOST_TEST(log.finished == 0);
}

BOOST_DATA_TEST_CASE(what_the_next_sink_throws_passes_through, data::make(methods) * data::make({0, 1'000'000}), method,
                     fails_after) {
  WatchedSink::Log log;
  log.fails_after = static_cast<std::size_t>(fails_after);
  const auto sink = io::compress_to(std::make_unique<WatchedSink>(log), method.compression);
  const auto use = [&] {
    sink->write_text(sample_content(4'000'000));
    sink->finish();
  };
  BOOST_CHECK_EXCEPTION(use(), Error, IsError(Fault::io, {"watched sink is full"}));
  BOOST_TEST(log.finished == 0);
}

BOOST_DATA_TEST_CASE(concatenated_frames_are_one_stream, data::make(framed), method) {
  const Codec codec = method.compression.codec;
  const std::string large = sample_content(700'000);
  const std::string frames = compressed("a", method.compression) + compressed("", method.compression) +
                             compressed(large, method.compression) + compressed("b", {codec, 1});
  BOOST_TEST((decompressed(frames, codec) == "a" + large + "b"));
}

BOOST_DATA_TEST_CASE(skippable_frames_are_skipped, data::make({methods[4], methods[6]}), method) {
  const std::string frame = compressed("rows\n", method.compression);
  const std::string skipped = skippable_frame("not for us");
  BOOST_TEST(decompressed(skipped + frame + skipped + frame, method.compression.codec) == "rows\nrows\n");
}

BOOST_DATA_TEST_CASE(every_truncation_is_noticed, data::make(framed), method) {
  const std::string frame = compressed(sample_content(300'000), method.compression);
  const std::size_t size = frame.size();
  for (std::size_t length = 0; length < size; length += length < 64 || length + 64 > size ? 1 : 499) {
    BOOST_TEST_CONTEXT("first " << length << " of " << size << " bytes") {
      BOOST_CHECK_EXCEPTION(decompressed(frame.substr(0, length), method.compression.codec), Error,
                            IsError(Fault::data, {method.name, at_offset(length)}));
    }
  }
}

BOOST_DATA_TEST_CASE(truncation_of_a_later_frame_is_noticed, data::make(framed), method) {
  const std::string frame = compressed(sample_content(5'000), method.compression);
  for (std::size_t cut = 1; cut < frame.size(); ++cut) {
    const std::string input = frame + frame.substr(0, frame.size() - cut);
    BOOST_CHECK_EXCEPTION(decompressed(input, method.compression.codec), Error,
                          IsError(Fault::data, {"incomplete", at_offset(input.size())}));
  }
}

// Some bits carry no meaning (gzip's file time, zstd's window size where it is larger than needed): there the
// content must be right all the same. Everywhere else there must be an error.
BOOST_DATA_TEST_CASE(flipped_bits_never_change_the_content, data::make(framed), method) {
  const std::string content = sample_content(150'000);
  const std::string frame = compressed(content, method.compression);
  std::size_t flips = 0;
  std::size_t noticed = 0;
  for (std::size_t position = 0; position < frame.size();
       position += position < 40 || position + 40 > frame.size() ? 1 : 997) {
    for (unsigned int bit = 0; bit < 8; ++bit) {
      std::string damaged = frame;
      damaged[position] = static_cast<char>(static_cast<unsigned char>(damaged[position]) ^ (1U << bit));
      ++flips;
      try {
        const bool same = decompressed(damaged, method.compression.codec) == content;
        BOOST_TEST(same, "wrong content after bit " << bit << " of byte " << position);
      } catch (const Error& error) {
        BOOST_TEST((error.fault() == Fault::data), error.what());
        ++noticed;
      }
    }
  }
  BOOST_TEST(noticed * 10 > flips * 8, noticed << " of " << flips << " noticed");
}

BOOST_DATA_TEST_CASE(what_follows_the_last_frame_is_refused, data::make(framed), method) {
  const std::string frame = compressed("rows\n", method.compression);
  for (const std::string& garbage : {std::string("x"), std::string("garbage"), std::string(512, '\0')}) {
    BOOST_CHECK_EXCEPTION(decompressed(frame + garbage, method.compression.codec), Error,
                          IsError(Fault::data, {"followed by other data", at_offset(frame.size())}));
  }
}

// What looks like another frame at first is looked at again when more of it has come.
BOOST_DATA_TEST_CASE(what_slowly_follows_the_last_frame_is_refused, data::make(framed), method) {
  const std::string frame = compressed("rows\n", method.compression);
  const auto source =
      io::decompress_from(std::make_unique<TricklingSource>(frame + frame[0] + "arbage"), method.compression.codec);
  BOOST_CHECK_EXCEPTION(read_all(*source), Error,
                        IsError(Fault::data, {"followed by other data", at_offset(frame.size())}));
}

BOOST_DATA_TEST_CASE(what_is_no_frame_is_refused, data::make(framed), method) {
  BOOST_CHECK_EXCEPTION(decompressed("SELECT 1;\n", method.compression.codec), Error,
                        IsError(Fault::data, {"input is not " + method.name + "-compressed"}));
}

BOOST_AUTO_TEST_CASE(a_window_beyond_bounds_is_refused_with_a_way_out) {
  // A zstd header that asks for a window of 2 GB, then an empty last block.
  const std::string input("\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00", 9);
  BOOST_CHECK_EXCEPTION(decompressed(input, Codec::zstd), Error, [](const Error& error) {
    return error.fault() == Fault::data && error.hint().find("--long=31") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(frames_are_told_by_their_first_bytes) {
  for (const Method& method : framed) {
    const std::string frame = compressed("", method.compression);
    BOOST_TEST((io::detect_codec(bytes_of(frame)) == method.compression.codec), method.name);
    BOOST_TEST((io::detect_codec(bytes_of(frame).first(io::magic_size)) == method.compression.codec), method.name);
  }
  BOOST_TEST((io::detect_codec(bytes_of(skippable_frame("pzstd"))) == Codec::zstd));
  for (const char* other : {"", "\x1F\x8B", "--\n-- PostgreSQL database dump", "PGDMP"}) {
    BOOST_TEST((io::detect_codec(bytes_of(other)) == Codec::none), other);
  }
}

BOOST_AUTO_TEST_CASE(the_table_has_every_codec_under_its_own_row) {
  for (const Codec codec : {Codec::none, Codec::gzip, Codec::lz4, Codec::zstd}) {
    BOOST_TEST((io::traits_of(codec).codec == codec));
  }
  BOOST_TEST(io::traits_of(Codec::none).extension == "");
  BOOST_TEST(io::traits_of(Codec::gzip).extension == ".gz");
  BOOST_TEST(io::traits_of(Codec::lz4).extension == ".lz4");
  BOOST_TEST(io::traits_of(Codec::zstd).extension == ".zst");
}

// The values of a Compression need not come from parse_compression().
BOOST_AUTO_TEST_CASE(what_a_codec_cannot_do_is_refused_before_anything_is_written) {
  const Compression impossible[] = {{Codec::gzip, 10}, {Codec::gzip, {}, true}, {Codec::lz4, {}, false, 2},
                                    {Codec::none, 1},  {Codec::zstd, 23},       {Codec::zstd, {}, false, -1}};
  for (const Compression& compression : impossible) {
    std::string result;
    BOOST_CHECK_EXCEPTION(static_cast<void>(io::compress_to(memory_sink(result), compression)), Error,
                          IsError(Fault::usage, {}));
    BOOST_TEST(result.empty());
  }
}

BOOST_DATA_TEST_CASE(one_maker_makes_many_frames, boost::unit_test::data::make({"none", "gzip", "lz4", "zstd"}), name) {
  const Compression compression = parse_compression(name);
  const io::FrameEncoder frames(compression, io::traits_of(compression.codec));
  for (const std::size_t size : {0, 1, 1000, 400'000, 20, 0}) {
    const std::string content = io_support::sample_content(size);
    std::string compressed;
    const auto sink = frames.frame(memory_sink(compressed));
    sink->write_text(content);
    sink->finish();
    std::string alone;
    const auto by_itself = io::compress_to(memory_sink(alone), compression);
    by_itself->write_text(content);
    by_itself->finish();
    BOOST_TEST((compressed == alone));
    if (compression.codec == Codec::none) continue;
    const auto source = io::decompress_from(io::memory_source(compressed), compression.codec);
    BOOST_TEST((io_support::read_all(*source) == content));
  }
}

BOOST_AUTO_TEST_SUITE_END()
