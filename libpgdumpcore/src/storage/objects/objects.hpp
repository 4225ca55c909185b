// Operations on the objects of a place, whatever kind of store it is in. Keys are from its root.
//
// "Missing" is an answer, and no error. All throw Error: cancelled; io if the store refuses. If it cannot be reached in
// time, those that read throw Error (connection), so that nobody takes an object for damaged that could not be read;
// those that write throw Error (io), as sinks do.
#pragma once

#include "storage/objects/client.hpp"

#include <pgdumpcore/error.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage {

// Calls `request` and makes a lost connection the failure of a write.
template <typename RequestFunction>
auto writing(const RequestFunction& request) {
  try {
    return request();
  } catch (const Error& error) {
    if (error.fault() != Fault::connection) throw;
    throw Error(Fault::io, error.what()).hint(error.hint());
  }
}

struct ObjectFacts {
  std::uint64_t size = 0;
  std::string etag{};
};

// A range of an object, with what the whole of it is.
struct ObjectRange {
  ObjectFacts object{};
  std::string bytes{};
};

// Up to `size` bytes from `offset` on; fewer at the object's end. nullopt: there is none.
//   etag: the object is this one; Error (io) if it was replaced. Empty: whichever it is.
[[nodiscard]] std::optional<ObjectRange> get_range(ObjectClient& client, const std::string& key, std::uint64_t offset,
                                                   std::size_t size, const std::string& etag, const Patience& patience);
// The answer to a request for the first byte: status 404 if there is none, 403 if this user may not read it.
[[nodiscard]] Answer probe(ObjectClient& client, const std::string& key, const Patience& patience);
// The whole of a small object. nullopt: there is none. Throws Error (data) if it is larger than `limit`.
[[nodiscard]] std::optional<ObjectRange> get_small(ObjectClient& client, const std::string& key, std::size_t limit,
                                                   const Patience& patience);

// Puts an object. Returns its ETag.
std::string put_object(ObjectClient& client, const std::string& key, Bytes content, const Patience& patience);

enum class PutOutcome { done, exists, unsupported };
struct ConditionalPut {
  PutOutcome outcome = PutOutcome::done;
  std::string etag{};
};
// Puts an object if there is none, or if the one that is there has this ETag. That a try which seemed to fail had its
// effect is noticed: the content is compared, so it must be one that nobody else would put.
//   unsupported: the store says that it takes no conditions
[[nodiscard]] ConditionalPut put_if_absent(ObjectClient& client, const std::string& key, std::string_view content,
                                           const Patience& patience);
[[nodiscard]] ConditionalPut put_if_match(ObjectClient& client, const std::string& key, std::string_view content,
                                          const std::string& etag, const Patience& patience);

// All objects whose keys begin with the prefix.
//   delimiter: what follows it in a key after the prefix is taken together; empty: nothing is
void list_objects(ObjectClient& client, const std::string& prefix, const std::string& delimiter,
                  const Patience& patience, const std::function<void(const ObjectPage&)>& take);
[[nodiscard]] bool has_objects(ObjectClient& client, const std::string& prefix, const Patience& patience);
// Throws Error (io) if one is refused; the others are deleted.
void delete_objects(ObjectClient& client, const std::vector<std::string>& keys, const Patience& patience);
void delete_object(ObjectClient& client, const std::string& key, const Patience& patience);
// Also asks whether it is gone: what would be left of a set without it must not look complete. Throws Error (io) if
// not.
void delete_for_certain(ObjectClient& client, const std::string& key, const Patience& patience);

}  // namespace pgdumpcore::storage
