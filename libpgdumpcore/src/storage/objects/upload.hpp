// An object that is being written: one request if it is small, else an upload in parts.
#pragma once

#include "storage/objects/client.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace pgdumpcore::storage {

// What all uploads of a store may hold together, besides the part that each is filling.
class BufferBudget {
 public:
  explicit BufferBudget(std::size_t limit) : left_(limit) {}

  // False: there is not so much left.
  [[nodiscard]] bool try_take(std::size_t size);
  void give_back(std::size_t size);

 private:
  std::mutex mutex_{};
  std::size_t left_;
};

// The size of a part: it doubles every 1,000 parts, so that a limit of 10,000 is not met before 8 TiB.
[[nodiscard]] std::size_t part_size(const ObjectSettings& settings, int number);

// The object is there once finish() has returned, whole or not at all. Without that the upload is aborted by the
// destructor, which waits for requests under way.
//
// Earlier bytes may be rewritten (io::Rewritable) if they are among those between begin_front() and end_front(), or in
// the part that is being filled: the parts that hold them are kept in memory, up to 256 MiB, and sent last. Otherwise
// rewrite() throws Error (unsupported).
//
// Threads: as Sink. Full parts are sent on threads of their own, up to three at a time, as long as `budget` has room.
[[nodiscard]] std::unique_ptr<Sink> make_upload(std::shared_ptr<ObjectClient> client, std::string key,
                                                std::shared_ptr<BufferBudget> budget, const std::stop_token& stop);

}  // namespace pgdumpcore::storage
