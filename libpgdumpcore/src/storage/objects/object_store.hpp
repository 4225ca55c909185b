// Sets in an object store: in a bucket, or what another kind of store has in its place.
//
// The object PREFIX/GROUP/NAME is NAME of a group. A group is there once its last object is, the manifest: what lies
// under its name before is unfinished. Locks are objects (bucket_lock.hpp); there are no links. No object is
// overwritten but those of locks and verifications.
#pragma once

#include "storage/objects/client.hpp"
#include "storage/store.hpp"

#include <memory>

namespace pgdumpcore::storage {

// The object that makes a group: groups() has no other way to know it.
inline constexpr const char* last_object = "manifest.json";

// No request is sent yet.
[[nodiscard]] std::shared_ptr<Store> object_store(std::shared_ptr<ObjectClient> client);

}  // namespace pgdumpcore::storage
