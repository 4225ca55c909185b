// Compressing and decompressing as dumps do it: rows arrive one by one, blocks go to the codec.
#include "io/codec.hpp"

#include <pgdumpcore/sink.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace {

using pgdumpcore::Codec;

// As pgbench's accounts come out of COPY.
std::vector<std::string> narrow_rows() {
  std::vector<std::string> rows;
  for (int number = 1; number <= 200000; ++number)
    rows.push_back(std::to_string(number) + "\t" + std::to_string(number / 100000 + 1) + "\t0\t" +
                   std::string(84, ' ') + "\n");
  return rows;
}

std::size_t size_of(const std::vector<std::string>& rows) {
  std::size_t size = 0;
  for (const std::string& row : rows) size += row.size();
  return size;
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

class CountingSink : public pgdumpcore::Sink {
 public:
  void write(std::span<const std::byte> bytes) override {
    benchmark::DoNotOptimize(bytes.data());
    written += bytes.size();
  }
  void finish() override {}
  std::size_t written = 0;
};

void compress(benchmark::State& state, Codec codec, int level) {
  const std::vector<std::string> rows = narrow_rows();
  pgdumpcore::Compression compression;
  compression.codec = codec;
  compression.level = level;
  for (auto turn : state) {
    (void)turn;
    CountingSink counted;
    const std::unique_ptr<pgdumpcore::Sink> sink = pgdumpcore::io::compress_to(counted, compression);
    for (const std::string& row : rows) sink->write(bytes_of(row));
    sink->finish();
    benchmark::DoNotOptimize(counted.written);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(size_of(rows)));
}

BENCHMARK_CAPTURE(compress, lz4, Codec::lz4, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compress, zstd_3, Codec::zstd, 3)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compress, gzip_6, Codec::gzip, 6)->Unit(benchmark::kMillisecond);

}  // namespace
