// Keys as users write them: their texts have one form each, and what is wrong with one is said without quoting it.
#include "age/base64.hpp"
#include "age/bech32.hpp"
#include "age/passphrase.hpp"
#include "age/recipient.hpp"
#include "age/secret.hpp"
#include "age/ssh_recipient.hpp"
#include "age/x25519.hpp"

#include <pgdumpcore/encryption.hpp>

#include "io_support.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace age = pgdumpcore::age;
using pgdumpcore::Error;
using pgdumpcore::Fault;

namespace {

// From the specification.
const std::string identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const std::string recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const std::string tag_recipient = "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e";

std::string refusal(const std::string& text) {
  try {
    pgdumpcore::Recipients().add(text);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::string identity_refusal(const std::string& text) {
  try {
    pgdumpcore::Identities().add(text);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// How the kernel treats the memory at an address, as /proc/self/smaps lists it.
std::string memory_flags(const void* address) {
  std::ifstream maps("/proc/self/smaps");
  bool is_here = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0;
    unsigned long end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
      const auto place = reinterpret_cast<std::uintptr_t>(address);
      is_here = place >= begin && place < end;
    }
    if (is_here && line.starts_with("VmFlags:")) return line;
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(age_keys)

BOOST_AUTO_TEST_CASE(base64_has_one_text_for_each_content) {
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string bytes = io_support::sample_content(size);
    const auto padding = size % 2 == 0 ? age::Padding::none : age::Padding::required;
    const auto decoded = age::decode_base64(age::encode_base64(age::bytes_of(bytes), padding), padding);
    BOOST_REQUIRE(decoded);
    BOOST_TEST(age::are_equal(*decoded, age::bytes_of(bytes)));
  }
  for (const char* const wrong : {"A", "AB=", "AB==", "AA=A", "A B", "AB\n", "AB", "AAB", "AAAAA", "AA-A", "AA_A"})
    BOOST_TEST(!age::decode_base64(wrong), wrong);
  for (const char* const wrong : {"AA", "AA=", "AB==", "AAB=", "AA===", "A===", "====", "AA==AA=="})
    BOOST_TEST(!age::decode_base64(wrong, age::Padding::required), wrong);
}

BOOST_AUTO_TEST_CASE(bech32_finds_every_letter_that_is_another_one) {
  const auto decoded = age::decode_bech32(recipient);
  BOOST_REQUIRE(decoded);
  BOOST_TEST(decoded->prefix == "age");
  BOOST_TEST(age::encode_bech32("age", decoded->data) == recipient);
  for (std::size_t position = 4; position < recipient.size(); ++position)
    for (const char letter : std::string("qpzry9x8gf2tvdw0s3jn54khce6mua7l")) {
      std::string mistyped = recipient;
      mistyped[position] = letter;
      if (mistyped != recipient) BOOST_TEST(!age::decode_bech32(mistyped), mistyped);
    }
  for (const char* const wrong : {"", "1", "age", "age1", "1qqqqqq", "age1qqqqqq", "Age1zvkyg2"})
    BOOST_TEST(!age::decode_bech32(wrong), wrong);
  // Of both cases, a letter more, a letter less, two letters that changed places.
  std::string mixed = recipient;
  mixed[10] = 'Q';
  std::string swapped = recipient;
  std::swap(swapped[8], swapped[9]);
  for (const std::string& wrong : {mixed, recipient + "q", recipient.substr(0, recipient.size() - 1), swapped})
    BOOST_TEST(!age::decode_bech32(wrong), wrong);
}

BOOST_AUTO_TEST_CASE(the_recipient_of_an_identity_is_the_one_of_the_specification) {
  const auto decoded = age::decode_bech32(identity);
  BOOST_REQUIRE(decoded);
  BOOST_TEST(decoded->prefix == "age-secret-key-");
  BOOST_TEST(age::x25519_recipient_name(age::Secret::copy_of(decoded->data)) == recipient);
}

BOOST_AUTO_TEST_CASE(recipients_that_nobody_can_use_are_refused) {
  BOOST_TEST(refusal(recipient).empty());
  BOOST_TEST(refusal("  " + recipient + "\n").empty());
  BOOST_TEST(refusal(tag_recipient).empty());
  BOOST_TEST(has(refusal(recipient.substr(0, 20) + "q" + recipient.substr(21)), "its checksum is wrong"));
  // A point of low order: zero. The right checksum, and 31 bytes.
  const std::vector<std::byte> zero(32);
  BOOST_TEST(has(refusal(age::encode_bech32("age", zero)), "no key that anybody can have the secret of"));
  BOOST_TEST(has(refusal(age::encode_bech32("age", std::vector<std::byte>(31, std::byte{9}))), "no key that anybody"));
  // What is no point of P-256, and one in a form that is not compressed.
  std::vector<std::byte> point(33, std::byte{0xff});
  point[0] = std::byte{2};
  BOOST_TEST(has(refusal(age::encode_bech32("age1tag", point)), "no key that anybody"));
  point[0] = std::byte{4};
  BOOST_TEST(has(refusal(age::encode_bech32("age1tag", point)), "no key that anybody"));
  BOOST_TEST(has(refusal(age::encode_bech32("age1pq", zero)), "ML-KEM, which OpenSSL has since 3.5"));
  BOOST_TEST(has(refusal(age::encode_bech32("age1tagpq", zero)), "ML-KEM, which OpenSSL has since 3.5"));
  BOOST_TEST(has(refusal(age::encode_bech32("age1yubikey", zero)), "recipients of plugins, such as \"yubikey\""));
  BOOST_TEST(has(refusal("github:somebody"), "neither an age key nor one of SSH"));
  BOOST_TEST(has(refusal(""), "neither an age key nor one of SSH"));
}

BOOST_AUTO_TEST_CASE(no_message_quotes_a_secret) {
  BOOST_TEST(has(refusal(identity), "it is a secret key"));
  const std::string mistyped = identity.substr(0, 30) + "Q" + identity.substr(31);
  for (const std::string& wrong :
       {identity + "Q", mistyped, "x" + identity, std::string("AGE-SECRET-KEY-1"), recipient})
    BOOST_TEST(!identity_refusal(wrong).empty(), wrong);
  for (const std::string& text : {refusal(identity), identity_refusal(mistyped), identity_refusal("x" + identity)})
    BOOST_TEST(!has(text, identity.substr(20, 10)), text);
  BOOST_TEST(has(identity_refusal("# a comment\n\n" + mistyped), "line 3: the identity cannot be used"));
  BOOST_TEST(has(identity_refusal("AGE-SECRET-KEY-PQ-1QQ"), "ML-KEM, which OpenSSL has since 3.5"));
  BOOST_TEST(has(identity_refusal("AGE-PLUGIN-YUBIKEY-1QQ"), "identities of plugins are not supported"));
  BOOST_TEST(has(identity_refusal("age-encryption.org/v1\n"), "the identity file is encrypted itself"));
  BOOST_TEST(has(identity_refusal("# nothing\n"), "there is no identity"));
  BOOST_TEST(identity_refusal("# created: yesterday\r\n" + identity + "\r\n").empty());
}

BOOST_AUTO_TEST_CASE(ssh_keys_have_to_be_whole) {
  const std::string line =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN somebody@here";
  pgdumpcore::Recipients recipients;
  recipients.add(line);
  recipients.add(line.substr(0, line.rfind(' ')));
  BOOST_TEST(recipients.names() == std::vector<std::string>{line.substr(0, line.rfind(' '))},
             boost::test_tools::per_element());
  for (std::size_t position = 12; position < 80; ++position) {
    std::string changed = line;
    changed[position] = changed[position] == 'b' ? 'c' : 'b';
    // Half of all numbers are no point; a changed key that is one cannot be told from another key.
    if (position < 37) BOOST_TEST(!refusal(changed).empty(), changed);
  }
  BOOST_TEST(has(refusal("ssh-ed25519"), "its base64 text is missing"));
  BOOST_TEST(has(refusal("ssh-ed25519 AAAA"), "it is damaged"));
  BOOST_TEST(has(refusal("ssh-dss AAAA"), "ssh-ed25519 and ssh-rsa alone"));
  BOOST_TEST(has(refusal(line.substr(0, 40)), "cannot be used"));
}

BOOST_AUTO_TEST_CASE(points_of_ed25519_become_those_of_x25519) {
  // RFC 8032's first test key, whose scalar's point is known by X25519 itself.
  const auto seed = age::decode_base64("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", age::Padding::none);
  const auto point = age::decode_base64("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo", age::Padding::none);
  BOOST_REQUIRE((seed && point));
  const auto converted = age::montgomery_point(*point);
  BOOST_REQUIRE(converted);
  BOOST_TEST(age::are_equal(*converted, age::x25519_public(age::half_sha512(*seed))));
  // Not on the curve; not below the prime.
  std::vector<std::byte> none(32);
  none[0] = std::byte{2};
  BOOST_TEST(!age::montgomery_point(none));
  BOOST_TEST(!age::montgomery_point(std::vector<std::byte>(32, std::byte{0xff})));
}

BOOST_AUTO_TEST_CASE(a_passphrase_is_alone) {
  pgdumpcore::Recipients recipients;
  recipients.add_passphrase("words");
  BOOST_CHECK_THROW(recipients.add(recipient), Error);
  pgdumpcore::Recipients others;
  others.add(recipient);
  BOOST_CHECK_THROW(others.add_passphrase("words"), Error);
  BOOST_CHECK_THROW(pgdumpcore::Recipients().add_passphrase(""), Error);
  BOOST_TEST(recipients.names() == std::vector<std::string>{"passphrase"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_of_recipients_name_the_line) {
  const io_support::ScratchDirectory scratch;
  io_support::put_file(scratch / "good", "# ours\n\n" + recipient + "\n" + tag_recipient + "\n" + recipient + "\n");
  pgdumpcore::Recipients recipients;
  recipients.add_file(scratch / "good");
  BOOST_TEST(recipients.names().size() == 2U);
  io_support::put_file(scratch / "bad", "# ours\n" + recipient + "q\n");
  io_support::put_file(scratch / "empty", "# none\n");
  for (const auto& [name, message] : {std::pair{"bad", "line 2: the recipient cannot be used: its checksum is wrong"},
                                      std::pair{"empty", "has no recipient"}}) {
    try {
      recipients.add_file(scratch / name);
      BOOST_ERROR("a file was taken: " << name);
    } catch (const Error& error) {
      BOOST_TEST(has(error.what(), message), error.what());
    }
  }
}

BOOST_AUTO_TEST_CASE(secrets_are_kept_out_of_core_dumps) {
  age::Secret secret(100);
  for (const std::byte byte : secret.bytes()) BOOST_TEST(std::to_integer<int>(byte) == 0);
  const std::string flags = memory_flags(secret.bytes().data());
  BOOST_TEST(has(flags, " dd"), flags);
  const age::Secret moved = std::move(secret);
  BOOST_TEST(moved.size() == 100U);
}

BOOST_AUTO_TEST_SUITE_END()
