#include "storage/objects/object_store.hpp"

#include "storage/objects/bucket_check.hpp"
#include "storage/objects/bucket_lock.hpp"
#include "storage/objects/object_reader.hpp"
#include "storage/objects/objects.hpp"
#include "storage/objects/upload.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace pgdumpcore::storage {

namespace {

// What a store and the groups that are written to it share.
struct Bucket {
  explicit Bucket(std::shared_ptr<ObjectClient> client_of_place)
      : client(std::move(client_of_place)),
        uploads(std::make_shared<BufferBudget>(client->settings().buffer_memory)),
        blocks(std::make_shared<BlockCache>(client->settings().buffer_memory / 2)) {}

  [[nodiscard]] std::string key(const std::string& below) const { return client->settings().prefix + below; }
  // With nothing for "", so that it is the place itself.
  [[nodiscard]] std::string describe(const std::string& below) const {
    std::string place = client->describe(key(below));
    while (place.ends_with('/')) place.pop_back();
    return place;
  }
  // What a writer does ends when the writer is stopped.
  [[nodiscard]] Patience patience() const {
    const std::lock_guard guard(mutex);
    return {.stop = stop, .limit = client->settings().retried_for};
  }
  // What has to be done although it was stopped.
  [[nodiscard]] Patience cleanup() const { return {.stop = {}, .limit = client->settings().cleanup_retried_for}; }

  std::shared_ptr<ObjectClient> client;
  std::shared_ptr<BufferBudget> uploads;
  std::shared_ptr<BlockCache> blocks;
  mutable std::mutex mutex{};
  std::stop_token stop{};            // of who holds the lock
  std::weak_ptr<WriterLock> lock{};  // if it is held
};

using BucketPointer = std::shared_ptr<Bucket>;

class ObjectGroup final : public NewGroup {
 public:
  ObjectGroup(BucketPointer bucket, std::string name) : bucket_(std::move(bucket)), name_(std::move(name)) {}
  ObjectGroup(const ObjectGroup&) = delete;
  ObjectGroup& operator=(const ObjectGroup&) = delete;
  ~ObjectGroup() override {
    if (is_committed_) return;
    try {
      // If it is not known whether the last object arrived, the others stay as long as it may be there.
      if (!last_.empty()) delete_for_certain(*bucket_->client, key(last_), bucket_->cleanup());
      std::vector<std::string> keys;
      for (const std::string& name : names_) keys.push_back(key(name));
      delete_objects(*bucket_->client, keys, bucket_->cleanup());
    } catch (const std::exception&) {
      // The next run removes what is left of a group that is not there.
    }
  }

  [[nodiscard]] std::unique_ptr<Sink> put(const std::string& name) override {
    {
      const std::lock_guard guard(mutex_);
      names_.insert(name);
    }
    return make_upload(bucket_->client, key(name), bucket_->uploads, bucket_->patience().stop);
  }
  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) const override {
    return open_object(bucket_->client, bucket_->blocks, key(name));
  }
  void remove(const std::string& name) noexcept override {
    try {
      delete_object(*bucket_->client, key(name), bucket_->cleanup());
    } catch (const std::exception&) {
      // It is not named in the manifest.
    }
  }

  void commit(const std::string& last, std::string_view content) override {
    confirm_lock();
    last_ = last;
    const ConditionalPut put = put_if_absent(*bucket_->client, key(last), content, bucket_->patience());
    if (put.outcome == PutOutcome::exists) {
      last_.clear();  // it is another's
      throw Error(Fault::io, fmt::format("backup set \"{}\" exists already", bucket_->describe(name_)))
          .hint("Start the backup again a second later.");
    }
    if (put.outcome == PutOutcome::unsupported)
      put_object(*bucket_->client, key(last), bytes_of(content), bucket_->patience());
    is_committed_ = true;
  }

 private:
  [[nodiscard]] std::string key(const std::string& name) const { return bucket_->key(name_ + "/" + name); }

  void confirm_lock() const {
    std::shared_ptr<WriterLock> lock;
    {
      const std::lock_guard guard(bucket_->mutex);
      lock = bucket_->lock.lock();
    }
    if (lock) lock->confirm();
  }

  BucketPointer bucket_;
  std::string name_;
  std::mutex mutex_{};
  std::set<std::string> names_{};  // of what may be there: a request that was given up may have arrived
  std::string last_{};             // once it may be there
  bool is_committed_ = false;
};

class HeldLock final : public Lock {
 public:
  HeldLock(BucketPointer bucket, std::shared_ptr<WriterLock> lock, const std::stop_token& stop)
      : bucket_(std::move(bucket)), lock_(std::move(lock)) {
    const std::lock_guard guard(bucket_->mutex);
    bucket_->lock = lock_;
    bucket_->stop = stop;
  }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;
  ~HeldLock() override {
    const std::lock_guard guard(bucket_->mutex);
    bucket_->lock.reset();
    bucket_->stop = {};
  }

 private:
  BucketPointer bucket_;
  std::shared_ptr<WriterLock> lock_;
};

class ObjectStore final : public Store {
 public:
  explicit ObjectStore(std::shared_ptr<ObjectClient> client) : bucket_(std::make_shared<Bucket>(std::move(client))) {}

  [[nodiscard]] std::string describe(const std::string& key) const override { return bucket_->describe(key); }

  // --- objects

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& key) const override {
    return open_object(bucket_->client, bucket_->blocks, bucket_->key(key));
  }
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& key) const override {
    try {
      const auto found = get_range(client(), bucket_->key(key), 0, 1, {}, bucket_->patience());
      return found ? std::optional(found->object.size) : std::nullopt;
    } catch (const Error& error) {
      if (error.fault() != Fault::io || access(key) != Access::refused) throw;
      return std::nullopt;
    }
  }
  [[nodiscard]] Access access(const std::string& key) const override {
    if (!key.empty()) {
      const Answer answer = probe(client(), bucket_->key(key), bucket_->patience());
      if (answer.status == 403) return Access::refused;
      if (answer.is_good() || answer.status == 416) return Access::granted;
      if (answer.status != 404) client().fail(answer, fmt::format("read \"{}\"", describe(key)));
    }
    const Answer answer = client().send(client().list_request(below(key), "", "", 1), bucket_->patience());
    if (answer.status == 403) return Access::refused;
    if (!answer.is_good()) client().fail(answer, fmt::format("list \"{}\"", describe(key)));
    return client().parse_page(answer.body).objects.empty() ? Access::missing : Access::granted;
  }
  [[nodiscard]] std::vector<std::string> list(const std::string& key) const override {
    const std::string start = below(key);
    std::set<std::string> names;
    list_objects(client(), start, "/", bucket_->patience(), [&](const ObjectPage& page) {
      for (const ListedObject& object : page.objects)
        if (object.key.size() > start.size()) names.insert(object.key.substr(start.size()));
      for (const std::string& prefix : page.prefixes)
        names.insert(prefix.substr(start.size(), prefix.size() - start.size() - 1));
    });
    return {names.begin(), names.end()};
  }
  void put(const std::string& key, std::string_view content) override {
    put_object(client(), bucket_->key(key), bytes_of(content), bucket_->patience());
  }

  // --- groups

  [[nodiscard]] std::vector<GroupInfo> groups() const override {
    std::set<std::string> names;
    const std::string start = below("");
    const auto take = [&](const std::string& key) {
      const std::size_t end = key.find('/', start.size());
      if (end != std::string::npos && end > start.size() && key[start.size()] != '.')
        names.insert(key.substr(start.size(), end - start.size()));
    };
    list_objects(client(), start, "/", bucket_->patience(),
                 [&](const ObjectPage& page) { std::ranges::for_each(page.prefixes, take); });
    std::ranges::for_each(client().keys_with_uploads(start, bucket_->patience()), take);
    std::vector<GroupInfo> found;
    found.reserve(names.size());
    for (const std::string& name : names)
      found.push_back({.name = name, .path = describe(name), .is_finished = is_finished(name), .identity = name});
    return found;
  }
  [[nodiscard]] bool has_group(const std::string& name) const override {
    return has_objects(client(), below(name), bucket_->patience());
  }
  [[nodiscard]] std::unique_ptr<NewGroup> begin(const std::string& name) override {
    if (has_group(name))
      throw Error(Fault::io, fmt::format("backup set \"{}\" exists already", describe(name)))
          .hint("Start the backup again a second later.");
    if (client().may_lose_uploads()) abort_uploads_like(name);
    return std::make_unique<ObjectGroup>(bucket_, name);
  }
  void remove_unfinished(const std::string& name) noexcept override {
    try {
      if (!is_finished(name)) clear(name, bucket_->cleanup());
    } catch (const std::exception&) {
      // The next run tries again.
    }
  }
  [[nodiscard]] bool remove(const std::string& name, const std::string& last) override {
    if (has_lease(client(), lease_prefix(name), bucket_->patience())) return false;
    delete_for_certain(client(), bucket_->key(name + "/" + last), bucket_->patience());
    clear(name, bucket_->patience());
    return true;
  }

  // --- locks

  [[nodiscard]] std::unique_ptr<Lock> lock(const std::stop_token& stop) override {
    auto held = lock_bucket(bucket_->client, bucket_->key(".pgdump.lock"), describe(""), stop);
    return std::make_unique<HeldLock>(bucket_, std::move(held), stop);
  }
  [[nodiscard]] std::unique_ptr<Lock> lock_for_reading(const std::string& name, const std::string& /*last*/) override {
    return lease(bucket_->client, lease_prefix(name));
  }

  [[nodiscard]] bool is_unbounded() const override { return true; }
  [[nodiscard]] std::vector<PlaceCheck> check() override {
    return check_bucket(client(), bucket_->client->settings().prefix);
  }

 private:
  [[nodiscard]] ObjectClient& client() const { return *bucket_->client; }
  // The prefix of all objects below a key.
  [[nodiscard]] std::string below(const std::string& key) const { return bucket_->key(key.empty() ? "" : key + "/"); }
  [[nodiscard]] std::string lease_prefix(const std::string& name) const {
    return bucket_->key(".pgdump.readers/" + name + ".");
  }

  [[nodiscard]] bool is_finished(const std::string& name) const {
    const std::string key = name + "/" + last_object;
    const Answer answer = probe(client(), bucket_->key(key), bucket_->patience());
    if (answer.status == 404) return false;
    // Who may not read it may not remove it for unfinished.
    if (answer.is_good() || answer.status == 416 || answer.status == 403) return true;
    client().fail(answer, fmt::format("read \"{}\"", describe(key)));
  }

  // An upload whose beginning was not answered is begun again, and the first one stays, also in a group that was
  // committed. Only under names that are made as this one: what others upload into the bucket is theirs.
  void abort_uploads_like(const std::string& name) {
    const auto is_like = [&](std::string_view other) {
      const auto digit = [](char c) { return c >= '0' && c <= '9'; };
      return std::ranges::equal(name, other, [&](char a, char b) { return a == b || (digit(a) && digit(b)); });
    };
    const std::string start = below("");
    try {
      for (const ListedUpload& upload : client().list_uploads(start, bucket_->cleanup())) {
        const std::string group = upload.key.substr(start.size(), upload.key.find('/', start.size()) - start.size());
        if (is_like(group)) client().abort_upload(upload, bucket_->cleanup());
      }
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      // The next run tries again.
    }
  }

  // All that is below a group that does not count as there.
  void clear(const std::string& name, const Patience& patience) {
    for (const ListedUpload& upload : client().list_uploads(below(name), patience))
      client().abort_upload(upload, patience);
    remove_below(name, patience);
  }

  void remove_below(const std::string& name, const Patience& patience) {
    std::vector<std::string> keys;
    list_objects(client(), below(name), "", patience, [&](const ObjectPage& page) {
      for (const ListedObject& object : page.objects) keys.push_back(object.key);
    });
    delete_objects(client(), keys, patience);
  }

  BucketPointer bucket_;
};

}  // namespace

std::shared_ptr<Store> object_store(std::shared_ptr<ObjectClient> client) {
  return std::make_shared<ObjectStore>(std::move(client));
}

}  // namespace pgdumpcore::storage
