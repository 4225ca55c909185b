#include "restore/parallel_restore.hpp"

#include "pg/quote.hpp"
#include "restore/archive_restore.hpp"
#include "restore/key_order.hpp"
#include "restore/missing_rows.hpp"
#include "restore/shared_load.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using archive::Pass;
using archive::Section;
using archive::Wanted;

// The entries before the first one that can be restored beside others; and the rest of the pass.
std::pair<std::vector<Wanted>, std::vector<Wanted>> split_main_pass(std::span<const Wanted> wanted) {
  std::pair<std::vector<Wanted>, std::vector<Wanted>> parts;
  for (const Wanted& item : wanted) {
    if (archive::pass_of(*item.entry) != Pass::main) continue;
    const Section section = item.entry->section;
    const bool waits = section == Section::data || section == Section::post_data;
    // A comment without a section may be about something that waits.
    const bool follows = section == Section::none && !parts.second.empty();
    (waits || follows ? parts.second : parts.first).push_back(item);
  }
  return parts;
}

std::vector<Wanted> of_pass(std::span<const Wanted> wanted, Pass pass) {
  std::vector<Wanted> items;
  std::ranges::copy_if(wanted, std::back_inserter(items),
                       [&](const Wanted& item) { return archive::pass_of(*item.entry) == pass; });
  return items;
}

class ParallelRestore {
 public:
  ParallelRestore(archive::ArchiveReader& reader, const RestoreOptions& options,
                  const archive::ScriptSettings& settings, const Weights& weights, TargetSession& session,
                  std::stop_source& stop)
      : reader_(reader),
        options_(options),
        settings_(settings),
        weights_(weights),
        inheritance_(inheritance_in(reader.toc())),
        session_(session),
        stop_(stop),
        leader_(reader, settings, session) {}

  void run(std::span<const Wanted> wanted) {
    leader_.begin_session();
    if (options_.clean) drop_all(leader_, wanted, options_, session_);
    const auto [first, beside] = split_main_pass(wanted);
    for (const Wanted& item : first) restore(leader_, item);
    // Rows that are written into a table of the same transaction need no log where only crashes are guarded against.
    skips_log_ = session_.connection().query("SHOW wal_level").row(0).at(0).view() == "minimal";
    // Foreign keys that the archive has are made behind all rows.
    restore_beside(beside, waits_of_foreign_keys(session_, beside, options_,
                                                 [&](const Entry& entry) { return !was_made_here(entry); }));
    before_privileges(wanted, options_, session_);
    for (const Wanted& item : of_pass(wanted, Pass::acl)) restore(leader_, item);
    restore_beside(of_pass(wanted, Pass::post_acl));
  }

 private:
  void restore(ArchiveWorker& worker, const Wanted& item) {
    {
      const std::lock_guard lock(mutex_);
      if (!failed_tables_.allow(item)) return;
    }
    const bool succeeded = worker.restore(item);
    const std::lock_guard lock(mutex_);
    failed_tables_.note(item, succeeded);
    if (succeeded && item.parts.schema && item.entry->description == "TABLE") made_.insert(item.entry->dump_id);
  }

  // --- several at work

  void restore_beside(const std::vector<Wanted>& items, const WaitsFor& waits = {}) {
    if (items.empty()) return;
    items_ = items;
    schedule_.emplace(items_, weights_, inheritance_, waits);
    {
      std::vector<std::jthread> threads;
      for (int i = 1; i < options_.jobs; ++i) threads.emplace_back([this] { guarded([this] { join(); }); });
      guarded([this] { work(leader_, session_); });
    }
    if (error_) std::rethrow_exception(error_);
    if (!schedule_->finished()) throw Error(Fault::cancelled, "cancelled on request");
    schedule_.reset();
  }

  // One more worker. If the server has no connection for it, those that are there do the work.
  void join() {
    std::optional<TargetSession> session;
    try {
      session.emplace(session_.connect_options(), options_.role, session_.report(), stop_.get_token());
    } catch (const Error& error) {
      if (error.fault() != Fault::connection) throw;
      const std::lock_guard lock(mutex_);
      if (!std::exchange(told_of_few_, true))
        session_.report().log(LogLevel::warning, error.within("there are fewer connections than jobs").what(),
                              "The restore goes on with those there are. Lower -j, or raise max_connections.");
      return;
    }
    ArchiveWorker worker(reader_, settings_, *session);
    worker.begin_session();
    work(worker, *session);
  }

  // The first failure ends everything; what others throw because of it is only its consequence.
  void guarded(const std::function<void()>& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
      stop_.request_stop();
      changed_.notify_all();
    }
  }

  void work(ArchiveWorker& worker, TargetSession& session) {
    worker.load_rows_with([&](const Entry& entry) { return load(entry, session); });
    std::unique_lock lock(mutex_);
    while (!stop_.stop_requested() && !schedule_->finished()) {
      if (const auto item = schedule_->take()) {
        lock.unlock();
        restore(worker, items_[*item]);
        lock.lock();
        schedule_->done(*item);
        changed_.notify_all();
      } else if (!loads_.empty()) {
        const std::shared_ptr<SharedLoad> load = loads_.back();
        lock.unlock();
        load->help(session);
        lock.lock();
        // Over, or about to be.
        std::erase(loads_, load);
      } else {
        changed_.wait(lock);
      }
    }
    worker.load_rows_with(nullptr);
  }

  // --- rows

  // Nothing where rows are to be loaded as they always are.
  std::optional<std::uint64_t> load(const Entry& entry, TargetSession& session) {
    if (options_.missing_rows) return add_missing_rows(entry, reader_.table_data(entry), session);
    if (!was_made_here(entry)) return std::nullopt;
    const std::string table = settings_.quote.qualified(entry.schema, entry.tag);
    const std::string truncate = skips_log_ ? "TRUNCATE TABLE ONLY " + table : "";
    const bool shared = !skips_log_ && may_be_large(entry) && is_bare(session, table);
    const auto load = std::make_shared<SharedLoad>(reader_.table_data(entry), entry.copy.str(), entry_object(entry),
                                                   stop_.get_token());
    const auto withdraw = [&] {
      const std::lock_guard lock(mutex_);
      std::erase(loads_, load);
    };
    try {
      const std::uint64_t rows = load->lead(session, truncate, [&] {
        if (!shared) return;
        const std::lock_guard lock(mutex_);
        loads_.push_back(load);
        changed_.notify_all();
      });
      withdraw();
      return rows;
    } catch (...) {
      withdraw();
      throw;
    }
  }

  [[nodiscard]] bool may_be_large(const Entry& entry) const {
    static constexpr std::uint64_t stored_size = std::uint64_t{512} * 1024;
    const auto found = weights_.find(entry.dump_id);
    return found == weights_.end() || found->second >= stored_size;
  }

  // A partition may have got triggers and indexes from a parent that was there before. Two transactions that meet in a
  // unique index would wait for each other's end for ever.
  static bool is_bare(TargetSession& session, const std::string& table) {
    return session.connection()
        .query("SELECT NOT (relhasindex OR relhastriggers) FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) " +
               pg::quote_literal(table) + "::pg_catalog.regclass")
        .row(0)
        .at(0)
        .flag();
  }

  // Nobody else knows such a table. Rows that go through a partition's root may end in any table.
  bool was_made_here(const Entry& entry) {
    if (entry.create.starts_with("-- load via partition root ")) return false;
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(entry.dependencies, [&](int id) { return made_.contains(id); });
  }

  archive::ArchiveReader& reader_;
  const RestoreOptions& options_;
  const archive::ScriptSettings& settings_;
  const Weights& weights_;
  const Inheritance inheritance_;
  TargetSession& session_;
  std::stop_source& stop_;
  ArchiveWorker leader_;
  bool skips_log_ = false;
  std::vector<Wanted> items_{};

  std::mutex mutex_{};  // guards what follows
  std::condition_variable changed_{};
  std::optional<Schedule> schedule_{};
  std::vector<std::shared_ptr<SharedLoad>> loads_{};  // that others may join
  FailedTables failed_tables_{options_};
  std::set<int> made_{};  // tables that this restore has made
  std::exception_ptr error_{};
  bool told_of_few_ = false;
};

}  // namespace

void restore_in_parallel(archive::ArchiveReader& reader, const RestoreOptions& options,
                         const archive::ScriptSettings& settings, std::span<const Wanted> wanted,
                         const Weights& weights, TargetSession& session, std::stop_source& stop) {
  ParallelRestore(reader, options, settings, weights, session, stop).run(wanted);
}

}  // namespace pgdumpcore::restoring
