// The files of a set, and their digests.
#pragma once

#include "io/digested_access.hpp"
#include "sets/manifest.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/files.hpp>

#include <cstdint>
#include <functional>
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
// All that it names: the globals' file, and those of the databases that are in the set.
[[nodiscard]] std::vector<SetFile> files_of(const Manifest& manifest);

// Size and digest of all that a file has. Throws Error: io, cancelled.
[[nodiscard]] SetFile digest_file(std::shared_ptr<const RandomAccess> file, const std::string& name,
                                  const std::stop_token& stop);

// How a file differs from what the manifest says, as the end of a sentence about it; empty: not at all.
[[nodiscard]] std::string size_difference(std::uint64_t size, const SetFile& expected);
[[nodiscard]] std::string digest_difference(const std::string& sha256, const SetFile& expected);

// Of the list of a directory's files, as sha256sum prints it.
[[nodiscard]] std::string digest_of_list(std::span<const SetFile> files);

// The files of a directory, digested while they are read, so that none is read twice.
class DigestedFiles final : public InputFiles {
 public:
  using Wrap = std::function<std::shared_ptr<const RandomAccess>(std::shared_ptr<const RandomAccess>)>;

  //   wrap: what each file is read through; empty: nothing
  explicit DigestedFiles(std::shared_ptr<InputFiles> files, Wrap wrap = {})
      : files_(std::move(files)), wrap_(std::move(wrap)) {}

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) override;
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& name) override { return files_->size(name); }
  [[nodiscard]] std::string name() const override { return files_->name(); }
  [[nodiscard]] std::string describe(const std::string& name) const override { return files_->describe(name); }

  // Of a file that was opened here, is closed again, and was read whole; nullopt: it was not.
  [[nodiscard]] std::optional<SetFile> digest(const std::string& name) const;

 private:
  void note(const std::string& name, const io::DigestedAccess& file);

  std::shared_ptr<InputFiles> files_;
  Wrap wrap_;
  mutable std::mutex mutex_{};
  std::map<std::string, SetFile> digests_{};
};

}  // namespace pgdumpcore::sets
