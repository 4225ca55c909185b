// A directory of files that appears under its name only when it is complete.
#pragma once

#include <pgdumpcore/files.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::io {

/// A directory that is made file by file. Destruction without finish() removes what was made.
///
/// Where nothing is at `path`, it is written beside it under a temporary name, `.NAME.XXXXXX.tmp`, and renamed in
/// finish(). An empty directory at `path` is taken as it is and written in place: it may be a mount point, or have an
/// owner and a mode that are meant, below a directory that we may not write to. What then tells a complete one is the
/// file that finish() gives its name last.
///
/// Files have mode 0600 and the directory 0700, less the umask.
class NewDirectory final : public OutputFiles {
 public:
  /// Throws Error (io) that names the path if it cannot be made there, or if what is there is no empty directory.
  ///   sync: how the files and the directory are brought to the disk
  NewDirectory(const std::string& path, Sync sync);
  ~NewDirectory() override;

  [[nodiscard]] std::unique_ptr<Sink> file(const std::string& name) override;
  [[nodiscard]] std::unique_ptr<Sink> last_file(const std::string& name) override;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace pgdumpcore::io
