// Encryption with age (https://age-encryption.org/v1): what is written is read by `age` and `rage`, and the other way
// round.
#pragma once

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/export.hpp>
#include <pgdumpcore/files.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore {

namespace age {
class Recipient;
class Identity;
}  // namespace age

/// Keys that can decrypt what is written. A value; copies share the keys, and may be used by several threads.
///
/// Public keys of these types are taken: age's own (`age1…`), SSH's (`ssh-ed25519 …`, `ssh-rsa …` of 2048 bits or
/// more), and those of hardware (`age1tag1…`). Post-quantum ones and those of plugins are an Error (unsupported). A key
/// that is mistyped by a letter, or that nobody can have the secret of, is an Error (usage).
class PGDUMPCORE_API Recipients {
 public:
  /// One public key. Given twice, it counts once.
  void add(std::string_view recipient);
  /// The public keys in a file, one on a line; empty lines and those that begin with `#` do not count. Throws Error:
  /// io, usage that names the line, also if the file has no key.
  void add_file(const std::string& path);
  /// A passphrase, beside which there can be no key. Each file then takes about a second and 256 MiB of memory. It is
  /// copied; the caller wipes what it was given in. Throws Error (usage) if it is empty.
  void add_passphrase(std::string_view passphrase);

  /// Whether nothing was added: nothing is encrypted then.
  [[nodiscard]] bool empty() const noexcept { return members_.empty(); }
  /// The public keys as text, an SSH key's without its comment; `passphrase` for a passphrase.
  [[nodiscard]] std::vector<std::string> names() const;
  /// For the library's own use.
  [[nodiscard]] const std::vector<std::shared_ptr<const age::Recipient>>& members() const noexcept { return members_; }

 private:
  void add(std::shared_ptr<const age::Recipient> recipient);
  std::vector<std::shared_ptr<const age::Recipient>> members_{};
};

/// What can read what was encrypted: secret keys, and passphrases. A value; copies share the keys, and may be used
/// by several threads. The keys are kept out of core dumps and, as far as the limit of locked memory allows, of swap,
/// and are overwritten when the last copy is gone.
class PGDUMPCORE_API Identities {
 public:
  /// The keys in a file: age's (`AGE-SECRET-KEY-1…`, one on a line; empty lines and those that begin with `#` do not
  /// count), or one private key of SSH without a passphrase (Ed25519 or RSA). Throws Error: io; usage that says what is
  /// wrong with which line and never quotes it; unsupported for keys of other kinds, such as plugins'.
  void add_file(const std::string& path);
  /// The content of such a file. It is copied; the caller wipes what it was given in.
  void add(std::string_view content);
  /// For files that were encrypted with a passphrase. It is copied, as above.
  void add_passphrase(std::string_view passphrase);

  [[nodiscard]] bool empty() const noexcept { return members_.empty(); }  ///< Whether nothing was added.
  /// For the library's own use.
  [[nodiscard]] const std::vector<std::shared_ptr<const age::Identity>>& members() const noexcept { return members_; }

 private:
  std::vector<std::shared_ptr<const age::Identity>> members_{};
};

/// A sink whose content arrives in `next` encrypted, with a key of its own. finish() ends the encryption and finishes
/// `next`; a stream without it is never taken for a complete one. Throws Error: usage if there are no recipients,
/// unsupported if libcrypto refuses what age needs.
[[nodiscard]] PGDUMPCORE_API std::unique_ptr<Sink> encrypting_sink(std::unique_ptr<Sink> next,
                                                                   const Recipients& recipients);

/// Each file is encrypted by itself, into one of its name with `.age` behind it.
[[nodiscard]] PGDUMPCORE_API std::unique_ptr<OutputFiles> encrypting_files(std::unique_ptr<OutputFiles> next,
                                                                           const Recipients& recipients);

/// Whether a file that begins like this is encrypted with age, armored or not. 1024 bytes are enough.
[[nodiscard]] PGDUMPCORE_API bool is_encrypted(std::span<const std::byte> first_bytes);

/// The content of an encrypted file, at any offset; only the chunks of 64 KiB that are asked for are read and
/// decrypted. The size is authenticated here, every chunk when it is read. An armored file is taken up to 256 MiB.
///
/// Throws Error, here: usage if there is no identity or none of them fits; data if the file is damaged, cut off, or
/// not encrypted; io. read_at() throws data for a chunk that is not what was written there.
[[nodiscard]] PGDUMPCORE_API std::shared_ptr<const RandomAccess> decrypted(std::shared_ptr<const RandomAccess> file,
                                                                           const Identities& identities);

/// The same of a file in the local file system, whether or not it is encrypted: one that is not is read as it is.
/// Throws Error (io) if there is none.
[[nodiscard]] PGDUMPCORE_API std::shared_ptr<const RandomAccess> decrypted_file(const std::string& path,
                                                                                const Identities& identities);

/// What encrypting_files() wrote, under the names without `.age`; files that are not encrypted are there as they are.
[[nodiscard]] PGDUMPCORE_API std::shared_ptr<InputFiles> decrypted_files(std::shared_ptr<InputFiles> files,
                                                                         const Identities& identities);

}  // namespace pgdumpcore
