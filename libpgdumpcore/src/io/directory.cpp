#include "io/directory.hpp"

#include "io/descriptor.hpp"
#include "io/random_access.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

namespace pgdumpcore::io {
namespace {

class DirectoryFiles final : public InputFiles {
 public:
  explicit DirectoryFiles(std::string path)
      : path_(std::move(path)), directory_(open_descriptor(path_, O_PATH | O_DIRECTORY)) {
    if (!directory_.is_open()) throw system_error("open " + name(), errno);
  }

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) override {
    return open_regular_file(directory_.get(), name, describe(name));
  }

  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& name) override {
    struct stat status {};
    if (::fstatat(directory_.get(), name.c_str(), &status, 0) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
  }

  [[nodiscard]] std::string name() const override { return fmt::format("directory \"{}\"", path_); }
  [[nodiscard]] std::string describe(const std::string& name) const override {
    return fmt::format("file \"{}/{}\"", path_, name);
  }

 private:
  std::string path_;
  Descriptor directory_;
};

}  // namespace

std::shared_ptr<InputFiles> open_directory(const std::string& path) {
  return std::make_shared<DirectoryFiles>(path);
}

}  // namespace pgdumpcore::io
