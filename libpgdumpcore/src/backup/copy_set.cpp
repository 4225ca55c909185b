// The story of a set's copy: read the manifest, lock both places, copy each file it names and compare, put the
// manifest. Entry points: pgdumpcore::copy_set(), copy_set_into(). Tests: tests/integration/copy_set, tests/stores.

#include "backup/copy_set_into.hpp"

#include "backup/older_sets.hpp"
#include "io/digested_access.hpp"
#include "sets/known_sets.hpp"
#include "sets/latest.hpp"
#include "sets/names.hpp"
#include "sets/set_files.hpp"
#include "storage/locations.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace pgdumpcore {

namespace {

class SetCopy {
 public:
  SetCopy(std::shared_ptr<storage::Store> store, const sets::Set& set, const CopySetOptions& options,
          std::stop_token stop, const CopySetObserver& observer)
      : store_(std::move(store)), set_(set), options_(options), stop_(std::move(stop)), observer_(observer) {}

  CopySetSummary run() {
    const std::unique_ptr<storage::Lock> reading = set_.lock();
    text_ = set_.manifest_text();
    manifest_ = set_.parsed_manifest(text_);
    name_ = sets::set_name(manifest_.started_at);
    summary_.status = manifest_.status;
    summary_.path = store_->describe(name_);
    sets::refuse_set(*store_);
    refuse_own_place();
    const std::unique_ptr<storage::Lock> writing = store_->lock(stop_);
    sets::remove_unfinished(*store_);
    if (store_->has_group(name_)) {
      require_same();
      return std::move(summary_);
    }
    check_space();
    const std::unique_ptr<storage::NewGroup> copy = store_->begin(name_);
    for (const SetFile& file : sets::files_of(manifest_)) copy_file(file, *copy);
    copy->commit(sets::manifest_name, text_);
    tidy_up();
    return std::move(summary_);
  }

 private:
  void log(LogLevel level, const std::string& message, const std::string& hint) const {
    if (observer_.on_log) observer_.on_log(level, message, hint);
  }

  void refuse_own_place() const {
    if (store_->describe("") == set_.store()->describe(""))
      throw Error(Fault::usage, fmt::format("\"{}\" is where the backup set is", store_->describe("")))
          .hint("Name another directory or bucket to copy it to.");
  }

  // A run that is repeated has nothing to do, if what it made before is still all there.
  void require_same() {
    const sets::Set there(store_, name_);
    if (there.manifest_text() != text_)
      throw Error(Fault::data, fmt::format("another backup set is there as \"{}\"", there.path()))
          .hint("Two servers were saved in the same second. Copy their sets into different directories.");
    for (const SetFile& file : sets::files_of(manifest_))
      if (store_->size(there.key(file.name)) != file.size)
        throw Error(Fault::data, fmt::format("the backup set is there, but its file \"{}\" is missing or has another "
                                             "size than its manifest says",
                                             there.path(file.name)))
            .hint("Remove that copy, and copy the set again.");
    summary_.was_there = true;
  }

  void check_space() {
    for (const SetFile& file : sets::files_of(manifest_)) progress_.bytes_total += file.size;
    const std::optional<std::uint64_t> free = store_->free_space();
    if (free && *free < progress_.bytes_total)
      throw Error(Fault::io, fmt::format("there is not enough space in \"{}\": {} bytes are free, the set has {}",
                                         store_->describe(""), *free, progress_.bytes_total));
  }

  void copy_file(const SetFile& file, storage::NewGroup& copy) {
    const io::DigestedAccess from(storage::open_existing(*set_.store(), set_.key(file.name)));
    refuse_difference(file, sets::size_difference(from.size(), file));
    const std::unique_ptr<Sink> to = copy.put(file.name);
    progress_.table = file.name;
    std::vector<std::byte> block(std::size_t{1} << 18);
    for (std::uint64_t at = 0; at < file.size;) {
      if (stop_.stop_requested()) throw Error(Fault::cancelled, "cancelled while copying");
      const std::span<const std::byte> read = std::span(block).first(from.read_at(at, block));
      if (read.empty()) break;
      to->write(read);
      at += read.size();
      tell(read.size());
    }
    refuse_difference(file, sets::digest_difference(from.sha256(), file));
    to->finish();
    ++summary_.files;
    summary_.bytes += file.size;
  }

  void tell(std::uint64_t bytes) {
    progress_.bytes_done += bytes;
    progress_.bytes_read += bytes;
    if (observer_.on_progress) observer_.on_progress(progress_);
  }

  void refuse_difference(const SetFile& file, const std::string& difference) const {
    if (difference.empty()) return;
    throw Error(Fault::data, fmt::format("\"{}\" {}", set_.path(file.name), difference))
        .hint("The set is damaged, and was not copied. \"pgdump verify\" tells all that is wrong with it.");
  }

  // The copy is there: what fails now is no failure of this run.
  void tidy_up() {
    const LogCallback log_all = [this](LogLevel level, const std::string& message, const std::string& hint) {
      log(level, message, hint);
    };
    try {
      const bool is_complete = manifest_.status == BackupStatus::complete;
      if (is_complete) sets::update_latest(store_, log_all);
      if (!manifest_.selection) return;
      const backups::OlderSets older(store_, {manifest_.system_identifier, *manifest_.selection}, manifest_.started_at,
                                     log_all);
      for (const sets::ExpiredSet& set : older.remove_expired(options_.retention, name_, is_complete, {})) {
        summary_.removed.push_back(set.name);
        summary_.removal_reasons.push_back(set.reason);
      }
    } catch (const Error& error) {
      log(LogLevel::warning, error.within("the copy is there, but the older sets were not looked at").what(),
          error.hint());
    }
  }

  std::shared_ptr<storage::Store> store_;
  const sets::Set& set_;
  const CopySetOptions& options_;
  std::stop_token stop_;
  const CopySetObserver& observer_;
  std::string text_{};  // of the manifest
  sets::Manifest manifest_{};
  std::string name_{};
  Progress progress_{};
  CopySetSummary summary_{};
};

}  // namespace

CopySetSummary backups::copy_set_into(const std::shared_ptr<storage::Store>& store, const sets::Set& set,
                                      const CopySetOptions& options, const std::stop_token& stop,
                                      const CopySetObserver& observer) {
  return SetCopy(store, set, options, stop, observer).run();
}

CopySetSummary copy_set(const std::string& set, const CopySetOptions& options, const std::stop_token& stop,
                        const CopySetObserver& observer) {
  return backups::copy_set_into(storage::open_store(options.directory, options.sync), sets::find_existing(set), options,
                                stop, observer);
}

}  // namespace pgdumpcore
