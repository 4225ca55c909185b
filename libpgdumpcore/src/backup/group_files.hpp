// The files of a dump in directory format, as objects of a set that is being written.
#pragma once

#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/files.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

// What was written, with sizes and digests made on the way.
class WrittenFiles {
 public:
  void add(const SetFile& file);
  // By name.
  [[nodiscard]] std::vector<SetFile> list() const;

 private:
  mutable std::mutex mutex_{};
  std::map<std::string, SetFile> files_{};
};

class GroupFiles final : public OutputFiles {
 public:
  // The group and the list must outlive it.
  //   directory: the part of the names that all have in common, within the group
  GroupFiles(storage::NewGroup& group, std::string directory, WrittenFiles& written)
      : group_(group), directory_(std::move(directory)), written_(written) {}
  ~GroupFiles() override;

  [[nodiscard]] std::unique_ptr<Sink> file(const std::string& name) override;
  [[nodiscard]] std::unique_ptr<Sink> last_file(const std::string& name) override;

 private:
  [[nodiscard]] std::string key(const std::string& name) const { return directory_ + "/" + name; }

  storage::NewGroup& group_;
  std::string directory_;
  WrittenFiles& written_;
  bool is_complete_ = false;
};

}  // namespace pgdumpcore::backups
