// Skippable frames: https://www.rfc-editor.org/rfc/rfc8878 (3.1.2); lz4's are the same. Extra fields of gzip:
// https://www.rfc-editor.org/rfc/rfc1952 (2.3.1.1).
//
// The content, a checksum of it, the length of everything and a mark stand in one frame, or in as many members as it
// takes. The last two are at the file's end, or, with gzip, before the last bytes of an empty member.
#include "io/skippable.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace pgdumpcore::io {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view mark = "pgdumpIX"sv;
constexpr std::size_t checksum_size = 4, length_size = 8;
constexpr std::size_t footer_size = checksum_size + length_size + mark.size();

// One of the sixteen magic numbers; it says nothing about what the frame holds.
constexpr std::string_view frame_magic = "\x5B\x2A\x4D\x18"sv;
constexpr std::size_t frame_header_size = 8;

// deflate, an extra field follows, no time, made on Unix
constexpr std::string_view member_header = "\x1F\x8B\x08\x04\x00\x00\x00\x00\x00\x03"sv;
constexpr std::string_view subfield = "PD"sv;
// An empty last block, the checksum and the length of nothing.
constexpr std::string_view member_end = "\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"sv;
constexpr std::size_t member_header_size = member_header.size() + 2 + subfield.size() + 2;
constexpr std::size_t most_in_member = 0xFFFF - subfield.size() - 2;

std::string little_endian(std::uint64_t value, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return bytes;
}

std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8U | static_cast<unsigned char>(bytes[i - 1]);
  return value;
}

std::uint64_t checksum(std::string_view bytes) {
  return crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

std::uint64_t members_for(std::uint64_t size) {
  return (size + most_in_member - 1) / most_in_member;
}

std::uint64_t length_with_frames(Codec codec, std::uint64_t size) {
  if (codec != Codec::gzip) return size + frame_header_size;
  return size + members_for(size) * (member_header_size + member_end.size());
}

// All about as long, so that the end does not stand in two of them.
std::string in_members(std::string_view bytes) {
  const std::uint64_t members = members_for(bytes.size());
  const std::uint64_t in_each = (bytes.size() + members - 1) / members;
  std::string out;
  while (!bytes.empty()) {
    const std::string_view some = bytes.substr(0, in_each);
    bytes.remove_prefix(some.size());
    out += member_header;
    out += little_endian(some.size() + subfield.size() + 2, 2);
    out += subfield;
    out += little_endian(some.size(), 2);
    out += some;
    out += member_end;
  }
  return out;
}

std::optional<std::string> out_of_frame(std::string_view bytes) {
  if (!bytes.starts_with(frame_magic) || bytes.size() < frame_header_size) return std::nullopt;
  if (number(bytes.substr(frame_magic.size(), 4)) != bytes.size() - frame_header_size) return std::nullopt;
  return std::string(bytes.substr(frame_header_size));
}

std::optional<std::string> out_of_members(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    if (bytes.size() < member_header_size || !bytes.starts_with(member_header)) return std::nullopt;
    const std::string_view field = bytes.substr(member_header.size());
    const std::uint64_t size = number(field.substr(4, 2));
    if (field.substr(2, 2) != subfield || number(field.substr(0, 2)) != size + 4) return std::nullopt;
    bytes.remove_prefix(member_header_size);
    if (bytes.size() < size || !bytes.substr(size).starts_with(member_end)) return std::nullopt;
    out += bytes.substr(0, size);
    bytes.remove_prefix(size + member_end.size());
  }
  return out;
}

// Empty if the file is shorter.
std::string last_bytes(const RandomAccess& file, std::uint64_t size) {
  std::string bytes;
  if (file.size() < size) return bytes;
  bytes.resize(size);
  std::size_t held = 0;
  while (held < bytes.size()) {
    const std::size_t got =
        file.read_at(file.size() - size + held, std::as_writable_bytes(std::span(bytes)).subspan(held));
    if (got == 0) return {};
    held += got;
  }
  return bytes;
}

}  // namespace

std::string skippable(Codec codec, std::string_view content) {
  std::string bytes(content);
  bytes += little_endian(checksum(content), checksum_size);
  bytes += little_endian(length_with_frames(codec, content.size() + footer_size), length_size);
  bytes += mark;
  if (codec == Codec::gzip) return in_members(bytes);
  return std::string(frame_magic) + little_endian(bytes.size(), 4) + bytes;
}

std::optional<SkippableContent> skippable_at_end(const RandomAccess& file, Codec codec, std::uint64_t longest) {
  if (codec == Codec::none) return std::nullopt;
  const std::string_view end = codec == Codec::gzip ? member_end : ""sv;
  const std::string footer = last_bytes(file, length_size + mark.size() + end.size());
  if (!footer.ends_with(std::string(mark) + std::string(end))) return std::nullopt;
  const std::uint64_t length = number(std::string_view(footer).substr(0, length_size));
  if (length > longest || length < footer_size) return std::nullopt;
  const std::string all = last_bytes(file, length);
  std::optional<std::string> content = codec == Codec::gzip ? out_of_members(all) : out_of_frame(all);
  if (!content || content->size() < footer_size) return std::nullopt;
  const std::size_t size = content->size() - footer_size;
  const std::uint64_t expected = number(std::string_view(*content).substr(size, checksum_size));
  content->resize(size);
  if (checksum(*content) != expected) return std::nullopt;
  return SkippableContent{.content = std::move(*content), .begin = file.size() - length};
}

}  // namespace pgdumpcore::io
