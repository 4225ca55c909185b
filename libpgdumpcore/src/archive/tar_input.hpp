// A POSIX tar file (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format"),
// member by member.
#pragma once

#include "archive/input.hpp"
#include "io/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace pgdumpcore::archive {

inline constexpr std::size_t tar_block_size = 512;
using TarBlock = std::span<const std::byte, tar_block_size>;

struct TarMember {
  std::string name{};
  std::uint64_t offset = 0;  // of its first byte in the tar file
  std::uint64_t size = 0;

  // With what fills its last block.
  [[nodiscard]] std::uint64_t padded_size() const;
};

// Whether a header's checksum is right, which tells a tar file from anything else.
[[nodiscard]] bool has_tar_checksum(TarBlock header);

// The member that begins here; nothing at the end of the archive.
[[nodiscard]] std::optional<TarMember> read_tar_header(ArchiveInput& input);

// Reads on in a member of which `left` bytes are still to come; 0 when none are.
[[nodiscard]] std::size_t read_member(ArchiveInput& input, std::uint64_t& left, std::span<std::byte> buffer);

// The members of a tar file that comes through a pipe, each of which can be read until the next one is asked for.
class MemberStream {
 public:
  explicit MemberStream(ArchiveInput input) : input_(std::move(input)) {}

  // Goes to the next member, past what was not read of this one. False at the end.
  [[nodiscard]] bool next();
  [[nodiscard]] const TarMember& current() const { return current_; }
  [[nodiscard]] std::size_t read(std::span<std::byte> buffer) { return read_member(input_, left_, buffer); }
  [[nodiscard]] const std::string& name() const { return input_.name(); }

 private:
  ArchiveInput input_;
  TarMember current_{};
  std::uint64_t left_ = 0;
  bool ended_ = false;
};

}  // namespace pgdumpcore::archive
