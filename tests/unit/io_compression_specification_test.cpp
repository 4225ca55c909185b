// -Z: every form that pg_dump accepts, and its words for every form that it does not.
#include "io_support.hpp"

#include <pgdumpcore/options.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace pgdumpcore;

namespace {

struct Accepted {
  std::string specification;
  Codec codec;
  std::optional<int> level{};
  bool long_distance = false;
  int workers = 0;
};
std::ostream& operator<<(std::ostream& out, const Accepted& row) {
  return out << '"' << row.specification << '"';
}

const Accepted accepted[] = {
    {"0", Codec::none},
    {"", Codec::none},
    {"1", Codec::gzip, 1},
    {"9", Codec::gzip, 9},
    {" +7", Codec::gzip, 7},
    {"-1", Codec::gzip, -1},
    {"none", Codec::none},
    {"none:0", Codec::none, 0},
    {"gzip", Codec::gzip},
    {"gzip:5", Codec::gzip, 5},
    {"gzip:level=5", Codec::gzip, 5},
    {"gzip:-1", Codec::gzip, -1},
    {"lz4", Codec::lz4},
    {"lz4:0", Codec::lz4, 0},
    {"lz4:12", Codec::lz4, 12},
    {"zstd", Codec::zstd},
    {"zstd:19", Codec::zstd, 19},
    {"zstd:-7", Codec::zstd, -7},
    {"zstd:0", Codec::zstd, 0},
    {"zstd:long", Codec::zstd, {}, true},
    {"zstd:long=YES", Codec::zstd, {}, true},
    {"zstd:long=1", Codec::zstd, {}, true},
    {"zstd:long=Off", Codec::zstd, {}, false},
    {"zstd:long=0", Codec::zstd, {}, false},
    {"zstd:long,long=no", Codec::zstd, {}, false},
    {"zstd:workers=4", Codec::zstd, {}, false, 4},
    {"zstd:level=9,long,workers=2", Codec::zstd, 9, true, 2},
    {"zstd:level=9,level=3", Codec::zstd, 3},
};

struct Refused {
  std::string specification;
  std::string message;
};
std::ostream& operator<<(std::ostream& out, const Refused& row) {
  return out << '"' << row.specification << '"';
}

const Refused refused[] = {
    {"garbage", "unrecognized compression algorithm: \"garbage\""},
    {"GZIP", "unrecognized compression algorithm: \"GZIP\""},
    {":5", "unrecognized compression algorithm: \"\""},
    {"5x", "unrecognized compression algorithm: \"5x\""},
    {"10", "compression algorithm \"gzip\" expects a compression level between 1 and 9 (default at -1)"},
    {"99999999999999999999",
     "compression algorithm \"gzip\" expects a compression level between 1 and 9 (default at -1)"},
    {"4294967297", "compression algorithm \"gzip\" expects a compression level between 1 and 9 (default at -1)"},
    {"gzip:0", "compression algorithm \"gzip\" expects a compression level between 1 and 9 (default at -1)"},
    {"lz4:13", "compression algorithm \"lz4\" expects a compression level between 1 and 12 (default at 0)"},
    {"zstd:23", "compression algorithm \"zstd\" expects a compression level between -131072 and 22 (default at 3)"},
    {"none:1", "compression algorithm \"none\" does not accept a compression level"},
    {"gzip:workers=1", "compression algorithm \"gzip\" does not accept a worker count"},
    {"lz4:workers=0", "compression algorithm \"lz4\" does not accept a worker count"},
    {"gzip:long", "compression algorithm \"gzip\" does not support long-distance mode"},
    {"none:long=off", "compression algorithm \"none\" does not support long-distance mode"},
    {"zstd:workers=-1", "the worker count must not be negative"},
    {"gzip:", "found empty string where a compression option was expected"},
    {"zstd:level=3,", "found empty string where a compression option was expected"},
    {"zstd:,level=3", "found empty string where a compression option was expected"},
    {"zstd:=3", "found empty string where a compression option was expected"},
    {"zstd:fast", "unrecognized compression option: \"fast\""},
    {"zstd:Level=3", "unrecognized compression option: \"Level\""},
    {"zstd:level", "compression option \"level\" requires a value"},
    {"zstd:workers", "compression option \"workers\" requires a value"},
    {"zstd:level=", "value for compression option \"level\" must be an integer"},
    {"zstd:level=3x", "value for compression option \"level\" must be an integer"},
    {"zstd:workers=a=b", "value for compression option \"workers\" must be an integer"},
    {"zstd:long=maybe", "value for compression option \"long\" must be a Boolean value"},
    {"zstd:long=", "value for compression option \"long\" must be a Boolean value"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(io_compression_specification)

BOOST_DATA_TEST_CASE(accepts_what_pg_dump_accepts, boost::unit_test::data::make(accepted), row) {
  const Compression found = parse_compression(row.specification);
  BOOST_TEST((found.codec == row.codec));
  BOOST_TEST((found.level == row.level));
  BOOST_TEST(found.long_distance == row.long_distance);
  BOOST_TEST(found.workers == row.workers);
}

BOOST_DATA_TEST_CASE(refuses_in_the_words_of_pg_dump, boost::unit_test::data::make(refused), row) {
  const bool about_the_method = row.message.starts_with("unrecognized compression algorithm");
  const std::string expected = (about_the_method ? "" : "invalid compression specification: ") + row.message;
  BOOST_CHECK_EXCEPTION(static_cast<void>(parse_compression(row.specification)), Error, [&](const Error& error) {
    BOOST_TEST(error.what() == expected);
    return error.fault() == Fault::usage;
  });
}

BOOST_AUTO_TEST_SUITE_END()
