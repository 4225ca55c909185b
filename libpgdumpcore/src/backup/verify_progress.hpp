// Where a verification stands, for its caller.
#pragma once

#include "backup/dump_contents.hpp"
#include "sets/manifest.hpp"

#include <pgdumpcore/files.hpp>
#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

namespace pgdumpcore::backups {

// Also where the stop request of the caller is heard while files are read.
class VerifyProgress {
 public:
  //   callback: may be empty
  VerifyProgress(std::stop_token stop, const ProgressCallback& callback)
      : stop_(std::move(stop)), callback_(callback) {}

  // What is to come: each file is read once, and with trials each database is restored too.
  void expect(const sets::Manifest& manifest, bool with_trials);
  // One archive that stands alone.
  void expect(const std::string& name, std::uint64_t size);

  void begin_database(const std::string& name);
  // Bytes that are read through it count, each once.
  [[nodiscard]] std::shared_ptr<const RandomAccess> watched(std::shared_ptr<const RandomAccess> file);
  // Tells which table is read.
  [[nodiscard]] OnTable on_table();
  // Of a trial, whose whole counts as much as the database's files.
  void restored(const Progress& of_restore, std::uint64_t size);
  void end_trial(std::uint64_t size);

 private:
  void end_table();
  void tell() const;

  std::stop_token stop_;
  const ProgressCallback& callback_;
  Progress progress_{};
  bool is_in_table_ = false;
  std::uint64_t trials_done_ = 0;  // in bytes
  std::uint64_t trial_ = 0;        // of the one at work
};

}  // namespace pgdumpcore::backups
