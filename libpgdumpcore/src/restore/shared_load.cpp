#include "restore/shared_load.hpp"

#include "pg/copy_in.hpp"

#include <span>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

constexpr std::size_t block_size = std::size_t{512} * 1024;
// A smaller table is loaded before a second transaction would have begun.
constexpr std::uint64_t worth_sharing = std::uint64_t{8} * 1024 * 1024;

}  // namespace

SharedLoad::SharedLoad(std::unique_ptr<io::Source> rows, std::string copy, std::string table, std::stop_token stop)
    : copy_(std::move(copy)), table_(std::move(table)), stop_(std::move(stop)), reader_(std::move(rows), block_size) {}

bool SharedLoad::next(std::string& block) {
  {
    const std::lock_guard lock(mutex_);
    if (error_) return false;
  }
  const std::lock_guard lock(reading_);
  if (!exhausted_) exhausted_ = !reader_.next(block);
  return !exhausted_;
}

std::uint64_t SharedLoad::load_part(TargetSession& session, const std::string& prepare,
                                    const std::function<void()>& offer) {
  if (!prepare.empty()) session.connection().execute(prepare);
  pg::CopyIn copy(session.connection(), copy_);
  std::uint64_t bytes = 0;
  bool offered = false;
  for (std::string block; next(block);) {
    copy.write(std::as_bytes(std::span(block)));
    session.report().loaded(table_, block.size());
    bytes += block.size();
    if (offered || !offer || bytes < worth_sharing) continue;
    offer();
    offered = true;
  }
  return copy.finish();
}

void SharedLoad::fail(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = error;
}

void SharedLoad::wait(const std::function<bool()>& until) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait(lock, stop_, until)) throw Error(Fault::cancelled, "cancelled on request");
}

// Loads, waits for the others, and ends the transaction as all do. What cannot be passed over ends the restore, and
// with it, through the stop token, the others' waits.
void SharedLoad::take_part(TargetSession& session, const std::string& prepare, const std::function<void()>& offer) {
  std::uint64_t rows = 0;
  session.begin();
  try {
    rows = load_part(session, prepare, offer);
  } catch (const Error& error) {
    fail(error);
    if (!session.report().may_pass_over(error)) throw;
  }
  {
    const std::lock_guard lock(mutex_);
    rows_ += rows;
    if (--loading_ == 0) {
      decided_ = true;
      keep_ = !error_;
    }
    changed_.notify_all();
  }
  wait([this] { return decided_; });
  try {
    session.end(keep_);
  } catch (const Error& error) {
    fail(error);
    if (!session.report().may_pass_over(error)) throw;
  }
  const std::lock_guard lock(mutex_);
  --ending_;
  changed_.notify_all();
}

std::uint64_t SharedLoad::lead(TargetSession& session, const std::string& prepare, const std::function<void()>& offer) {
  {
    const std::lock_guard lock(mutex_);
    loading_ = ending_ = 1;
  }
  take_part(session, prepare, offer);
  wait([this] { return ending_ == 0; });
  if (error_) throw *error_;
  return rows_;
}

void SharedLoad::help(TargetSession& session) {
  {
    const std::lock_guard lock(mutex_);
    if (decided_ || error_) return;
    ++loading_;
    ++ending_;
  }
  take_part(session, {}, nullptr);
}

}  // namespace pgdumpcore::restoring
