// Scripts that are read by their index: the same as without it, whatever the index says.
#include "archive/script_index.hpp"

#include "archive/script_reader.hpp"
#include "io/codec.hpp"
#include "io_support.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace pgdumpcore;
using namespace io_support;
using archive::ScriptIndex;

namespace {

const Codec codecs[] = {Codec::gzip, Codec::lz4, Codec::zstd};
constexpr std::uint64_t frame_size = 100'000;

struct Written {
  std::string text{};
  std::string compressed{};
  ScriptIndex index{};
};

std::string header(const std::string& what, const std::string& name, const std::string& kind) {
  return "--\n-- " + what + "Name: " + name + "; Type: " + kind + "; Schema: public; Owner: shop\n--\n\n";
}

// Tables with rows of some 300,000 bytes each, and one with a single row.
Written script_of(Codec codec) {
  Written out;
  out.text =
      "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.1\n"
      "-- Dumped by pg_dump version 15.1\n\nSET client_encoding = 'UTF8';\n\n";
  for (const std::string name : {"a", "b", "c"})
    out.text += header("", name, "TABLE") + "CREATE TABLE public." + name + " (x text);\n\n\n";
  for (const std::string name : {"a", "b", "c"}) {
    out.text += header("Data for ", name, "TABLE DATA") + "COPY public." + name + " (x) FROM stdin;\n";
    const std::uint64_t begin = out.text.size();
    for (unsigned i = 0; i < (name == "b" ? 1U : 20'000U); ++i)
      out.text += name + std::to_string(i * 2654435761U) + "\n";
    out.text += "\\.\n";
    out.index.rows.push_back({.begin = begin, .end = out.text.size()});
    out.text += "\n\n";
  }
  out.text += "--\n-- PostgreSQL database dump complete\n--\n\n";
  const auto memory = memory_sink(out.compressed);
  const auto frames =
      io::compress_in_frames(*memory, {codec}, frame_size, [&](std::uint64_t compressed, std::uint64_t content) {
        out.index.frames.push_back({.content = content, .compressed = compressed});
      });
  frames->write_text(out.text);
  frames->finish();
  out.index.size = out.text.size();
  out.index.compressed = out.compressed.size();
  return out;
}

// Its table of contents, and each table's rows; what goes wrong, as a message.
std::string seen_in(const std::string& file) {
  std::string out;
  try {
    const auto reader = archive::read_script_archive(file_with(file));
    for (const archive::Entry& entry : reader->toc().entries) {
      out += entry.description.str() + " " + entry.tag.str() + "\n";
      if (entry.has_data) out += read_all(*reader->table_data(entry)) + "\n";
    }
  } catch (const Error& error) {
    return std::string("error: ") + error.what();
  }
  return out;
}

std::string with_index(const Written& written, const ScriptIndex& index, Codec codec) {
  return written.compressed + archive::write_index(index, codec);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(script_index)

BOOST_AUTO_TEST_CASE(it_comes_back_as_it_was) {
  for (const Codec codec : codecs) {
    const Written written = script_of(codec);
    const auto index = archive::read_index(*file_with(with_index(written, written.index, codec)), codec);
    BOOST_REQUIRE(index.has_value());
    BOOST_TEST(index->size == written.text.size());
    BOOST_TEST(index->frames.size() == written.index.frames.size());
    BOOST_TEST(index->frames.size() >= 5U);
    BOOST_TEST(index->frames.back().compressed == written.index.frames.back().compressed);
    BOOST_REQUIRE(index->rows.size() == 3U);
    BOOST_TEST(index->rows[2].begin == written.index.rows[2].begin);
    BOOST_TEST(index->rows[2].end == written.index.rows[2].end);
  }
}

// Damage among the rows is not seen by who does not read them.
BOOST_AUTO_TEST_CASE(what_is_not_wanted_is_not_read) {
  for (const Codec codec : codecs) {
    const Written written = script_of(codec);
    std::string file = with_index(written, written.index, codec);
    const std::uint64_t second_frame = written.index.frames.at(1).compressed;
    for (std::size_t i = 200; i < 300; ++i) file[second_frame + i] = '\x55';
    const auto reader = archive::read_script_archive(file_with(file));
    BOOST_TEST(reader->toc().entries.size() == 9U);
    BOOST_TEST(reader->has_random_access());
    for (const archive::Entry& entry : reader->toc().entries) {
      if (!entry.has_data) continue;
      if (entry.tag == "a")
        BOOST_CHECK_THROW(static_cast<void>(read_all(*reader->table_data(entry))), Error);
      else
        BOOST_TEST(read_all(*reader->table_data(entry)).starts_with(entry.tag.str()));
    }
  }
}

BOOST_AUTO_TEST_CASE(parts_are_the_same_with_and_without_it) {
  for (const Codec codec : codecs) {
    const Written written = script_of(codec);
    const std::string plain = seen_in(written.text);
    BOOST_TEST(plain.size() > 400'000U);
    BOOST_TEST((seen_in(written.compressed) == plain));
    BOOST_TEST((seen_in(with_index(written, written.index, codec)) == plain));
  }
}

// One that is of another file, or made up, is no reason for an error; and rows that it would double, mix or hide are
// one.
BOOST_AUTO_TEST_CASE(a_wrong_one_gives_no_wrong_rows) {
  const Codec codec = Codec::zstd;
  const Written written = script_of(codec);
  const std::string right = seen_in(written.text);
  const auto seen_with = [&](const auto& change) {
    ScriptIndex index = written.index;
    change(index);
    return seen_in(with_index(written, index, codec));
  };
  const auto is_right = [&](const std::string& seen) { return seen == right; };
  BOOST_TEST(is_right(seen_with([](ScriptIndex& index) { index.compressed -= 1; })));
  BOOST_TEST(is_right(seen_with([](ScriptIndex& index) { index.frames.erase(index.frames.begin()); })));
  BOOST_TEST(is_right(seen_with([](ScriptIndex& index) { index.frames.clear(); })));
  BOOST_TEST(is_right(seen_with([](ScriptIndex& index) { index.rows.clear(); })));
  BOOST_TEST(is_right(seen_with([](ScriptIndex& index) { index.size = 10; })));
  for (const std::uint64_t shift : {1U, 2U, 3U, 100U}) {
    BOOST_TEST(is_right(seen_with([&](ScriptIndex& index) { index.rows[0].end += shift; })));
    BOOST_TEST(is_right(seen_with([&](ScriptIndex& index) { index.rows[0].end -= shift; })));
    BOOST_TEST(is_right(seen_with([&](ScriptIndex& index) { index.rows[0].begin += shift; })));
    for (std::size_t frame = 1; frame < written.index.frames.size(); ++frame) {
      const std::string content = seen_with([&](ScriptIndex& index) { index.frames[frame].content += shift; });
      BOOST_TEST((is_right(content) || content.starts_with("error: ")));
      const std::string place = seen_with([&](ScriptIndex& index) { index.frames[frame].compressed -= shift; });
      BOOST_TEST((is_right(place) || place.starts_with("error: ")));
    }
  }
  const std::string hidden = seen_with([](ScriptIndex& index) {
    index.rows[0].end = index.rows[1].end;
    index.rows.erase(index.rows.begin() + 1);
  });
  BOOST_TEST(hidden.find("has changed since") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_scripts_in_one_file_are_not_one) {
  const Written written = script_of(Codec::zstd);
  const std::string one = with_index(written, written.index, Codec::zstd);
  BOOST_TEST(seen_in(one + one).find("holds 2 dumps") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
