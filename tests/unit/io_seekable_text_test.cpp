// Compression in frames, and reading from any offset of what was so compressed.
#include "io/seekable_text.hpp"

#include "io_support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace pgdumpcore;
using namespace io_support;

namespace {

constexpr std::uint64_t frame_size = 200'000;
const Codec codecs[] = {Codec::none, Codec::gzip, Codec::lz4, Codec::zstd};

std::string text_of(std::size_t size) {
  std::string text;
  for (unsigned i = 0; text.size() < size; ++i) text += std::to_string(i * 2654435761U) + "\n";
  text.resize(size);
  return text;
}

std::string in_frames(const std::string& content, const Compression& compression, std::size_t piece = 7777) {
  std::string result;
  const auto memory = memory_sink(result);
  const auto sink = io::compress_in_frames(*memory, compression, frame_size);
  for (std::size_t at = 0; at < content.size(); at += piece)
    sink->write_text(std::string_view(content).substr(at, piece));
  sink->finish();
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(io_seekable_text)

BOOST_AUTO_TEST_CASE(frames_are_one_text) {
  for (const Codec codec : codecs)
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{200'000}, std::size_t{400'000}, std::size_t{1'000'001}}) {
      const std::string text = text_of(size);
      const std::string compressed = in_frames(text, {codec});
      if (codec == Codec::none && text.empty()) continue;
      const auto source = io::decompress_from(io::memory_source(compressed), codec);
      BOOST_TEST((read_all(*source, 60'000) == text));
    }
}

BOOST_AUTO_TEST_CASE(a_text_is_read_from_any_offset) {
  for (const Codec codec : codecs) {
    const std::string text = text_of(1'000'001);
    io::SeekableText seekable(file_with(in_frames(text, {codec})), codec);
    BOOST_TEST((read_all(*seekable.scan(), 60'000) == text));
    BOOST_TEST(seekable.longest_way() <= frame_size);
    for (const std::uint64_t offset : {0U, 1U, 199'999U, 200'000U, 200'001U, 999'999U, 1'000'000U}) {
      const std::uint64_t nearest = seekable.nearest(offset);
      BOOST_TEST(nearest <= offset);
      BOOST_TEST(offset - nearest < frame_size);
      BOOST_TEST((read_all(*seekable.from(nearest), 60'000) == text.substr(nearest)));
    }
  }
}

BOOST_AUTO_TEST_CASE(one_frame_has_one_place) {
  const std::string text = text_of(1'000'001);
  const Compression compression{.codec = Codec::zstd, .workers = 2};
  io::SeekableText seekable(file_with(in_frames(text, compression)), Codec::zstd);
  BOOST_TEST((read_all(*seekable.scan(), 60'000) == text));
  BOOST_TEST(seekable.longest_way() == text.size());
  BOOST_TEST(seekable.nearest(999'999) == 0U);
}

// However small frames are, their places take little memory.
BOOST_AUTO_TEST_CASE(tiny_frames) {
  std::string compressed, text;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece = text_of(100);
    compressed += in_frames(piece, {Codec::lz4});
    text += piece;
  }
  io::SeekableText seekable(file_with(compressed), Codec::lz4);
  BOOST_TEST((read_all(*seekable.scan(), 60'000) == text));
  BOOST_TEST(seekable.longest_way() > 60'000U);
  const std::uint64_t nearest = seekable.nearest(250'000);
  BOOST_TEST((read_all(*seekable.from(nearest), 60'000) == text.substr(nearest)));
}

BOOST_AUTO_TEST_SUITE_END()
