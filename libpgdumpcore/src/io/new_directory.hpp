// A directory of files that appears under its name only when it is complete.
#pragma once

#include <pgdumpcore/sink.hpp>

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
class NewDirectory {
 public:
  /// Throws Error (io) that names the path if it cannot be made there, or if what is there is no empty directory.
  ///   sync: how the files and the directory are brought to the disk
  NewDirectory(const std::string& path, Sync sync);
  NewDirectory(const NewDirectory&) = delete;
  NewDirectory& operator=(const NewDirectory&) = delete;
  ~NewDirectory();

  /// A file in it, complete once its finish() has returned. Files may be asked for and written by several threads at
  /// a time; the directory must outlive them. Throws Error (io).
  [[nodiscard]] std::unique_ptr<Sink> file(const std::string& name);

  /// The file that is written last and appears last: its finish() is finish() of the directory. Called once.
  [[nodiscard]] std::unique_ptr<Sink> last_file(const std::string& name);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace pgdumpcore::io
