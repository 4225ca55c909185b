// Usage: age_cat encrypt [RECIPIENT]...       standard input to standard output; @FILE is a file of recipients
//        age_cat decrypt [IDENTITY-FILE]...   standard input, which is read at any offset if it is a file, as a stream
//                                             otherwise
//        age_cat part OFFSET SIZE IDENTITY-FILE...
// A passphrase is taken from AGE_CAT_PASSPHRASE.
#include "age/decryption.hpp"
#include "io/random_access.hpp"

#include <pgdumpcore/encryption.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::size_t step = std::size_t{128} * 1024;  // the blocks of codecs

void encrypt(std::span<char*> keys, const char* passphrase) {
  pgdumpcore::Recipients recipients;
  for (const std::string key : keys) {
    if (key.starts_with('@'))
      recipients.add_file(key.substr(1));
    else
      recipients.add(key);
  }
  if (passphrase != nullptr) recipients.add_passphrase(passphrase);
  const auto source = pgdumpcore::io::descriptor_source(STDIN_FILENO);
  const auto sink = pgdumpcore::encrypting_sink(pgdumpcore::descriptor_sink(STDOUT_FILENO), recipients);
  std::vector<std::byte> buffer(step);
  while (const std::size_t got = source->read(buffer)) sink->write(std::span(buffer).first(got));
  sink->finish();
}

std::unique_ptr<pgdumpcore::io::Source> content(const pgdumpcore::Identities& identities, std::uint64_t begin,
                                                std::uint64_t end) {
  const auto file = pgdumpcore::io::seekable_file(STDIN_FILENO, "standard input");
  if (file) return pgdumpcore::io::section_source(pgdumpcore::decrypted(file, identities), begin, end);
  return pgdumpcore::age::decrypting_source(pgdumpcore::io::descriptor_source(STDIN_FILENO), identities,
                                            "standard input");
}

void decrypt(std::span<char*> files, const char* passphrase, std::uint64_t begin, std::uint64_t end) {
  pgdumpcore::Identities identities;
  for (const char* const file : files) identities.add_file(file);
  if (passphrase != nullptr) identities.add_passphrase(passphrase);
  const auto source = content(identities, begin, end);
  const auto sink = pgdumpcore::descriptor_sink(STDOUT_FILENO);
  std::vector<std::byte> buffer(step);
  while (const std::size_t got = source->read(buffer)) sink->write(std::span(buffer).first(got));
  sink->finish();
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (argc < 2) return 2;
  const std::string mode = arguments[1];
  const char* const passphrase = std::getenv("AGE_CAT_PASSPHRASE");
  try {
    if (mode == "encrypt") encrypt(arguments.subspan(2), passphrase);
    if (mode == "decrypt") decrypt(arguments.subspan(2), passphrase, 0, ~std::uint64_t{0});
    if (mode == "part" && argc > 3) {
      const std::uint64_t begin = std::strtoull(arguments[2], nullptr, 10);
      decrypt(arguments.subspan(4), passphrase, begin, begin + std::strtoull(arguments[3], nullptr, 10));
    }
    return 0;
  } catch (const pgdumpcore::Error& error) {
    fmt::print(stderr, "age_cat: {}\n", error.what());
    if (!error.detail().empty()) fmt::print(stderr, "detail: {}\n", error.detail());
    if (!error.hint().empty()) fmt::print(stderr, "hint: {}\n", error.hint());
    return 1;
  }
}
