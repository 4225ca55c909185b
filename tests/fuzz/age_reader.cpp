// Any bytes as an encrypted file, from front to back and at any offset, and as keys of every kind.
#include "age/decryption.hpp"
#include "io/random_access.hpp"

#include <pgdumpcore/encryption.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace {

template <typename Read>
void attempt(Read read) {
  try {
    read();
  } catch (const pgdumpcore::Error&) {
  }
}

pgdumpcore::Identities identities() {
  pgdumpcore::Identities identities;
  identities.add("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
  return identities;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pgdumpcore::Identities ours = identities();
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::vector<std::byte> buffer(5000);
  attempt([&] {
    const auto source = pgdumpcore::age::decrypting_source(pgdumpcore::io::memory_source(bytes), ours, "input");
    while (source->read(buffer) > 0) continue;
  });
  attempt([&] {
    const auto file = pgdumpcore::decrypted(pgdumpcore::io::memory_file(bytes, "input"), ours);
    for (std::uint64_t offset = 0; offset <= file->size(); offset += buffer.size()) (void)file->read_at(offset, buffer);
  });
  attempt([&] { pgdumpcore::Recipients().add(bytes); });
  attempt([&] { pgdumpcore::Identities().add(bytes); });
  return 0;
}
