// The files of a directory, each of them encrypted by itself.
#include <pgdumpcore/encryption.hpp>

#include "age/plain_input.hpp"

#include <utility>

namespace pgdumpcore {
namespace age {
namespace {

constexpr const char* extension = ".age";

class EncryptingFiles final : public OutputFiles {
 public:
  EncryptingFiles(std::unique_ptr<OutputFiles> next, Recipients recipients)
      : next_(std::move(next)), recipients_(std::move(recipients)) {}

  [[nodiscard]] std::unique_ptr<Sink> file(const std::string& name) override {
    return encrypting_sink(next_->file(name + extension), recipients_);
  }
  [[nodiscard]] std::unique_ptr<Sink> last_file(const std::string& name) override {
    return encrypting_sink(next_->last_file(name + extension), recipients_);
  }

 private:
  std::unique_ptr<OutputFiles> next_;
  Recipients recipients_;
};

class DecryptedFiles final : public InputFiles {
 public:
  DecryptedFiles(std::shared_ptr<InputFiles> files, Identities identities)
      : files_(std::move(files)), identities_(std::move(identities)) {}

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) override {
    if (auto encrypted = files_->open(name + extension)) return decrypted(std::move(encrypted), identities_);
    return files_->open(name);
  }
  // What an encrypted file has inside, only its own bytes tell; nobody who asks for a size needs it exactly.
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& name) override {
    if (const auto encrypted = files_->size(name + extension)) return encrypted;
    return files_->size(name);
  }
  [[nodiscard]] std::string name() const override { return files_->name(); }
  [[nodiscard]] std::string describe(const std::string& name) const override { return files_->describe(name); }

 private:
  std::shared_ptr<InputFiles> files_;
  Identities identities_;
};

}  // namespace

std::shared_ptr<InputFiles> without_encryption(std::shared_ptr<InputFiles> files, const Identities& identities) {
  const bool encrypted = files->size(std::string("toc.dat") + extension).has_value();
  return encrypted ? decrypted_files(std::move(files), identities) : files;
}

}  // namespace age

std::unique_ptr<OutputFiles> encrypting_files(std::unique_ptr<OutputFiles> next, const Recipients& recipients) {
  if (recipients.empty()) throw Error(Fault::usage, "there is no recipient to encrypt to");
  return std::make_unique<age::EncryptingFiles>(std::move(next), recipients);
}

std::shared_ptr<InputFiles> decrypted_files(std::shared_ptr<InputFiles> files, const Identities& identities) {
  return std::make_shared<age::DecryptedFiles>(std::move(files), identities);
}

}  // namespace pgdumpcore
