// An object as a file that is read at any offset, by ranges.
//
// Archives are read in many small pieces, mostly one behind the other and by several threads at different places. So
// blocks are fetched, larger ones where reading goes on behind the last one, and then the next one ahead of time.
#pragma once

#include "storage/objects/objects.hpp"

#include <pgdumpcore/files.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>

namespace pgdumpcore::storage {

// The blocks of all objects that are being read; those used least recently go first.
//
// Threads: all functions may be called by several threads at a time.
class BlockCache {
 public:
  using Block = std::shared_ptr<const std::string>;
  struct Found {
    std::uint64_t begin = 0;
    Block block{};  // nullptr: there is none
  };

  explicit BlockCache(std::size_t limit) : limit_(limit) {}

  // The block of an object that holds this offset.
  [[nodiscard]] Found find(const void* object, std::uint64_t offset);
  void add(const void* object, std::uint64_t begin, Block block);
  void forget(const void* object);

 private:
  struct Entry {
    const void* object = nullptr;
    Found found{};
  };

  std::size_t limit_;
  std::mutex mutex_{};
  std::list<Entry> entries_{};  // the one used last is in front
  std::size_t size_ = 0;
};

// nullptr: there is no such object. The object that is opened is the one that is read: Error (io) if it is replaced
// meanwhile. Other errors: as get_range().
[[nodiscard]] std::shared_ptr<const RandomAccess> open_object(const std::shared_ptr<ObjectClient>& client,
                                                              const std::shared_ptr<BlockCache>& cache,
                                                              const std::string& key);

}  // namespace pgdumpcore::storage
