#include "archive/directory_reader.hpp"

#include "archive/member_reader.hpp"
#include "io/random_access.hpp"

#include <pgdumpcore/error.hpp>

#include <optional>
#include <utility>

namespace pgdumpcore::archive {
namespace {

class DirectoryMembers final : public Members {
 public:
  explicit DirectoryMembers(std::shared_ptr<InputFiles> files) : files_(std::move(files)) {}

  [[nodiscard]] std::unique_ptr<io::Source> open(const std::string& name) override {
    std::shared_ptr<const RandomAccess> file = files_->open(name);
    if (!file) return nullptr;
    if (file->size() == 0 && !may_be_empty(name))
      throw Error(Fault::data, describe(name) + " is incomplete: it ends at offset 0, where more has to come");
    return io::whole_source(std::move(file));
  }

  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& name) override { return files_->size(name); }
  [[nodiscard]] std::string name() const override { return files_->name(); }
  [[nodiscard]] std::string describe(const std::string& name) const override { return files_->describe(name); }

 private:
  // Rows have an end mark. Of nothing pg_dump makes no frame of zstd or lz4, but one of gzip.
  static bool may_be_empty(const std::string& name) { return name.starts_with("blob_") && !name.ends_with(".gz"); }

  std::shared_ptr<InputFiles> files_;
};

}  // namespace

std::unique_ptr<ArchiveReader> read_directory(std::shared_ptr<InputFiles> files) {
  return read_members(std::make_unique<DirectoryMembers>(std::move(files)), FormatCode::directory);
}

}  // namespace pgdumpcore::archive
