#include "faulty_store.hpp"

#include "io/rewritable.hpp"

#include <pgdumpcore/error.hpp>

#include <functional>
#include <type_traits>
#include <utility>

namespace faults {

namespace {

using namespace pgdumpcore;

[[noreturn]] void fail(Plan& plan, const std::string& what) {
  plan.has_failed = true;
  plan.what = what;
  throw Error(Fault::io, "injected: " + what);
}

// What changes nothing cannot fail after it was done.
enum class Effect { none, change };

template <typename Operation>
auto counted(Plan& plan, const std::string& what, Operation operation, Effect effect = Effect::none) {
  const bool counts = !plan.after || effect == Effect::change;
  const bool fails = counts && ++plan.count == plan.failing;
  if (fails && !plan.after) fail(plan, what);
  if constexpr (std::is_void_v<decltype(operation())>) {
    operation();
    if (fails) fail(plan, what);
  } else {
    auto result = operation();
    if (fails) fail(plan, what);
    return result;
  }
}

class FaultyObject final : public RandomAccess {
 public:
  FaultyObject(std::shared_ptr<const RandomAccess> object, std::shared_ptr<Plan> plan)
      : object_(std::move(object)), plan_(std::move(plan)) {}
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
    return counted(*plan_, "read " + name(), [&] { return object_->read_at(offset, buffer); });
  }
  [[nodiscard]] std::uint64_t size() const override { return object_->size(); }
  [[nodiscard]] const std::string& name() const override { return object_->name(); }

 private:
  std::shared_ptr<const RandomAccess> object_;
  std::shared_ptr<Plan> plan_;
};

class FaultySink final : public Sink, public io::Rewritable {
 public:
  FaultySink(std::unique_ptr<Sink> sink, std::string name, std::shared_ptr<Plan> plan)
      : sink_(std::move(sink)), name_(std::move(name)), plan_(std::move(plan)) {}
  void write(std::span<const std::byte> bytes) override {
    counted(*plan_, "write " + name_, [&] { sink_->write(bytes); });
  }
  void finish() override {
    counted(
        *plan_, "finish " + name_, [&] { sink_->finish(); }, Effect::change);
  }
  [[nodiscard]] bool can_rewrite() const noexcept override { return io::rewritable(*sink_) != nullptr; }
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override {
    counted(*plan_, "rewrite " + name_, [&] { io::rewritable(*sink_)->rewrite(offset, bytes); });
  }

 private:
  std::unique_ptr<Sink> sink_;
  std::string name_;
  std::shared_ptr<Plan> plan_;
};

std::shared_ptr<const RandomAccess> faulty(std::shared_ptr<const RandomAccess> object,
                                           const std::shared_ptr<Plan>& plan) {
  return object ? std::make_shared<FaultyObject>(std::move(object), plan) : nullptr;
}

class FaultyGroup final : public storage::NewGroup {
 public:
  FaultyGroup(std::unique_ptr<NewGroup> group, std::shared_ptr<Plan> plan)
      : group_(std::move(group)), plan_(std::move(plan)) {}
  [[nodiscard]] std::unique_ptr<Sink> put(const std::string& name) override {
    return std::make_unique<FaultySink>(counted(*plan_, "put " + name, [&] { return group_->put(name); }), name, plan_);
  }
  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& name) const override {
    return faulty(counted(*plan_, "open " + name, [&] { return group_->open(name); }), plan_);
  }
  void remove(const std::string& name) noexcept override { group_->remove(name); }
  void commit(const std::string& last, std::string_view content) override {
    counted(
        *plan_, "commit", [&] { group_->commit(last, content); }, Effect::change);
  }

 private:
  std::unique_ptr<NewGroup> group_;
  std::shared_ptr<Plan> plan_;
};

class FaultyStore final : public storage::Store {
 public:
  FaultyStore(std::shared_ptr<Store> store, std::shared_ptr<Plan> plan)
      : store_(std::move(store)), plan_(std::move(plan)) {}

  [[nodiscard]] std::string describe(const std::string& key) const override { return store_->describe(key); }
  [[nodiscard]] std::shared_ptr<const RandomAccess> open(const std::string& key) const override {
    return faulty(counted(*plan_, "open " + key, [&] { return store_->open(key); }), plan_);
  }
  [[nodiscard]] std::optional<std::uint64_t> size(const std::string& key) const override {
    return counted(*plan_, "size " + key, [&] { return store_->size(key); });
  }
  [[nodiscard]] storage::Access access(const std::string& key) const override {
    return counted(*plan_, "access " + key, [&] { return store_->access(key); });
  }
  [[nodiscard]] std::vector<std::string> list(const std::string& key) const override {
    return counted(*plan_, "list " + key, [&] { return store_->list(key); });
  }
  void put(const std::string& key, std::string_view content) override {
    counted(
        *plan_, "put " + key, [&] { store_->put(key, content); }, Effect::change);
  }
  [[nodiscard]] std::vector<storage::GroupInfo> groups() const override {
    return counted(*plan_, "groups", [&] { return store_->groups(); });
  }
  [[nodiscard]] bool has_group(const std::string& name) const override {
    return counted(*plan_, "has_group", [&] { return store_->has_group(name); });
  }
  [[nodiscard]] std::unique_ptr<storage::NewGroup> begin(const std::string& name) override {
    return std::make_unique<FaultyGroup>(counted(
                                             *plan_, "begin", [&] { return store_->begin(name); }, Effect::change),
                                         plan_);
  }
  void remove_unfinished(const std::string& name) noexcept override { store_->remove_unfinished(name); }
  [[nodiscard]] bool remove(const std::string& name, const std::string& last) override {
    return counted(
        *plan_, "remove " + name, [&] { return store_->remove(name, last); }, Effect::change);
  }
  [[nodiscard]] std::unique_ptr<storage::Lock> lock(const std::stop_token& stop) override {
    return counted(
        *plan_, "lock", [&] { return store_->lock(stop); }, Effect::change);
  }
  [[nodiscard]] std::unique_ptr<storage::Lock> lock_for_reading(const std::string& name,
                                                                const std::string& last) override {
    return counted(
        *plan_, "lock_for_reading", [&] { return store_->lock_for_reading(name, last); }, Effect::change);
  }
  [[nodiscard]] std::string link(const std::string& name) const override {
    return counted(*plan_, "link", [&] { return store_->link(name); });
  }
  void set_link(const std::string& name, const std::string& group) override {
    counted(
        *plan_, "set_link", [&] { store_->set_link(name, group); }, Effect::change);
  }
  [[nodiscard]] std::optional<std::uint64_t> free_space() const override {
    return counted(*plan_, "free_space", [&] { return store_->free_space(); });
  }
  [[nodiscard]] std::vector<storage::PlaceCheck> check() override { return store_->check(); }

 private:
  std::shared_ptr<Store> store_;
  std::shared_ptr<Plan> plan_;
};

}  // namespace

std::shared_ptr<storage::Store> faulty_store(std::shared_ptr<storage::Store> store, std::shared_ptr<Plan> plan) {
  return std::make_shared<FaultyStore>(std::move(store), std::move(plan));
}

}  // namespace faults
