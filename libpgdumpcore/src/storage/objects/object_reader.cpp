#include "storage/objects/object_reader.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

namespace pgdumpcore::storage {

namespace {

constexpr std::size_t first_block = std::size_t{256} << 10;
constexpr std::size_t most_streams = 8;

class ObjectReader final : public RandomAccess {
 public:
  ObjectReader(std::shared_ptr<ObjectClient> client, std::shared_ptr<BlockCache> cache, std::string key,
               ObjectRange start)
      : client_(std::move(client)),
        cache_(std::move(cache)),
        key_(std::move(key)),
        name_(fmt::format("file \"{}\"", client_->describe(key_))),
        object_(std::move(start.object)) {
    const std::size_t size = start.bytes.size();
    if (size == 0) return;
    cache_->add(this, 0, std::make_shared<const std::string>(std::move(start.bytes)));
    streams_.push_back({.next = size, .size = first_block});
  }
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;
  ~ObjectReader() override {
    stop_.request_stop();
    cache_->forget(this);
  }

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    std::size_t done = 0;
    while (done < buffer.size() && offset + done < object_.size) {
      const std::uint64_t at = offset + done;
      BlockCache::Found found = cache_->find(this, at);
      if (!found.block) found = {at, fetch(at, buffer.size() - done)};
      done += found.block->copy(reinterpret_cast<char*>(buffer.data()) + done, buffer.size() - done,
                                static_cast<std::size_t>(at - found.begin));
    }
    return done;
  }
  [[nodiscard]] std::uint64_t size() const override { return object_.size; }
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  using Block = BlockCache::Block;

  // Reads that go on one behind the other.
  struct Stream {
    std::uint64_t next = 0;  // where it goes on
    std::size_t size = 0;    // of its last block
    std::future<Block> ahead{};
    std::uint64_t used = 0;  // counts, for the one used least recently
  };

  [[nodiscard]] Block get(std::uint64_t begin, std::size_t size) const {
    auto range = get_range(*client_, key_, begin, size, object_.etag,
                           {.stop = stop_.get_token(), .limit = client_->settings().retried_for});
    if (!range || range->bytes.empty()) throw Error(Fault::io, fmt::format("{} is gone", name_));
    return std::make_shared<const std::string>(std::move(range->bytes));
  }

  // The stream that goes on here, taken out of the others, so that no other thread takes it; or a new one.
  [[nodiscard]] Stream take_stream(std::uint64_t at) const {
    const std::lock_guard guard(mutex_);
    const auto found = std::ranges::find(streams_, at, &Stream::next);
    if (found == streams_.end()) return {.next = at};
    Stream stream = std::move(*found);
    streams_.erase(found);
    return stream;
  }

  void put_back(Stream stream) const {
    Stream dropped;  // its destructor may wait
    const std::lock_guard guard(mutex_);
    stream.used = ++uses_;
    if (streams_.size() == most_streams) {
      const auto oldest = std::ranges::min_element(streams_, {}, &Stream::used);
      dropped = std::move(*oldest);
      streams_.erase(oldest);
    }
    streams_.push_back(std::move(stream));
  }

  [[nodiscard]] Block fetch(std::uint64_t at, std::size_t wanted) const {
    Stream stream = take_stream(at);
    const std::size_t largest = client_->settings().read_block;
    const bool goes_on = stream.size > 0;
    stream.size = std::min(std::max(goes_on ? stream.size * 2 : first_block, wanted), largest);
    Block block = stream.ahead.valid() ? stream.ahead.get() : get(at, stream.size);
    cache_->add(this, at, block);
    stream.next = at + block->size();
    if (goes_on && stream.next < object_.size)
      stream.ahead =
          std::async(std::launch::async | std::launch::deferred,
                     [this, next = stream.next, size = std::min(stream.size * 2, largest)] { return get(next, size); });
    put_back(std::move(stream));
    return block;
  }

  std::shared_ptr<ObjectClient> client_;
  std::shared_ptr<BlockCache> cache_;
  std::string key_;
  std::string name_;
  ObjectFacts object_;
  std::stop_source stop_{};
  mutable std::mutex mutex_{};
  mutable std::vector<Stream> streams_{};  // its blocks that are under way end before the rest goes
  mutable std::uint64_t uses_ = 0;
};

}  // namespace

BlockCache::Found BlockCache::find(const void* object, std::uint64_t offset) {
  const std::lock_guard guard(mutex_);
  const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.object == object && offset >= entry.found.begin &&
           offset - entry.found.begin < entry.found.block->size();
  });
  if (found == entries_.end()) return {};
  entries_.splice(entries_.begin(), entries_, found);
  return entries_.front().found;
}

void BlockCache::add(const void* object, std::uint64_t begin, Block block) {
  const std::lock_guard guard(mutex_);
  size_ += block->size();
  entries_.push_front({object, {begin, std::move(block)}});
  while (size_ > limit_ && entries_.size() > 1) {
    size_ -= entries_.back().found.block->size();
    entries_.pop_back();
  }
}

void BlockCache::forget(const void* object) {
  const std::lock_guard guard(mutex_);
  std::erase_if(entries_, [&](const Entry& entry) {
    if (entry.object != object) return false;
    size_ -= entry.found.block->size();
    return true;
  });
}

std::shared_ptr<const RandomAccess> open_object(const std::shared_ptr<ObjectClient>& client,
                                                const std::shared_ptr<BlockCache>& cache, const std::string& key) {
  auto start = get_range(*client, key, 0, first_block, {}, {.stop = {}, .limit = client->settings().retried_for});
  if (!start) return nullptr;
  return std::make_shared<const ObjectReader>(client, cache, key, std::move(*start));
}

}  // namespace pgdumpcore::storage
