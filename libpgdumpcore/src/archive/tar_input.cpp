#include "archive/tar_input.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace pgdumpcore::archive {
namespace {

// Where the fields that matter stand in a header.
struct Field {
  std::size_t offset;
  std::size_t size;
};
constexpr Field name_field{0, 100};
constexpr Field size_field{124, 12};
constexpr Field checksum_field{148, 8};

constexpr std::uint64_t largest_size = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / 2;

std::string_view text_of(TarBlock header, Field field) {
  const std::string_view text(reinterpret_cast<const char*>(header.data()) + field.offset, field.size);
  return text.substr(0, text.find('\0'));
}

// Octal digits. Where those are too few, the first bit is set, and the bytes are the number itself.
std::optional<std::uint64_t> number_of(TarBlock header, Field field) {
  const std::span<const std::byte> bytes = header.subspan(field.offset, field.size);
  const bool binary = (bytes.front() & std::byte{0x80}) != std::byte{0};
  std::uint64_t value = 0;
  if (binary) {
    for (std::size_t index = 0; index < bytes.size(); ++index) {
      const std::uint64_t digit = std::to_integer<std::uint64_t>(bytes[index]) & (index == 0 ? 0x7FU : 0xFFU);
      if (value > (largest_size >> 8)) return std::nullopt;
      value = (value << 8) | digit;
    }
    return value;
  }
  std::string_view digits = text_of(header, field);
  digits = digits.substr(0, digits.find(' '));
  if (digits.empty()) return std::nullopt;
  for (const char digit : digits) {
    if (digit < '0' || digit > '7') return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

bool is_zero(TarBlock block) {
  return std::all_of(block.begin(), block.end(), [](std::byte byte) { return byte == std::byte{0}; });
}

}  // namespace

std::uint64_t TarMember::padded_size() const {
  return (size + tar_block_size - 1) / tar_block_size * tar_block_size;
}

bool has_tar_checksum(TarBlock header) {
  std::uint64_t sum = 0;
  for (std::size_t index = 0; index < header.size(); ++index) {
    const bool in_checksum = index >= checksum_field.offset && index < checksum_field.offset + checksum_field.size;
    sum += in_checksum ? std::uint64_t{' '} : std::to_integer<std::uint64_t>(header[index]);
  }
  return number_of(header, checksum_field) == sum;
}

std::optional<TarMember> read_tar_header(ArchiveInput& input) {
  const std::uint64_t start = input.offset();
  if (input.peek(1).empty()) return std::nullopt;
  std::array<std::byte, tar_block_size> header{};
  input.read(header);
  if (is_zero(header)) return std::nullopt;
  if (!has_tar_checksum(header)) throw input.damaged("no member of a tar file begins here", start);
  const std::optional<std::uint64_t> size = number_of(header, size_field);
  if (!size) throw input.damaged("a member's size is no number", start + size_field.offset);
  return TarMember{.name = std::string(text_of(header, name_field)), .offset = input.offset(), .size = *size};
}

std::size_t read_member(ArchiveInput& input, std::uint64_t& left, std::span<std::byte> buffer) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
  if (wanted == 0) return 0;
  const std::size_t got = input.read_some(buffer.first(wanted));
  if (got == 0) throw input.cut_off();
  left -= got;
  return got;
}

bool MemberStream::next() {
  if (ended_) return false;
  const std::uint64_t padding = current_.padded_size() - current_.size;
  input_.skip(std::exchange(left_, 0));
  input_.skip(padding);
  const std::optional<TarMember> member = read_tar_header(input_);
  ended_ = !member;
  if (!member) return false;
  current_ = *member;
  left_ = current_.size;
  return true;
}

}  // namespace pgdumpcore::archive
