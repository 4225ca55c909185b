// The files of a set, and their digests.
#pragma once

#include "io/digested_access.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/files.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::sets {

// What a manifest says of a database's files, by their paths from the set.
[[nodiscard]] std::vector<SetFile> files_of(const DatabaseOutcome& database);

// Size and digest of all that a file has. Throws Error: io, cancelled.
[[nodiscard]] SetFile digest_file(std::shared_ptr<const RandomAccess> file, const std::string& name,
                                  const std::stop_token& stop);

// Of the list of a directory's files, as sha256sum prints it.
[[nodiscard]] std::string digest_of_list(std::span<const SetFile> files);

// The files of a directory, digested while they are read, so that none is read twice.
class DigestedFiles final : public InputFiles {
 public:
  explicit DigestedFiles(std::shared_ptr<InputFiles> files) : files_(std::move(files)) {}

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) override;
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& name) override { return files_->size(name); }
  [[nodiscard]] std::string name() const override { return files_->name(); }
  [[nodiscard]] std::string describe(const std::string& name) const override { return files_->describe(name); }

  // Of a file that was opened here, is closed again, and was read whole; nullopt: it was not.
  [[nodiscard]] std::optional<SetFile> digest(const std::string& name) const;

 private:
  void note(const std::string& name, const io::DigestedAccess& file);

  std::shared_ptr<InputFiles> files_;
  mutable std::mutex mutex_{};
  std::map<std::string, SetFile> digests_{};
};

}  // namespace pgdumpcore::sets
