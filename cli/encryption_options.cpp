#include "encryption_options.hpp"

#include "messages.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace cli {

namespace {

using pgdumpcore::Error;
using pgdumpcore::Fault;

constexpr std::size_t longest_passphrase = 4096;

Option passphrase_option(std::string_view help) {
  return {"passphrase-file", 0, "FILE", help, Origin::pgdump_only};
}

// Rows and keys go through memory that is not ours to mark. One byte keeps the kernel from piping a core dump, too.
void refuse_core_dumps() {
  const rlimit one_byte = {.rlim_cur = 1, .rlim_max = 1};
  (void)::setrlimit(RLIMIT_CORE, &one_byte);
}

// A passphrase that is overwritten in the end. It is the first line of its file.
class Passphrase {
 public:
  explicit Passphrase(const std::string& path) : text_(longest_passphrase + 1, '\0') {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fail(path, "open");
    ::ssize_t got = 1;
    while (got > 0 && size_ < text_.size()) {
      got = ::read(file, text_.data() + size_, text_.size() - size_);
      if (got > 0) size_ += static_cast<std::size_t>(got);
    }
    const int code = errno;
    ::close(file);
    errno = code;
    if (got < 0) fail(path, "read");
    size_ = std::string_view(text_.data(), size_).find_first_of("\r\n");
    if (size_ > longest_passphrase) size_ = std::strlen(text_.data());
    if (size_ == 0 || size_ > longest_passphrase)
      throw Error(Fault::usage, fmt::format("file \"{}\" has no passphrase on its first line", path));
  }
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;
  ~Passphrase() { ::explicit_bzero(text_.data(), text_.size()); }

  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

 private:
  [[noreturn]] static void fail(const std::string& path, const char* action) {
    throw Error(Fault::io, fmt::format("could not {} file \"{}\": {}", action, path, std::strerror(errno)));
  }

  std::string text_;
  std::size_t size_ = 0;
};

// Between commas or line feeds: a key of SSH has blanks.
void add_listed(pgdumpcore::Recipients& recipients, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = list.find_first_of(",\n");
    const std::string_view key = list.substr(0, end);
    if (key.find_first_not_of(" \t\r") != std::string_view::npos) recipients.add(key);
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
}

void add_from_environment(pgdumpcore::Recipients& recipients) {
  const char* const keys = std::getenv("AGE_PUBLIC_KEYS");
  if (keys == nullptr || messages().is_under_postgresql_name()) return;
  try {
    add_listed(recipients, keys);
  } catch (const Error& error) {
    throw error.within("environment variable AGE_PUBLIC_KEYS");
  }
}

// A secret that is not there must not mean plain text.
void refuse_variables_without_keys() {
  for (const char* const name :
       {"AGE_PUBLIC_KEYS", "PGDUMP_RECIPIENT", "PGDUMP_RECIPIENTS_FILE", "PGDUMP_PASSPHRASE_FILE"})
    if (std::getenv(name) != nullptr)
      throw Error(Fault::usage,
                  fmt::format("environment variable {} is set, and has no key: nothing would be encrypted", name))
          .hint("Give it a key, or unset it.");
}

}  // namespace

OptionGroup encryption_options() {
  return {"Encryption with age (https://age-encryption.org)",
          {
              repeatable({"recipient", 0, "KEY", "encrypt to this public key: age1..., ssh-ed25519 ..., ssh-rsa ...",
                          Origin::pgdump_only}),
              repeatable({"recipients-file", 0, "FILE", "encrypt to the public keys in this file, one on a line",
                          Origin::pgdump_only}),
              passphrase_option("encrypt with the passphrase on the first line of this file, and without keys"),
          }};
}

OptionGroup decryption_options() {
  return {"Decryption with age (https://age-encryption.org)",
          {
              repeatable({"identity", 0, "FILE",
                          "decrypt with the secret keys in this file (age's, or one of SSH without a passphrase)",
                          Origin::pgdump_only}),
              passphrase_option("decrypt with the passphrase on the first line of this file"),
          }};
}

pgdumpcore::Recipients recipients_from(const Values& values) {
  pgdumpcore::Recipients recipients;
  for (const std::string& key : values.list("recipient")) recipients.add(key);
  for (const std::string& path : values.list("recipients-file")) recipients.add_file(path);
  if (values.has("passphrase-file"))
    recipients.add_passphrase(Passphrase(values.text("passphrase-file")).text());
  else if (recipients.empty())
    add_from_environment(recipients);
  if (recipients.empty() && !messages().is_under_postgresql_name()) refuse_variables_without_keys();
  if (!recipients.empty()) refuse_core_dumps();
  return recipients;
}

pgdumpcore::Identities identities_from(const Values& values) {
  pgdumpcore::Identities identities;
  for (const std::string& path : values.list("identity")) identities.add_file(path);
  if (identities.empty())
    if (const char* const file = std::getenv("PGDUMP_IDENTITY_FILE"); file != nullptr && *file != '\0')
      identities.add_file(file);
  if (values.has("passphrase-file")) identities.add_passphrase(Passphrase(values.text("passphrase-file")).text());
  if (!identities.empty()) refuse_core_dumps();
  return identities;
}

}  // namespace cli
