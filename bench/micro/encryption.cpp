// Encrypting and decrypting as dumps and restores do it: blocks of 128 KiB as codecs hand them on. In bytes a second of
// one core; bench/encryption has age beside it.
#include "io/random_access.hpp"

#include <pgdumpcore/encryption.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace {

constexpr std::size_t block_size = std::size_t{128} * 1024;
constexpr std::size_t block_count = 256;

// The key pair in the specification of age.
constexpr const char* identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
constexpr const char* recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

void write_blocks(std::unique_ptr<pgdumpcore::Sink> next) {
  pgdumpcore::Recipients recipients;
  recipients.add(recipient);
  const auto sink = pgdumpcore::encrypting_sink(std::move(next), recipients);
  const std::vector<std::byte> block(block_size, std::byte{7});
  for (std::size_t i = 0; i < block_count; ++i) sink->write(block);
  sink->finish();
}

void encrypt(benchmark::State& state) {
  for (auto turn : state) {
    (void)turn;
    write_blocks(
        pgdumpcore::callback_sink([](std::span<const std::byte> bytes) { benchmark::DoNotOptimize(bytes.data()); }));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(block_size * block_count));
}
BENCHMARK(encrypt);

void decrypt(benchmark::State& state) {
  std::string bytes;
  write_blocks(pgdumpcore::memory_sink(bytes));
  pgdumpcore::Identities identities;
  identities.add(identity);
  const auto file = pgdumpcore::decrypted(pgdumpcore::io::memory_file(std::move(bytes), "memory"), identities);
  std::vector<std::byte> buffer(block_size);
  for (auto turn : state) {
    (void)turn;
    for (std::uint64_t offset = 0; offset < file->size(); offset += buffer.size())
      benchmark::DoNotOptimize(file->read_at(offset, buffer));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(block_size * block_count));
}
BENCHMARK(decrypt);

}  // namespace
