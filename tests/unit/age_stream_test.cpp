// What is encrypted comes back, and nothing that was changed does.
#include "age/armor.hpp"
#include "age/base64.hpp"
#include "age/decryption.hpp"
#include "age/passphrase.hpp"
#include "age/recipient.hpp"
#include "io/rewritable.hpp"

#include <pgdumpcore/encryption.hpp>

#include "io_support.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace age = pgdumpcore::age;
using pgdumpcore::Error;

namespace {

const std::string identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const std::string recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

pgdumpcore::Identities ours() {
  pgdumpcore::Identities identities;
  identities.add(identity);
  return identities;
}

// A file in memory that counts what is read of it.
class CountedFile final : public pgdumpcore::RandomAccess {
 public:
  explicit CountedFile(std::string bytes) : file_(pgdumpcore::io::memory_file(std::move(bytes), "file \"x.age\"")) {}
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    const std::size_t got = file_->read_at(offset, buffer);
    bytes_read += got;
    return got;
  }
  [[nodiscard]] std::uint64_t size() const override { return file_->size(); }
  [[nodiscard]] const std::string& name() const override { return file_->name(); }

  mutable std::atomic<std::uint64_t> bytes_read = 0;

 private:
  std::shared_ptr<const pgdumpcore::RandomAccess> file_;
};

// Written in steps of these sizes, one after the other and from the first again.
std::string encrypted(const std::string& content, const std::vector<std::size_t>& steps = {100000}) {
  std::string bytes;
  pgdumpcore::Recipients recipients;
  recipients.add(recipient);
  const auto sink = pgdumpcore::encrypting_sink(pgdumpcore::memory_sink(bytes), recipients);
  std::size_t turn = 0;
  for (std::size_t offset = 0; offset < content.size();) {
    const std::size_t step = std::min(steps[turn++ % steps.size()], content.size() - offset);
    sink->write_text(std::string_view(content).substr(offset, step));
    offset += step;
  }
  sink->finish();
  return bytes;
}

std::string as_stream(const std::string& bytes, std::size_t step = 30000) {
  return io_support::read_all(*age::decrypting_source(pgdumpcore::io::memory_source(bytes), ours(), "x"), step);
}

std::string part_of(const pgdumpcore::RandomAccess& file, std::uint64_t offset, std::size_t size) {
  std::string part(size, '\0');
  part.resize(file.read_at(offset, std::as_writable_bytes(std::span(part))));
  return part;
}

std::string anywhere(const std::string& bytes) {
  const auto file = pgdumpcore::decrypted(std::make_shared<const CountedFile>(bytes), ours());
  return part_of(*file, 0, static_cast<std::size_t>(file->size()) + 1);
}

template <typename Read>
std::string failure(Read read) {
  try {
    read();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Where the first chunk begins.
std::size_t payload_offset(const std::string& bytes) {
  return bytes.find('\n', bytes.find("\n--- ") + 1) + 1 + age::payload_nonce_size;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(age_stream)

BOOST_AUTO_TEST_CASE(contents_of_500_sizes_around_the_borders_come_back) {
  std::mt19937 random(20);
  std::vector<std::size_t> sizes;
  for (std::size_t chunk = 0; chunk < 5; ++chunk)
    for (const int delta : {-17, -16, -1, 0, 1, 16, 17})
      if (chunk > 0 || delta >= 0) sizes.push_back(chunk * age::chunk_size + static_cast<std::size_t>(delta));
  while (sizes.size() < 500) sizes.push_back(random() % 5 * age::chunk_size + random() % 300);
  const std::string content = io_support::sample_content(5 * age::chunk_size + 300);
  for (const std::size_t size : sizes) {
    const std::string part = content.substr(0, size);
    const std::string bytes = encrypted(part, {random() % 70000 + 1, age::chunk_size, random() % 200000 + 1});
    BOOST_TEST_REQUIRE(bytes.size() ==
                       payload_offset(bytes) + size + 16 * std::max<std::size_t>((size + 65535) / 65536, 1));
    BOOST_TEST_REQUIRE((as_stream(bytes, random() % 100000 + 1) == part), size);
    BOOST_TEST_REQUIRE((anywhere(bytes) == part), size);
  }
}

BOOST_AUTO_TEST_CASE(any_part_can_be_read_and_only_its_chunks_are) {
  const std::string content = io_support::sample_content(20 * age::chunk_size + 77);
  const auto memory = std::make_shared<const CountedFile>(encrypted(content));
  const auto file = pgdumpcore::decrypted(memory, ours());
  BOOST_TEST(file->size() == content.size());
  std::mt19937 random(21);
  for (int i = 0; i < 2000; ++i) {
    const std::size_t offset = random() % (content.size() + 100);
    const std::size_t size = random() % 150000;
    const std::string expected = offset < content.size() ? content.substr(offset, size) : "";
    BOOST_TEST_REQUIRE((part_of(*file, offset, size) == expected), offset << " " << size);
  }
  const auto fresh = pgdumpcore::decrypted(memory, ours());
  memory->bytes_read = 0;
  BOOST_TEST(part_of(*fresh, 7 * age::chunk_size + 5, 100).size() == 100U);
  BOOST_TEST(memory->bytes_read == age::sealed_chunk_size);
  BOOST_TEST(part_of(*fresh, 7 * age::chunk_size + 5000, 100).size() == 100U);
  BOOST_TEST(memory->bytes_read == age::sealed_chunk_size);
}

BOOST_AUTO_TEST_CASE(several_threads_may_read) {
  const std::string content = io_support::sample_content(30 * age::chunk_size);
  const auto file = pgdumpcore::decrypted(std::make_shared<const CountedFile>(encrypted(content)), ours());
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned int seed = 0; seed < 4; ++seed)
      threads.emplace_back([&, seed] {
        std::mt19937 random(seed);
        for (int i = 0; i < 300; ++i) {
          const std::size_t offset = random() % content.size();
          if (part_of(*file, offset, 20000) != content.substr(offset, 20000)) ++wrong;
        }
      });
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(every_changed_byte_is_found) {
  const std::string content = io_support::sample_content(1000);
  const std::string bytes = encrypted(content);
  for (std::size_t position = 0; position < bytes.size(); ++position) {
    std::string changed = bytes;
    changed[position] = static_cast<char>(changed[position] ^ 1);
    BOOST_TEST_REQUIRE(!failure([&] { (void)as_stream(changed); }).empty(), position);
    BOOST_TEST_REQUIRE(!failure([&] { (void)anywhere(changed); }).empty(), position);
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BOOST_TEST_REQUIRE(!failure([&] { (void)as_stream(bytes.substr(0, size)); }).empty(), size);
    BOOST_TEST_REQUIRE(!failure([&] { (void)anywhere(bytes.substr(0, size)); }).empty(), size);
  }
}

BOOST_AUTO_TEST_CASE(each_damage_has_its_sentence) {
  const std::string content = io_support::sample_content(3 * age::chunk_size + 100);
  const std::string bytes = encrypted(content);
  const std::size_t first = payload_offset(bytes);
  const std::size_t chunk = age::sealed_chunk_size;
  const std::string swapped = bytes.substr(0, first) + bytes.substr(first + chunk, chunk) + bytes.substr(first, chunk) +
                              bytes.substr(first + 2 * chunk);
  const std::string without_third = bytes.substr(0, first + 2 * chunk) + bytes.substr(first + 3 * chunk);
  const struct {
    std::string bytes;
    std::string message;
  } cases[] = {
      {bytes.substr(0, bytes.size() - 1), "its last encrypted chunk, 4, is cut off or damaged"},
      {bytes.substr(0, first + 2 * chunk), "it ends after encrypted chunk 2, which is not the last one"},
      {bytes.substr(0, first + 3 * chunk + 10), "it ends before its last encrypted chunk"},
      {swapped, "encrypted chunk 1 is damaged or not in its place"},
      {without_third, "its last encrypted chunk, 3, is cut off or damaged"},
      {bytes.substr(0, first), "it ends before its last encrypted chunk"},
      {bytes.substr(0, first - 1), "the age header is malformed: the file ends behind it"},
      {bytes.substr(0, 30), "the age header is malformed: the file ends within it"},
      {"-- plain text\n", "the age header is malformed: it is not of version 1"},
      {"age-encryption.org/v2\n", "the age header is malformed: it is not of version 1"},
  };
  for (const auto& [changed, message] : cases) {
    BOOST_TEST(has(failure([&] { (void)as_stream(changed); }), message));
    const std::string said = failure([&] { (void)anywhere(changed); });
    BOOST_TEST(has(said, "file \"x.age\": "), said);
    BOOST_TEST(has(said, message), said);
  }
}

BOOST_AUTO_TEST_CASE(keys_that_do_not_fit_are_told_from_keys_that_are_missing) {
  const auto memory = std::make_shared<const CountedFile>(encrypted("content"));
  BOOST_TEST(has(failure([&] { (void)pgdumpcore::decrypted(memory, {}); }), "no identity is given"));
  pgdumpcore::Identities other;
  other.add("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0");
  BOOST_TEST(has(failure([&] { (void)pgdumpcore::decrypted(memory, other); }), "none of the given identities"));
  other.add(identity);
  BOOST_TEST(part_of(*pgdumpcore::decrypted(memory, other), 0, 100) == "content");
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_not_finished_is_no_file) {
  std::string bytes;
  pgdumpcore::Recipients recipients;
  recipients.add(recipient);
  pgdumpcore::encrypting_sink(pgdumpcore::memory_sink(bytes), recipients)->write_text("some rows");
  BOOST_TEST(bytes.empty());
  pgdumpcore::encrypting_sink(pgdumpcore::memory_sink(bytes), recipients)->write_text(std::string(100000, 'x'));
  BOOST_TEST(has(failure([&] { (void)as_stream(bytes); }), "incomplete"));
  BOOST_CHECK_THROW((void)pgdumpcore::encrypting_sink(pgdumpcore::memory_sink(bytes), {}), Error);
}

// What may be rewritten comes back as it was rewritten, wherever it ends and whatever follows.
BOOST_AUTO_TEST_CASE(a_front_can_be_rewritten_where_the_file_can) {
  const io_support::ScratchDirectory scratch;
  const std::string path = scratch / "file";
  pgdumpcore::Recipients recipients;
  recipients.add(recipient);
  const std::size_t chunk = age::chunk_size;
  for (const std::size_t front :
       {std::size_t{1}, std::size_t{1000}, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 7})
    for (const std::size_t rest : {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, 2 * chunk + 5}) {
      const auto sink =
          pgdumpcore::encrypting_sink(pgdumpcore::file_sink(path, {.sync = pgdumpcore::Sync::none}), recipients);
      pgdumpcore::io::Rewritable* const file = pgdumpcore::io::rewritable(*sink);
      BOOST_TEST_REQUIRE(file != nullptr);
      file->begin_front();
      sink->write_text(std::string(front, 'a'));
      file->end_front();
      const std::string content = io_support::sample_content(rest);
      sink->write_text(content);
      const std::string rewritten = io_support::sample_content(front);
      file->rewrite(0, age::bytes_of(rewritten.substr(0, front / 2)));
      file->rewrite(front / 2, age::bytes_of(rewritten.substr(front / 2)));
      sink->finish();
      BOOST_TEST_REQUIRE((as_stream(io_support::file_content(path)) == rewritten + content), front << " " << rest);
    }
  std::string bytes;
  const auto pipe = pgdumpcore::encrypting_sink(pgdumpcore::memory_sink(bytes), recipients);
  BOOST_TEST(pgdumpcore::io::rewritable(*pipe) == nullptr);
}

BOOST_AUTO_TEST_CASE(no_two_files_have_the_same_bytes) {
  const std::string one = encrypted("content");
  const std::string other = encrypted("content");
  BOOST_TEST(one.size() == other.size());
  BOOST_TEST(one.substr(payload_offset(one)) != other.substr(payload_offset(other)));
  BOOST_TEST(!has(one, "content"));
}

BOOST_AUTO_TEST_CASE(a_header_is_written_as_it_is_read) {
  // A body of 48 bytes fills its line, and needs an empty one behind it.
  std::vector<age::Stanza> stanzas;
  for (const std::size_t size : {0U, 1U, 47U, 48U, 49U, 96U, 500U})
    stanzas.push_back({.arguments = {"type", "!~", "x"}, .body = std::vector<std::byte>(size, std::byte{7})});
  const age::Secret file_key(age::file_key_size);
  const std::string text = age::write_header(stanzas, file_key.bytes());
  age::HeaderInput input(pgdumpcore::io::memory_source(text + "the rest"));
  const age::Header header = age::read_header(input);
  age::check_mac(header, file_key.bytes());
  BOOST_TEST(header.size == text.size());
  BOOST_REQUIRE(header.stanzas.size() == stanzas.size());
  for (std::size_t i = 0; i < stanzas.size(); ++i) {
    BOOST_TEST(header.stanzas[i].arguments == stanzas[i].arguments, boost::test_tools::per_element());
    BOOST_TEST((header.stanzas[i].body == stanzas[i].body));
  }
  BOOST_TEST(io_support::read_all(input, 3) == "the rest");
}

BOOST_AUTO_TEST_CASE(an_armored_file_is_read_too) {
  const std::string content = io_support::sample_content(100000);
  const std::string bytes = encrypted(content);
  for (const char* const end : {"\n", "\r\n"}) {
    std::string armored = std::string("  \n-----BEGIN AGE ENCRYPTED FILE-----") + end;
    for (std::size_t offset = 0; offset < bytes.size(); offset += 48)
      armored += age::encode_base64(age::bytes_of(bytes.substr(offset, 48)), age::Padding::required) + end;
    armored += "-----END AGE ENCRYPTED FILE-----";
    BOOST_TEST((as_stream(armored) == content));
    BOOST_TEST((anywhere(armored) == content));
    BOOST_TEST(pgdumpcore::is_encrypted(age::bytes_of(armored)));
  }
  BOOST_TEST(!pgdumpcore::is_encrypted(age::bytes_of("-----BEGIN OPENSSH PRIVATE KEY-----")));
  BOOST_TEST(!pgdumpcore::is_encrypted(age::bytes_of("")));
}

BOOST_AUTO_TEST_CASE(a_passphrase_opens_what_it_closed) {
  const age::Secret words = age::Secret::copy_of(age::bytes_of("words"));
  const age::Secret file_key = age::Secret::copy_of(age::bytes_of("0123456789abcdef"));
  const auto stanza = age::passphrase_recipient(age::Secret::copy_of(words.bytes()), 4)->wrap(file_key.bytes());
  const auto opened = age::passphrase_identity(age::Secret::copy_of(words.bytes()))->unwrap(stanza);
  BOOST_REQUIRE(opened);
  BOOST_TEST(age::are_equal(opened->bytes(), file_key.bytes()));
  BOOST_TEST(!age::passphrase_identity(age::Secret::copy_of(age::bytes_of("word")))->unwrap(stanza));
}

BOOST_AUTO_TEST_SUITE_END()
