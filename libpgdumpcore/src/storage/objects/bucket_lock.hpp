// Locks in a bucket, which has none of its own.
//
// The writers' lock is an object that one writer puts on condition that there is none, and renews every few seconds on
// condition that it is still its own; both conditions are decided by the store, at one place. An owner that does not
// renew its lock for a while counts as gone, and the next writer replaces it, on the same condition. No clocks are
// compared: one that waits looks whether the object changes. At the end the owner writes that it has let go; nothing is
// deleted, so that a policy without deletion does not stand in the way.
//
// It does not protect against a writer that sleeps longer than the lock stays valid and wakes in the middle of a
// request: confirm() is called before a set is committed, and what follows is one request. Two sets that are written at
// the same time have names of their own, so even then neither is damaged; one may take the other's objects, which are
// not committed, for those of a run that is gone. Where the store knows no conditions, the lock is a plain object that
// is read again after two seconds: two writers that begin within that time may both believe that they have it.
//
// A reader's lease is an object of its own, renewed in the same way. A removal leaves alone what has a lease that was
// renewed not long ago by the store's clock. It does not protect a reader that begins in the moment between the
// removal's look at the leases and the deletion of the last object: that reader fails, with an error that says so.
#pragma once

#include "storage/objects/objects.hpp"
#include "storage/store.hpp"

#include <memory>
#include <stop_token>
#include <string>

namespace pgdumpcore::storage {

class WriterLock {
 public:
  WriterLock() = default;
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  virtual ~WriterLock() = default;

  // Throws Error (io) if the lock is not ours any more.
  virtual void confirm() = 0;
};

//   place: for messages
// Throws Error: io if another writer has it, or nothing can be written; cancelled.
[[nodiscard]] std::shared_ptr<WriterLock> lock_bucket(std::shared_ptr<ObjectClient> client, std::string key,
                                                      std::string place, const std::stop_token& stop);

// A user who may only read gets none, and nothing is thrown.
[[nodiscard]] std::unique_ptr<Lock> lease(std::shared_ptr<ObjectClient> client, const std::string& key);
// Whether one of the leases whose keys begin with the prefix is valid.
[[nodiscard]] bool has_lease(ObjectClient& client, const std::string& prefix, const Patience& patience);

}  // namespace pgdumpcore::storage
