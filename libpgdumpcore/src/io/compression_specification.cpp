// The value of -Z. Its grammar and the words of its errors are pg_dump's
// (https://www.postgresql.org/docs/current/app-pgdump.html); io_compression_specification_test.cpp covers both.
#include "io/codec.hpp"

#include "base/ascii.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace pgdumpcore {
namespace {

Error invalid(const std::string& reason) {
  return {Fault::usage, "invalid compression specification: " + reason};
}

/// The whole text as a number in the manner of strtol(): blanks and a sign may come first.
std::optional<int> integer_in(const std::string& text) {
  char* end = nullptr;
  const long number = std::strtol(text.c_str(), &end, 10);
  if (text.empty() || end == text.c_str() || end != text.c_str() + text.size()) return std::nullopt;
  return static_cast<int>(std::clamp<long>(number, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

/// One `keyword` or `keyword=value` of the detail.
struct Keyword {
  std::string name;
  std::optional<std::string> value;
};

int integer_value(const Keyword& keyword) {
  if (!keyword.value) throw invalid(fmt::format("compression option \"{}\" requires a value", keyword.name));
  const std::optional<int> number = integer_in(*keyword.value);
  if (!number) throw invalid(fmt::format("value for compression option \"{}\" must be an integer", keyword.name));
  return *number;
}

bool boolean_value(const Keyword& keyword) {
  if (!keyword.value) return true;
  const std::string word = lower(*keyword.value);
  if (word == "yes" || word == "on" || word == "1") return true;
  if (word == "no" || word == "off" || word == "0") return false;
  throw invalid(fmt::format("value for compression option \"{}\" must be a Boolean value", keyword.name));
}

void apply(const Keyword& keyword, io::CodecRequest& request) {
  if (keyword.name.empty()) throw invalid("found empty string where a compression option was expected");
  if (keyword.name == "level") {
    request.level = integer_value(keyword);
  } else if (keyword.name == "workers") {
    request.workers = integer_value(keyword);
  } else if (keyword.name == "long") {
    request.long_distance = boolean_value(keyword);
  } else {
    throw invalid(fmt::format("unrecognized compression option: \"{}\"", keyword.name));
  }
}

void apply_detail(const std::string& detail, io::CodecRequest& request) {
  if (const std::optional<int> level = integer_in(detail)) {
    request.level = level;
    return;
  }
  std::string_view rest = detail;
  for (bool more = true; more;) {
    const std::size_t comma = rest.find(',');
    const std::string_view item = rest.substr(0, comma);
    const std::size_t equals = item.find('=');
    Keyword keyword{std::string(item.substr(0, equals)), std::nullopt};
    if (equals != item.npos) keyword.value = std::string(item.substr(equals + 1));
    apply(keyword, request);
    more = comma != rest.npos;
    if (more) rest.remove_prefix(comma + 1);
  }
}

io::CodecRequest requested_by(const std::string& specification) {
  io::CodecRequest request;
  // Before methods had names, the level alone was given; an empty value counts as the level 0 to pg_dump.
  if (const std::optional<int> level = specification.empty() ? 0 : integer_in(specification)) {
    if (*level != 0) {
      request.codec = Codec::gzip;
      request.level = level;
    }
    return request;
  }
  const std::size_t colon = specification.find(':');
  const std::string method = specification.substr(0, colon);
  const auto all = io::codecs();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& traits) { return traits.name == method; });
  if (found == all.end()) {
    throw Error(Fault::usage, fmt::format("unrecognized compression algorithm: \"{}\"", method));
  }
  request.codec = found->codec;
  if (colon != specification.npos) apply_detail(specification.substr(colon + 1), request);
  return request;
}

}  // namespace

void io::validate(const CodecRequest& request) {
  const CodecTraits& traits = traits_of(request.codec);
  if (request.level && request.level != traits.default_level) {
    if (request.codec == Codec::none) {
      throw invalid(fmt::format("compression algorithm \"{}\" does not accept a compression level", traits.name));
    }
    if (*request.level < traits.min_level || *request.level > traits.max_level) {
      throw invalid(
          fmt::format("compression algorithm \"{}\" expects a compression level between {} and {} (default at {})",
                      traits.name, traits.min_level, traits.max_level, traits.default_level));
    }
  }
  if (request.workers && !traits.takes_workers) {
    throw invalid(fmt::format("compression algorithm \"{}\" does not accept a worker count", traits.name));
  }
  if (request.workers && *request.workers < 0) throw invalid("the worker count must not be negative");
  if (request.long_distance && !traits.takes_long_distance) {
    throw invalid(fmt::format("compression algorithm \"{}\" does not support long-distance mode", traits.name));
  }
}

Compression parse_compression(const std::string& specification) {
  const io::CodecRequest request = requested_by(specification);
  io::validate(request);
  return {.codec = request.codec,
          .level = request.level,
          .long_distance = request.long_distance.value_or(false),
          .workers = request.workers.value_or(0)};
}

}  // namespace pgdumpcore
