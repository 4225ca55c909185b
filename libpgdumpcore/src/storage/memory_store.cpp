#include "storage/memory_store.hpp"

#include "io/random_access.hpp"
#include "io/rewritable.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace pgdumpcore::storage {

namespace {

using Content = std::shared_ptr<const std::string>;

// What a store and the groups that are written to it share.
struct Memory {
  std::mutex mutex{};
  std::map<std::string, Content> objects{};     // by key, those that count
  std::map<std::string, Content> unfinished{};  // of groups that are not committed
  std::map<std::string, std::string> links{};
  std::map<std::string, int> readers{};  // of groups
  bool is_locked = false;
};

class MemoryObjectSink final : public Sink, public io::Rewritable {
 public:
  MemoryObjectSink(std::shared_ptr<Memory> memory, std::string key)
      : memory_(std::move(memory)), key_(std::move(key)) {}

  void write(std::span<const std::byte> bytes) override {
    content_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override {
    content_.replace(static_cast<std::size_t>(offset), bytes.size(), reinterpret_cast<const char*>(bytes.data()),
                     bytes.size());
  }
  void finish() override {
    const std::lock_guard guard(memory_->mutex);
    memory_->unfinished[key_] = std::make_shared<const std::string>(std::move(content_));
  }

 private:
  std::shared_ptr<Memory> memory_;
  std::string key_;
  std::string content_{};
};

bool is_below(const std::string& key, const std::string& prefix) {
  return key.size() > prefix.size() && key.starts_with(prefix) && key[prefix.size()] == '/';
}

void erase_below(std::map<std::string, Content>& objects, const std::string& group) {
  std::erase_if(objects, [&](const auto& object) { return is_below(object.first, group); });
}

std::shared_ptr<const RandomAccess> open_in(const std::map<std::string, Content>& objects, const std::string& key,
                                            const std::string& name) {
  const auto found = objects.find(key);
  if (found == objects.end()) return nullptr;
  return io::memory_file(found->second, fmt::format("file \"{}\"", name));
}

class MemoryGroup final : public NewGroup {
 public:
  MemoryGroup(std::shared_ptr<Memory> memory, std::string name, std::string place)
      : memory_(std::move(memory)), name_(std::move(name)), place_(std::move(place)) {}
  ~MemoryGroup() override {
    const std::lock_guard guard(memory_->mutex);
    erase_below(memory_->unfinished, name_);
  }

  [[nodiscard]] std::unique_ptr<Sink> put(const std::string& name) override {
    return std::make_unique<MemoryObjectSink>(memory_, key(name));
  }
  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) const override {
    const std::lock_guard guard(memory_->mutex);
    return open_in(memory_->unfinished, key(name), place_ + "/" + key(name));
  }
  void remove(const std::string& name) noexcept override {
    const std::lock_guard guard(memory_->mutex);
    memory_->unfinished.erase(key(name));
  }
  void commit(const std::string& last, std::string_view content) override {
    const std::lock_guard guard(memory_->mutex);
    for (const auto& [key, object] : memory_->unfinished)
      if (is_below(key, name_)) memory_->objects[key] = object;
    memory_->objects[key(last)] = std::make_shared<const std::string>(content);
  }

 private:
  [[nodiscard]] std::string key(const std::string& name) const { return name_ + "/" + name; }

  std::shared_ptr<Memory> memory_;
  std::string name_;
  std::string place_;
};

// Gives back what its constructor's caller has taken.
class MemoryLock final : public Lock {
 public:
  explicit MemoryLock(std::function<void()> release) : release_(std::move(release)) {}
  ~MemoryLock() override { release_(); }

 private:
  std::function<void()> release_;
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] std::string describe(const std::string& key) const override {
    return key.empty() ? name_ : name_ + "/" + key;
  }

  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& key) const override {
    const std::lock_guard guard(memory_->mutex);
    return open_in(memory_->objects, key, describe(key));
  }
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& key) const override {
    const std::lock_guard guard(memory_->mutex);
    const auto found = memory_->objects.find(key);
    return found == memory_->objects.end() ? std::nullopt : std::optional<std::uint64_t>(found->second->size());
  }
  [[nodiscard]] Access access(const std::string& key) const override {
    return size(key) || !list(key).empty() ? Access::granted : Access::missing;
  }
  [[nodiscard]] std::vector<std::string> list(const std::string& key) const override {
    const std::lock_guard guard(memory_->mutex);
    std::set<std::string> names;
    for (const auto& [name, content] : memory_->objects)
      if (is_below(name, key))
        names.insert(name.substr(key.size() + 1, name.find('/', key.size() + 1) - key.size() - 1));
    return {names.begin(), names.end()};
  }
  void put(const std::string& key, std::string_view content) override {
    const std::lock_guard guard(memory_->mutex);
    memory_->objects[key] = std::make_shared<const std::string>(content);
  }

  [[nodiscard]] std::vector<GroupInfo> groups() const override {
    const std::lock_guard guard(memory_->mutex);
    std::map<std::string, bool> names;
    for (const auto& [key, content] : memory_->unfinished) names.emplace(key.substr(0, key.find('/')), false);
    for (const auto& [key, content] : memory_->objects) names[key.substr(0, key.find('/'))] = true;
    std::vector<GroupInfo> found;
    found.reserve(names.size());
    for (const auto& [name, is_finished] : names)
      found.push_back({.name = name, .path = describe(name), .is_finished = is_finished, .identity = name});
    return found;
  }
  [[nodiscard]] bool has_group(const std::string& name) const override { return !list(name).empty(); }
  [[nodiscard]] std::unique_ptr<NewGroup> begin(const std::string& name) override {
    if (has_group(name)) throw Error(Fault::io, fmt::format("backup set \"{}\" exists already", describe(name)));
    return std::make_unique<MemoryGroup>(memory_, name, name_);
  }
  void remove_unfinished(const std::string& name) noexcept override {
    const std::lock_guard guard(memory_->mutex);
    erase_below(memory_->unfinished, name);
  }
  [[nodiscard]] bool remove(const std::string& name, const std::string& /*last*/) override {
    const std::lock_guard guard(memory_->mutex);
    if (memory_->readers[name] > 0) return false;
    erase_below(memory_->objects, name);
    return true;
  }

  [[nodiscard]] std::unique_ptr<Lock> lock(const std::stop_token& /*stop*/) override {
    const std::lock_guard guard(memory_->mutex);
    if (memory_->is_locked) throw Error(Fault::io, fmt::format("another backup into \"{}\" is running", name_));
    memory_->is_locked = true;
    return std::make_unique<MemoryLock>([memory = memory_] {
      const std::lock_guard inner(memory->mutex);
      memory->is_locked = false;
    });
  }
  [[nodiscard]] std::unique_ptr<Lock> lock_for_reading(const std::string& name, const std::string& /*last*/) override {
    const std::lock_guard guard(memory_->mutex);
    ++memory_->readers[name];
    return std::make_unique<MemoryLock>([memory = memory_, name] {
      const std::lock_guard inner(memory->mutex);
      --memory->readers[name];
    });
  }

  [[nodiscard]] std::string link(const std::string& name) const override {
    const std::lock_guard guard(memory_->mutex);
    const auto found = memory_->links.find(name);
    return found == memory_->links.end() ? std::string() : found->second;
  }
  void set_link(const std::string& name, const std::string& group) override {
    const std::lock_guard guard(memory_->mutex);
    memory_->links[name] = group;
  }
  [[nodiscard]] std::vector<PlaceCheck> check() override {
    return {{.question = "directory", .message = fmt::format("\"{}\" can be written", name_)}};
  }

 private:
  std::string name_;
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>();
};

}  // namespace

std::shared_ptr<Store> memory_store(std::string name) {
  return std::make_shared<MemoryStore>(std::move(name));
}

}  // namespace pgdumpcore::storage
