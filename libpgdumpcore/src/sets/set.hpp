// One set in a store.
#pragma once

#include "sets/manifest.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/restore.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::sets {

// Files are named by their paths from the set, as its manifest has them.
class Set {
 public:
  Set(std::shared_ptr<storage::Store> store, std::string name) : store_(std::move(store)), name_(std::move(name)) {}

  [[nodiscard]] const std::shared_ptr<storage::Store>& store() const { return store_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string key(const std::string& file) const { return name_ + "/" + file; }

  // For messages.
  [[nodiscard]] std::string path() const { return store_->describe(name_); }
  [[nodiscard]] std::string path(const std::string& file) const { return store_->describe(key(file)); }

  // Names of newer sets that are damaged or cannot be read, where this was found as `latest`.
  [[nodiscard]] const std::vector<std::string>& passed_over() const { return passed_over_; }
  void set_passed_over(std::vector<std::string> names) { passed_over_ = std::move(names); }

  // Of what input() gives out from now on.
  void set_identities(Identities identities) { identities_ = std::move(identities); }

  // A file in plain or custom format, or the directory of a dump in directory format. Throws Error (io) if it is not
  // there.
  [[nodiscard]] RestoreInput input(const DatabaseOutcome& database) const;
  [[nodiscard]] RestoreInput input(const std::string& file) const;

  // Throws Error: io if it cannot be read, data as parse_manifest() does; both name it.
  [[nodiscard]] Manifest read_manifest() const;
  // Its text, and what such a text says: the two halves of read_manifest(), which throw as it does.
  [[nodiscard]] std::string manifest_text() const;
  [[nodiscard]] Manifest parsed_manifest(const std::string& text) const;
  // Keeps the set from being removed while it is read, as far as its place can. Throws Error (io) if it is being
  // removed.
  [[nodiscard]] std::unique_ptr<storage::Lock> lock() const { return store_->lock_for_reading(name_, manifest_name); }

 private:
  std::shared_ptr<storage::Store> store_;
  std::string name_;
  Identities identities_{};
  std::vector<std::string> passed_over_{};
};

// What find_set() promises; nullopt: what is there is no set.
[[nodiscard]] std::optional<Set> find(const std::string& path);
// The same; throws Error (data) if it is no set.
[[nodiscard]] Set find_existing(const std::string& path);

// The database of that name, which is complete. Throws Error (data) that says why there is none.
[[nodiscard]] const DatabaseOutcome& database_in(const Set& set, const Manifest& manifest, const std::string& name);

// Throws Error (io) about a file that this user may not read: whether it is damaged is not known.
[[noreturn]] void refuse_unreadable(const std::string& path);

}  // namespace pgdumpcore::sets
