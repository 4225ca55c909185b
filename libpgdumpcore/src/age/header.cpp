#include "age/header.hpp"

#include "age/base64.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::age {
namespace {

constexpr std::size_t input_buffer_size = 4096;
// A header with thousands of recipients has less. Nobody should be made to hold more by a file that is none.
constexpr std::size_t largest_header = std::size_t{1} << 20;
constexpr std::size_t body_columns = 64;

constexpr std::string_view stanza_mark = "-> ";
constexpr std::string_view mac_mark = "---";

// One or more visible characters each, one space between them.
std::vector<std::string> arguments_of(std::string_view text) {
  std::vector<std::string> arguments(1);
  for (const char c : text) {
    if (c == ' ')
      arguments.emplace_back();
    else if (c > ' ' && c <= '~')
      arguments.back() += c;
    else
      throw malformed_header("a recipient has a character that is not allowed");
  }
  if (std::any_of(arguments.begin(), arguments.end(), [](const std::string& each) { return each.empty(); }))
    throw malformed_header("a recipient has an empty argument");
  return arguments;
}

// A body is one base64 text in lines of 64 characters, and ends with a shorter line, which may be empty.
std::vector<std::byte> read_body(HeaderInput& input, std::string& text) {
  std::string body;
  for (bool is_last = false; !is_last;) {
    const std::string line = input.line();
    if (line.size() > body_columns) throw malformed_header("a line of a recipient is too long");
    is_last = line.size() < body_columns;
    body += line;
    text += line;
    text += '\n';
    if (text.size() > largest_header) throw malformed_header("it is too large");
  }
  auto bytes = decode_base64(body);
  if (!bytes) throw malformed_header("a recipient is not in canonical base64");
  return std::move(*bytes);
}

Hash mac_in(std::string_view line) {
  if (line.size() < mac_mark.size() || line[mac_mark.size()] != ' ') throw malformed_header("its MAC is missing");
  const auto mac = decode_base64(line.substr(mac_mark.size() + 1));
  if (!mac || mac->size() != key_size) throw malformed_header("its MAC is not 32 bytes in canonical base64");
  Hash hash{};
  std::copy(mac->begin(), mac->end(), hash.begin());
  return hash;
}

// scrypt stands for knowing the passphrase: a second recipient could have written the file without knowing it.
void refuse_mixed_passphrase(const std::vector<Stanza>& stanzas) {
  const bool has_passphrase = std::any_of(stanzas.begin(), stanzas.end(),
                                          [](const Stanza& stanza) { return stanza.arguments.front() == "scrypt"; });
  if (has_passphrase && stanzas.size() > 1)
    throw malformed_header("a passphrase stands beside another recipient, where it must be alone");
}

Hash mac_of(std::string_view authenticated, Bytes file_key) {
  return hmac_sha256(hkdf(file_key, {}, "header").bytes(), bytes_of(authenticated));
}

}  // namespace

Error malformed_header(std::string_view what) {
  return {Fault::data, fmt::format("the age header is malformed: {}", what)};
}

Error in_file(const Error& error, const std::string& name) {
  return error.fault() == Fault::io ? error : error.within(name);
}

bool HeaderInput::fill() {
  if (!held_.empty()) return true;
  buffer_.resize(input_buffer_size);
  held_ = Bytes(buffer_).first(source_->read(buffer_));
  return !held_.empty();
}

std::string HeaderInput::line() {
  std::string line;
  while (fill()) {
    const auto end = std::find(held_.begin(), held_.end(), std::byte{'\n'});
    const auto count = static_cast<std::size_t>(end - held_.begin());
    line.append(reinterpret_cast<const char*>(held_.data()), count);
    const bool is_whole = end != held_.end();
    held_ = held_.subspan(count + (is_whole ? 1 : 0));
    offset_ += count + (is_whole ? 1 : 0);
    if (is_whole) return line;
    if (line.size() > largest_header) throw malformed_header("a line of it is too long");
  }
  throw malformed_header("the file ends within it");
}

std::size_t HeaderInput::read(std::span<std::byte> buffer) {
  if (held_.empty()) {
    const std::size_t got = source_->read(buffer);
    offset_ += got;
    return got;
  }
  const std::size_t given = std::min(buffer.size(), held_.size());
  std::copy_n(held_.begin(), given, buffer.begin());
  held_ = held_.subspan(given);
  offset_ += given;
  return given;
}

Header read_header(HeaderInput& input) {
  Header header;
  const std::string version = input.line();
  if (version != version_line) throw malformed_header("it is not of version 1");
  header.authenticated = version + '\n';
  while (true) {
    const std::string line = input.line();
    if (line.starts_with(mac_mark)) {
      header.mac = mac_in(line);
      header.authenticated += mac_mark;
      break;
    }
    if (!line.starts_with(stanza_mark)) throw malformed_header("a line of it begins neither a recipient nor the MAC");
    header.authenticated += line + '\n';
    Stanza stanza{.arguments = arguments_of(std::string_view(line).substr(stanza_mark.size()))};
    stanza.body = read_body(input, header.authenticated);
    header.stanzas.push_back(std::move(stanza));
  }
  if (header.stanzas.empty()) throw malformed_header("it has no recipient");
  refuse_mixed_passphrase(header.stanzas);
  header.size = input.offset();
  return header;
}

std::string write_header(std::span<const Stanza> stanzas, Bytes file_key) {
  std::string text(version_line);
  text += '\n';
  for (const Stanza& stanza : stanzas) {
    text += fmt::format("{}{}\n", stanza_mark, fmt::join(stanza.arguments, " "));
    const std::string body = encode_base64(stanza.body);
    // A body whose last line would be full ends with an empty one.
    for (std::size_t begin = 0; begin <= body.size(); begin += body_columns)
      text += body.substr(begin, body_columns) + '\n';
  }
  text += mac_mark;
  const Hash mac = mac_of(text, file_key);
  return text + ' ' + encode_base64(mac) + '\n';
}

void check_mac(const Header& header, Bytes file_key) {
  if (!are_equal(mac_of(header.authenticated, file_key), header.mac))
    throw Error(Fault::data, "the age header was changed after it was written: its MAC is wrong");
}

Secret payload_key(Bytes file_key, Bytes nonce) {
  return hkdf(file_key, nonce, "payload");
}

}  // namespace pgdumpcore::age
