// Data at the end of a compressed file, which decompressors pass: whole, cut, and with every bit turned.
#include "io/skippable.hpp"

#include "io/codec.hpp"
#include "io_support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace pgdumpcore;
using namespace io_support;

namespace {

const Codec codecs[] = {Codec::gzip, Codec::lz4, Codec::zstd};
constexpr std::uint64_t longest = 1'000'000;

std::string compressed(const std::string& text, Codec codec) {
  std::string result;
  const auto sink = io::compress_to(memory_sink(result), {codec});
  sink->write_text(text);
  sink->finish();
  return result;
}

std::string content_of_size(std::size_t size) {
  std::string content;
  for (unsigned i = 0; content.size() < size; ++i) content += static_cast<char>(i * 2654435761U >> 24U);
  content.resize(size);
  return content;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(io_skippable)

BOOST_AUTO_TEST_CASE(it_is_found_and_is_no_text) {
  for (const Codec codec : codecs)
    // A gzip member holds 65,531 bytes, of which 20 are not content.
    for (const std::size_t size : {0U, 1U, 20U, 65'510U, 65'511U, 65'512U, 65'531U, 65'532U, 300'000U}) {
      const std::string before = compressed("a text\n", codec);
      const std::string content = content_of_size(size);
      const std::string file = before + io::skippable(codec, content);
      const auto found = io::skippable_at_end(*file_with(file), codec, longest);
      BOOST_REQUIRE(found.has_value());
      BOOST_TEST((found->content == content));
      BOOST_TEST(found->begin == before.size());
      BOOST_TEST(read_all(*io::decompress_from(io::memory_source(file), codec)) == "a text\n");
    }
}

BOOST_AUTO_TEST_CASE(it_need_not_be_there) {
  for (const Codec codec : codecs) {
    BOOST_TEST(!io::skippable_at_end(*file_with(""), codec, longest));
    BOOST_TEST(!io::skippable_at_end(*file_with(compressed("a text\n", codec)), codec, longest));
    BOOST_TEST(!io::skippable_at_end(*file_with(io::skippable(codec, "x") + compressed("", codec)), codec, longest));
    BOOST_TEST(!io::skippable_at_end(*file_with(io::skippable(codec, content_of_size(longest))), codec, longest));
  }
  BOOST_TEST(!io::skippable_at_end(*file_with("pgdumpIX"), Codec::none, longest));
}

BOOST_AUTO_TEST_CASE(damage_hides_it) {
  for (const Codec codec : codecs) {
    const std::string before = compressed("a text\n", codec);
    const std::string whole = before + io::skippable(codec, "content");
    for (std::size_t at = before.size(); at < whole.size(); ++at) {
      BOOST_TEST(!io::skippable_at_end(*file_with(whole.substr(0, at)), codec, longest));
      for (unsigned bit = 0; bit < 8; ++bit) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ 1U << bit);
        BOOST_TEST(!io::skippable_at_end(*file_with(damaged), codec, longest));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
