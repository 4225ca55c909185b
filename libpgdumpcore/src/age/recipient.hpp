// What every type of key is behind. Adding a type: one pair of files, and one line where recipients or identities are
// parsed.
#pragma once

#include "age/crypto.hpp"
#include "age/header.hpp"

#include <optional>
#include <string>

namespace pgdumpcore::age {

// A key that a file is encrypted to. Threads: any number may wrap at the same time.
class Recipient {
 public:
  Recipient() = default;
  Recipient(const Recipient&) = delete;
  Recipient& operator=(const Recipient&) = delete;
  virtual ~Recipient() = default;

  [[nodiscard]] virtual Stanza wrap(Bytes file_key) const = 0;
  // As users write it, without secrets.
  [[nodiscard]] virtual const std::string& name() const = 0;
  // A file has no other recipient beside it.
  [[nodiscard]] virtual bool is_alone() const { return false; }
};

// A key that decrypts. Threads: any number may unwrap at the same time.
class Identity {
 public:
  Identity() = default;
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  virtual ~Identity() = default;

  // The file key; nullopt: the stanza is for someone else. Throws Error (data) if it is of this type and malformed.
  [[nodiscard]] virtual std::optional<Secret> unwrap(const Stanza& stanza) const = 0;
};

// --- what the types share

// Throws Error (data) unless the stanza has so many arguments, the type included.
void require_arguments(const Stanza& stanza, std::size_t count);
// The bytes of an argument. Throws Error (data) unless it has so many in canonical base64.
[[nodiscard]] std::vector<std::byte> argument_bytes(const Stanza& stanza, std::size_t position, std::size_t size);
// Throws Error (data) unless the body is a file key and its tag: a longer one could be made to open with several keys.
void require_wrapped_file_key(const Stanza& stanza);

}  // namespace pgdumpcore::age
