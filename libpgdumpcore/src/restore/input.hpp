// What is restored, opened and known for what it is.
#pragma once

#include "archive/reader.hpp"
#include "io/source.hpp"

#include <pgdumpcore/restore.hpp>

#include <memory>
#include <stop_token>
#include <string>

namespace pgdumpcore::restoring {

// One of the two.
struct OpenedInput {
  std::unique_ptr<archive::ArchiveReader> archive{};
  std::unique_ptr<io::Source> script{};  // decompressed
  // What the script is in, without its encryption; null if it can be read only once, or was read so.
  std::shared_ptr<const RandomAccess> file{};
  std::string name{};  // for messages: `file "x"`
};

// Throws Error: io, or data where an archive is damaged.
[[nodiscard]] OpenedInput open_input(const RestoreInput& input);

// Who waits while a script is read to its end to know what is in it.
struct Waiting {
  std::stop_token stop{};
  ProgressCallback on_progress{};
};

// As open_input(), but a script is opened as an archive. It is then read twice, so that what is no regular file is an
// Error (usage).
//   option: what asks for that, for messages
[[nodiscard]] OpenedInput open_archive_input(const RestoreInput& input, const std::string& option,
                                             const Waiting& waiting = {});

// As the options want it: a script is opened as an archive where they choose or change parts of it.
//   as_text: it is to become a script
[[nodiscard]] OpenedInput open_input_for(const RestoreInput& input, const RestoreOptions& options, bool as_text,
                                         const Waiting& waiting);

// As open_input(); but a script whose entries all can be known without reading a large file to its end is opened as an
// archive.
[[nodiscard]] OpenedInput open_input_to_look_at(const RestoreInput& input);

}  // namespace pgdumpcore::restoring
