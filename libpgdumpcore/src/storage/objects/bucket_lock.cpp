#include "storage/objects/bucket_lock.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include <unistd.h>

namespace pgdumpcore::storage {

namespace {

using LockClock = std::chrono::steady_clock;

constexpr std::size_t largest_lock = 4096;
constexpr std::chrono::milliseconds settling_time{2000};
// Of the store's time in answers and lists.
constexpr std::chrono::seconds clock_precision{2};

std::string new_identity() {
  std::random_device random;
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return fmt::format("{} process {} {:08x}{:08x}", host.data(), ::getpid(), random(), random());
}

// Each is another text, so that who waits sees that it changes.
std::string lock_text(const std::string& identity, int renewal, bool is_held) {
  return nlohmann::json{{"tool", "pgdump"}, {"owner", identity}, {"renewal", renewal}, {"held", is_held}}.dump(
             -1, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

struct SeenLock {
  std::string text{};
  std::string etag{};
  std::string owner{};
  bool is_held = true;
};

std::optional<SeenLock> look_at_lock(ObjectClient& client, const std::string& key, const Patience& patience) {
  auto object = get_small(client, key, largest_lock, patience);
  if (!object) return std::nullopt;
  SeenLock seen{.text = std::move(object->bytes), .etag = std::move(object->object.etag)};
  const auto document = nlohmann::json::parse(seen.text, nullptr, false);
  if (!document.is_object()) return seen;
  seen.owner = document.value("owner", "");
  seen.is_held = document.value("held", true);
  return seen;
}

[[nodiscard]] bool sleep_until_stop(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock guard(mutex);
  static_cast<void>(never.wait_for(guard, stop, time, [] { return false; }));
  return !stop.stop_requested();
}

class ObjectLock final : public WriterLock {
 public:
  ObjectLock(std::shared_ptr<ObjectClient> client, std::string key, std::string place, const std::stop_token& stop)
      : client_(std::move(client)), key_(std::move(key)), place_(std::move(place)), identity_(new_identity()) {
    acquire(stop);
    heart_ = std::jthread([this](const std::stop_token& over) { keep(over); });
  }
  ~ObjectLock() override {
    heart_.request_stop();
    heart_.join();
    try {
      const std::lock_guard guard(mutex_);
      if (!is_lost_) static_cast<void>(write(lock_text(identity_, ++renewals_, false), cleanup()));
    } catch (const std::exception&) {
      // The next run waits until it is stale.
    }
  }

  void confirm() override {
    const std::lock_guard guard(mutex_);
    if (!is_lost_) renew({.stop = {}, .limit = client_->settings().retried_for});
    if (is_lost_)
      throw Error(Fault::io, fmt::format("the lock of \"{}\" was lost to another backup", place_))
          .hint(
              "This run could not reach the object store for a while, and another one began. Let them start at "
              "different times.");
  }

 private:
  [[nodiscard]] Patience cleanup() const { return {.stop = {}, .limit = client_->settings().cleanup_retried_for}; }

  void acquire(const std::stop_token& stop) {
    const Patience patience{.stop = stop, .limit = client_->settings().retried_for};
    std::optional<SeenLock> seen;
    do {
      const std::string text = lock_text(identity_, ++renewals_, true);
      if (try_first(text, patience)) return;
      seen = look_at_lock(*client_, key_, patience);
      if (!seen) continue;
      if (seen->is_held && !wait_until_stale(*seen, patience)) {
        seen.reset();
        continue;
      }
      if (try_replace(text, *seen, patience)) return;
    } while (!seen);
    refuse(seen->owner);
  }

  [[nodiscard]] bool try_first(const std::string& text, const Patience& patience) {
    ConditionalPut put = put_if_absent(*client_, key_, text, patience);
    is_conditional_ = put.outcome != PutOutcome::unsupported;
    if (put.outcome == PutOutcome::done) etag_ = std::move(put.etag);
    if (!is_conditional_ && !look_at_lock(*client_, key_, patience)) return write_and_settle(text, patience);
    return put.outcome == PutOutcome::done;
  }

  [[nodiscard]] bool try_replace(const std::string& text, const SeenLock& seen, const Patience& patience) {
    if (!is_conditional_) return write_and_settle(text, patience);
    etag_ = seen.etag;
    return replace(text, patience) || (!is_conditional_ && write_and_settle(text, patience));
  }

  [[nodiscard]] bool write_and_settle(const std::string& text, const Patience& patience) {
    etag_ = put_object(*client_, key_, bytes_of(text), patience);
    if (!sleep_until_stop(settling_time, patience.stop)) throw Error(Fault::cancelled, "cancelled on request");
    const auto seen = look_at_lock(*client_, key_, patience);
    return seen && seen->owner == identity_;
  }

  // True: it did not change, or was let go. False: it is not there any more.
  [[nodiscard]] bool wait_until_stale(SeenLock& seen, const Patience& patience) const {
    const LockClock::time_point end = LockClock::now() + client_->settings().stale_after;
    while (LockClock::now() < end) {
      if (!sleep_until_stop(client_->settings().heartbeat / 4, patience.stop))
        throw Error(Fault::cancelled, "cancelled while waiting for a lock");
      const auto now = look_at_lock(*client_, key_, patience);
      if (!now) return false;
      if (now->text == seen.text) continue;
      if (now->is_held) refuse(now->owner);
      seen = *now;
      break;
    }
    return true;
  }

  [[noreturn]] void refuse(const std::string& owner) const {
    throw Error(Fault::io, fmt::format("another backup into \"{}\" is running", place_))
        .hint(owner.empty() ? "" : fmt::format("It is of {}.", owner.substr(0, owner.rfind(' '))));
  }

  // Under the mutex. False: the lock is another's.
  [[nodiscard]] bool write(const std::string& text, const Patience& patience) {
    if (is_conditional_ && replace(text, patience)) return true;
    const auto seen = look_at_lock(*client_, key_, patience);
    if (!seen || seen->owner != identity_) return false;
    // A renewal that seemed to fail had its effect.
    etag_ = seen->etag;
    if (is_conditional_) return replace(text, patience);
    put_object(*client_, key_, bytes_of(text), patience);
    return true;
  }

  [[nodiscard]] bool replace(const std::string& text, const Patience& patience) {
    ConditionalPut put = put_if_match(*client_, key_, text, etag_, patience);
    // There are stores that take the one condition and not the other.
    if (put.outcome == PutOutcome::unsupported) is_conditional_ = false;
    if (put.outcome == PutOutcome::done) etag_ = std::move(put.etag);
    return put.outcome == PutOutcome::done;
  }

  void renew(const Patience& patience) { is_lost_ = !write(lock_text(identity_, ++renewals_, true), patience); }

  void keep(const std::stop_token& over) {
    LockClock::time_point renewed = LockClock::now();
    while (sleep_until_stop(client_->settings().heartbeat, over)) {
      const std::lock_guard guard(mutex_);
      try {
        renew({.stop = over, .limit = client_->settings().heartbeat});
        renewed = LockClock::now();
      } catch (const std::exception&) {
        // The next beat tries again; by then another may have it.
        is_lost_ = LockClock::now() - renewed > client_->settings().stale_after;
      }
      if (is_lost_) return;
    }
  }

  std::shared_ptr<ObjectClient> client_;
  std::string key_;
  std::string place_;
  std::string identity_;
  std::mutex mutex_{};
  std::string etag_{};
  int renewals_ = 0;
  bool is_conditional_ = true;
  bool is_lost_ = false;
  std::jthread heart_{};
};

class Lease final : public Lock {
 public:
  Lease(std::shared_ptr<ObjectClient> client, std::string key) : client_(std::move(client)), key_(std::move(key)) {
    if (!put()) return;
    heart_ = std::jthread([this](const std::stop_token& over) {
      while (sleep_until_stop(client_->settings().heartbeat, over)) static_cast<void>(put());
    });
  }
  ~Lease() override {
    if (!heart_.joinable()) return;
    heart_.request_stop();
    heart_.join();
    try {
      delete_object(*client_, key_, patience());
    } catch (const std::exception&) {
      // It ends by itself.
    }
  }

 private:
  [[nodiscard]] Patience patience() const { return {.stop = {}, .limit = client_->settings().cleanup_retried_for}; }
  [[nodiscard]] bool put() const noexcept {
    try {
      put_object(*client_, key_, bytes_of("pgdump reads this set\n"), patience());
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

  std::shared_ptr<ObjectClient> client_;
  std::string key_;
  std::jthread heart_{};
};

}  // namespace

std::shared_ptr<WriterLock> lock_bucket(std::shared_ptr<ObjectClient> client, std::string key, std::string place,
                                        const std::stop_token& stop) {
  return std::make_shared<ObjectLock>(std::move(client), std::move(key), std::move(place), stop);
}

std::unique_ptr<Lock> lease(std::shared_ptr<ObjectClient> client, const std::string& key) {
  return std::make_unique<Lease>(std::move(client), key + new_identity().substr(new_identity().rfind(' ') + 1));
}

bool has_lease(ObjectClient& client, const std::string& prefix, const Patience& patience) {
  bool found = false;
  list_objects(client, prefix, "", patience, [&](const ObjectPage& page) {
    const auto now = std::chrono::system_clock::now() + client.clock_difference().value_or(std::chrono::seconds(0));
    for (const ListedObject& object : page.objects) {
      found |= object.modified_at && now - *object.modified_at < client.settings().stale_after + clock_precision;
    }
  });
  return found;
}

}  // namespace pgdumpcore::storage
