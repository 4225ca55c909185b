// Usage: age_vectors DIRECTORY
// Reads each test vector of age in the directory (https://c2sp.org/CCTV/age says what is in them), from front to back
// and at any offset, and tells which of them do not end as they should.
#include "age/decryption.hpp"
#include "io/digest.hpp"
#include "io/random_access.hpp"

#include <pgdumpcore/encryption.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using pgdumpcore::Error;

struct Vector {
  std::multimap<std::string, std::string> facts{};
  std::string content{};

  [[nodiscard]] std::string fact(const std::string& name) const {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string() : found->second;
  }
};

std::string inflated(const std::string& bytes) {
  std::string content(std::size_t{64} << 20, '\0');
  auto size = static_cast<uLongf>(content.size());
  if (::uncompress(reinterpret_cast<Bytef*>(content.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                   static_cast<uLong>(bytes.size())) != Z_OK)
    throw std::runtime_error("the vector could not be decompressed");
  content.resize(size);
  return content;
}

Vector read_vector(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Vector vector;
  for (std::string line; std::getline(file, line) && !line.empty();) {
    const std::size_t colon = line.find(": ");
    vector.facts.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  vector.content.assign(std::istreambuf_iterator<char>(file), {});
  if (vector.fact("compressed") == "zlib") vector.content = inflated(vector.content);
  return vector;
}

struct Outcome {
  std::string error{};  // empty: it was read to its end
  std::string sha256{};
};

Outcome read_as_stream(const Vector& vector, const pgdumpcore::Identities& identities) {
  Outcome outcome;
  pgdumpcore::io::Sha256 digest;
  try {
    const auto source =
        pgdumpcore::age::decrypting_source(pgdumpcore::io::memory_source(vector.content), identities, "vector");
    std::vector<std::byte> buffer(10000);
    while (const std::size_t got = source->read(buffer)) digest.update(std::span(buffer).first(got));
  } catch (const Error& error) {
    outcome.error = error.what();
  }
  outcome.sha256 = digest.hexadecimal();
  return outcome;
}

Outcome read_anywhere(const Vector& vector, const pgdumpcore::Identities& identities) {
  Outcome outcome;
  pgdumpcore::io::Sha256 digest;
  try {
    const auto file = pgdumpcore::decrypted(pgdumpcore::io::memory_file(vector.content, "vector"), identities);
    std::vector<std::byte> buffer(10000);
    std::uint64_t offset = 0;
    for (std::size_t got = 1; got > 0; offset += got) {
      got = file->read_at(offset, buffer);
      digest.update(std::span(buffer).first(got));
    }
    if (offset != file->size()) outcome.error = "the size is another one";
  } catch (const Error& error) {
    outcome.error = error.what();
  }
  outcome.sha256 = digest.hexadecimal();
  return outcome;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

bool is_expected(const Vector& vector, const Outcome& outcome) {
  const std::string expected = vector.fact("expect");
  if (expected == "success") return outcome.error.empty() && outcome.sha256 == vector.fact("payload");
  if (expected == "no match") return has(outcome.error, "none of the given identities decrypts it");
  if (expected == "HMAC failure") return has(outcome.error, "its MAC is wrong");
  if (expected == "payload failure") return has(outcome.error, "encrypted chunk");
  if (expected == "header failure") return has(outcome.error, "the age header is malformed");
  if (expected != "armor failure") return false;
  // What does not begin as armor does is not taken for armor.
  const bool begins = pgdumpcore::is_encrypted(std::as_bytes(std::span(vector.content)));
  return has(outcome.error, begins ? "the age armor is malformed" : "the age header is malformed");
}

// Of a damaged payload, what was given out before the damage must be what was written.
bool gives_out_the_right_bytes(const Vector& vector, const Outcome& outcome) {
  return vector.fact("expect") != "payload failure" || outcome.sha256 == vector.fact("payload");
}

enum class Verdict { passed, refused, failed };

Verdict judge(const std::string& name, const Vector& vector) {
  pgdumpcore::Identities identities;
  const auto secrets = vector.facts.equal_range("identity");
  for (auto fact = secrets.first; fact != secrets.second; ++fact) {
    try {
      identities.add(fact->second);
    } catch (const Error& error) {
      if (has(error.what(), "ML-KEM") && error.fault() == pgdumpcore::Fault::unsupported) return Verdict::refused;
      fmt::print("{}: {}\n", name, error.what());
      return Verdict::failed;
    }
  }
  const auto passphrases = vector.facts.equal_range("passphrase");
  for (auto fact = passphrases.first; fact != passphrases.second; ++fact) identities.add_passphrase(fact->second);

  const Outcome stream = read_as_stream(vector, identities);
  const Outcome anywhere = read_anywhere(vector, identities);
  if (is_expected(vector, stream) && is_expected(vector, anywhere) && gives_out_the_right_bytes(vector, stream))
    return Verdict::passed;
  fmt::print("{}: expected {}; as a stream: {} (sha256 {}); at any offset: {}\n", name, vector.fact("expect"),
             stream.error, stream.sha256, anywhere.error);
  return Verdict::failed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  int passed = 0;
  int refused = 0;
  int failed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    const Verdict verdict = judge(entry.path().filename(), read_vector(entry.path()));
    if (verdict == Verdict::passed) ++passed;
    if (verdict == Verdict::refused) ++refused;
    if (verdict == Verdict::failed) ++failed;
  }
  fmt::print("{} as expected, {} refused, {} not\n", passed, refused, failed);
  return failed == 0 ? 0 : 1;
}
