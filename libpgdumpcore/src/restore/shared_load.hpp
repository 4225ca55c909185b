// One table's rows, loaded over several connections.
#pragma once

#include "restore/row_reader.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/error.hpp>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace pgdumpcore::restoring {

// The rows count together or not at all: each participant loads its part within a transaction of its own, and all of
// them commit once the last one has succeeded. Nothing else may use the table, which is why only tables that were
// made in the same restore are loaded so.
class SharedLoad {
 public:
  //   table: for progress
  //   stop: ends every wait, with Error (cancelled)
  SharedLoad(std::unique_ptr<io::Source> rows, std::string copy, std::string table, std::stop_token stop);

  // The part of whoever has begun the load. `offer` is called once there is enough to share; from then on others may
  // join. Returns how many rows were loaded by all; throws the first error, after everything was rolled back.
  //   prepare: a command to run first, within the transaction; may be empty
  std::uint64_t lead(TargetSession& session, const std::string& prepare, const std::function<void()>& offer);

  // The part of a helper. Returns when the load is over.
  void help(TargetSession& session);

 private:
  bool next(std::string& block);
  std::uint64_t load_part(TargetSession& session, const std::string& prepare, const std::function<void()>& offer);
  void take_part(TargetSession& session, const std::string& prepare, const std::function<void()>& offer);
  void wait(const std::function<bool()>& until);
  void fail(const Error& error);

  const std::string copy_;
  const std::string table_;
  const std::stop_token stop_;

  std::mutex reading_{};  // guards the reader
  RowReader reader_;
  bool exhausted_ = false;

  std::mutex mutex_{};  // guards what follows
  std::condition_variable_any changed_{};
  int loading_ = 0;  // participants that have not come to the end of their part
  int ending_ = 0;   // participants that have not ended their transaction
  bool decided_ = false;
  bool keep_ = false;  // what was decided; does not change from then on
  std::optional<Error> error_{};
  std::uint64_t rows_ = 0;
};

}  // namespace pgdumpcore::restoring
