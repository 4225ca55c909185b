// A place where backup sets live: a directory, a bucket, memory.
//
// A set is a group of objects that appears as a whole: it is written under NewGroup, and there once commit() has put
// its last object. Nothing that looks complete is not, whatever fails, wherever it is.
#pragma once

#include "io/source.hpp"

#include <pgdumpcore/files.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage {

// Whether this user may read an object, and all objects below it.
enum class Access { granted, missing, refused };

struct GroupInfo {
  std::string name{};
  std::string path{};  // where it is, for messages
  bool is_finished = true;
  bool is_link = false;    // to another place: not for us to remove
  std::string identity{};  // equal for two names of one place
};

// A group that is being written. Without commit() the destructor removes what was put; it never throws.
//
// Threads: objects may be put by several threads at a time.
class NewGroup {
 public:
  NewGroup() = default;
  NewGroup(const NewGroup&) = delete;
  NewGroup& operator=(const NewGroup&) = delete;
  virtual ~NewGroup() = default;

  // An object of the group, there once finish() of the sink has returned; its name may have one '/'. The group must
  // outlive the sink. Whether earlier bytes may be rewritten, io::rewritable() tells. Throws Error (io).
  [[nodiscard]] virtual std::unique_ptr<Sink> put(const std::string& name) = 0;
  // What was put, for reading it back.
  [[nodiscard]] virtual std::shared_ptr<const RandomAccess> open(const std::string& name) const = 0;
  // Takes an object back; one that is not there is no error.
  virtual void remove(const std::string& name) noexcept = 0;

  // Puts the last object, by which the group counts as there. Throws Error (io); the group is then not there.
  virtual void commit(const std::string& last, std::string_view content) = 0;
};

// Held as long as this lives.
class Lock {
 public:
  Lock() = default;
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  virtual ~Lock() = default;
};

// One question about a place, asked before a backup.
struct PlaceCheck {
  std::string question{};  // such as "directory"
  bool is_good = true;
  std::string message{};
  std::string hint{};
};

// Keys are GROUP/NAME or GROUP/NAME/NAME. All functions but the const ones of one group may be used by several threads
// at a time. Errors: Error (io) that names the object as describe() does.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // For messages: the path or address of a key, or of the whole place for "".
  [[nodiscard]] virtual std::string describe(const std::string& key) const = 0;

  // --- objects

  // For reading; nullptr: there is none. Throws Error: data if it is nothing that has bytes, io.
  [[nodiscard]] virtual std::shared_ptr<const RandomAccess> open(const std::string& key) const = 0;
  // nullopt: there is none, or this user may not know.
  [[nodiscard]] virtual std::optional<std::uint64_t> size(const std::string& key) const = 0;
  // Of an object, or of all directly below a key.
  [[nodiscard]] virtual Access access(const std::string& key) const = 0;
  // What is directly below a key, by name, sorted; empty if there is nothing.
  [[nodiscard]] virtual std::vector<std::string> list(const std::string& key) const = 0;
  // A small object of a finished group, in place of the one that may be there.
  virtual void put(const std::string& key, std::string_view content) = 0;

  // --- groups

  // All, in any order. Throws Error (io) if the place cannot be read.
  [[nodiscard]] virtual std::vector<GroupInfo> groups() const = 0;
  [[nodiscard]] virtual bool has_group(const std::string& name) const = 0;
  // Throws Error (io) if there is one of the name.
  [[nodiscard]] virtual std::unique_ptr<NewGroup> begin(const std::string& name) = 0;
  // Removes what a run left behind that is gone. Only under lock(). What cannot be removed stays.
  virtual void remove_unfinished(const std::string& name) noexcept = 0;
  // Removes a group in a way that never leaves half of it under its name. False: it stays, because it is being read.
  //   last: the object by which it counts as there
  [[nodiscard]] virtual bool remove(const std::string& name, const std::string& last) = 0;

  // --- locks

  // Excludes other writers. Throws Error: io if there is one, or nothing can be written here; cancelled.
  [[nodiscard]] virtual std::unique_ptr<Lock> lock(const std::stop_token& stop) = 0;
  // Keeps a group from being removed, as far as the place can. Throws Error (io) if it is being removed. An object that
  // cannot be opened is not locked: its reader says what is wrong.
  [[nodiscard]] virtual std::unique_ptr<Lock> lock_for_reading(const std::string& name, const std::string& last) = 0;

  // --- what a place may have besides

  // A link for people, which commands do not rely on. Empty: there is none, or none of ours.
  [[nodiscard]] virtual std::string link(const std::string& /*name*/) const { return {}; }
  // Lets the link lead to a group, or removes it if `group` is empty. Throws Error (io), also if something else than a
  // link of ours has the name.
  virtual void set_link(const std::string& /*name*/, const std::string& /*group*/) {}
  // In bytes; nullopt: it has no bound, or does not say.
  [[nodiscard]] virtual std::optional<std::uint64_t> free_space() const { return std::nullopt; }
  // Whether it takes whatever comes, so that nobody need ask for its free space.
  [[nodiscard]] virtual bool is_unbounded() const { return false; }
  // Whether a backup could write here. Leaves nothing behind. If the first answer is not good, it is the only one.
  [[nodiscard]] virtual std::vector<PlaceCheck> check() = 0;
};

// As Store::open(); throws Error (io) if there is none.
[[nodiscard]] std::shared_ptr<const RandomAccess> open_existing(const Store& store, const std::string& key);
// The bytes of an object, from first to last. Throws Error (io) if there is none.
[[nodiscard]] std::unique_ptr<io::Source> read(const Store& store, const std::string& key);
// All of them, if they are no more than `limit`; else Error (data).
[[nodiscard]] std::string read_text(const Store& store, const std::string& key, std::size_t limit);
// The objects directly below a key as the files of an archive. The store is shared.
[[nodiscard]] std::shared_ptr<InputFiles> files_below(std::shared_ptr<const Store> store, const std::string& key);

}  // namespace pgdumpcore::storage
