// Usage: copy_cat CODEC JOBS SNAPSHOT table SCHEMA TABLE [COLUMN]... | copy_cat CODEC JOBS SNAPSHOT query QUERY
// Writes the rows to standard output, and their number to standard error; "cancel" as SNAPSHOT stops at the first
// block.
#include <pgdumpcore/copy.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <unistd.h>

namespace {

pgdumpcore::CopyOptions options_from(std::span<char*> arguments) {
  pgdumpcore::CopyOptions options;
  options.compression = pgdumpcore::parse_compression(arguments[1]);
  options.jobs = std::atoi(arguments[2]);
  if (std::string(arguments[3]) != "cancel") options.snapshot = arguments[3];
  if (std::string(arguments[4]) == "query") {
    options.query = arguments[5];
    return options;
  }
  options.schema = arguments[5];
  options.table = arguments[6];
  options.columns.assign(arguments.begin() + 7, arguments.end());
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (argc < 6) return 2;
  try {
    std::stop_source stop;
    const bool cancel = std::string(arguments[3]) == "cancel";
    std::uint64_t reported = 0;
    const auto done = pgdumpcore::copy({}, options_from(arguments), pgdumpcore::descriptor_sink(STDOUT_FILENO),
                                       stop.get_token(), [&](const pgdumpcore::CopySummary& so_far) {
                                         if (so_far.rows < reported) std::abort();
                                         reported = so_far.rows;
                                         if (cancel) stop.request_stop();
                                       });
    fmt::print(stderr, "{} rows, {} bytes, {} reported\n", done.rows, done.bytes, reported);
    return 0;
  } catch (const pgdumpcore::Error& error) {
    fmt::print(stderr, "copy_cat: {}{}\n", error.fault() == pgdumpcore::Fault::cancelled ? "cancelled: " : "",
               error.what());
    return 1;
  }
}
