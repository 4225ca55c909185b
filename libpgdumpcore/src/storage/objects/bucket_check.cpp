#include "storage/objects/bucket_check.hpp"

#include "base/clock.hpp"
#include "storage/http/times.hpp"
#include "storage/objects/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <random>
#include <utility>

namespace pgdumpcore::storage {

namespace {

// What stores refuse: 15 minutes.
constexpr std::chrono::seconds clock_bound{600};

class BucketCheck {
 public:
  BucketCheck(ObjectClient& client, const std::string& prefix)
      : client_(client), key_(fmt::format("{}.pgdump.check/{:08x}", prefix, std::random_device{}())), prefix_(prefix) {}

  std::vector<PlaceCheck> run() {
    const bool is_writable = ask("credentials", [&] { return credentials(); }) && ask("list", [&] { return list(); }) &&
                             ask("put", [&] { return put(); }) && ask("get", [&] { return get(); }) &&
                             ask("upload", [&] { return upload(); });
    if (!is_writable) return std::move(checks_);
    ask("conditional put", [&] { return conditional_put(); });
    checks_.push_back(remove());
    checks_.push_back(clock());
    return std::move(checks_);
  }

 private:
  template <typename Question>
  bool ask(const char* question, Question answer) {
    try {
      checks_.push_back({.question = question, .message = answer()});
      return true;
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      checks_.push_back({.question = question, .is_good = false, .message = error.what(), .hint = error.hint()});
      return false;
    }
  }

  [[nodiscard]] Patience patience() const { return {.stop = {}, .limit = client_.settings().cleanup_retried_for}; }

  std::string credentials() {
    const CredentialFacts found = client_.credentials({});
    if (!found.expires_at) return fmt::format("from {}", found.source);
    return fmt::format("from {}, valid until {}", found.source, base::iso_time(*found.expires_at));
  }

  std::string list() {
    static_cast<void>(has_objects(client_, prefix_, patience()));
    return fmt::format("\"{}\" can be listed", client_.describe(prefix_));
  }

  std::string put() {
    put_object(client_, key_, bytes_of(content_), patience());
    return "objects can be written";
  }

  std::string get() {
    const auto found = get_small(client_, key_, 4096, patience());
    if (!found || found->bytes != content_)
      throw Error(Fault::io, "an object that was written is not what is read").hint("Is a cache in between?");
    return "what was written is read";
  }

  std::string upload() {
    const ListedUpload begun{key_, client_.begin_upload(key_, patience())};
    static_cast<void>(client_.put_part(begun, 1, bytes_of(content_), patience()));
    client_.abort_upload(begun, patience());
    return "uploads in parts can be begun and aborted";
  }

  std::string conditional_put() {
    switch (put_if_absent(client_, key_, "another", patience()).outcome) {
      case PutOutcome::exists:
        return "the store refuses to overwrite where it is told to: locks are exact";
      case PutOutcome::unsupported:
        return "the store takes no conditions: two backups that begin within two seconds may not see each other";
      default:
        return "the store passes over conditions: two backups that begin at the same time may not see each other";
    }
  }

  PlaceCheck remove() {
    try {
      delete_object(client_, key_, patience());
      return {.question = "delete", .message = "objects can be deleted"};
    } catch (const Error& error) {
      return {.question = "delete",
              .message = fmt::format("objects cannot be deleted, so that retention removes nothing: {}", error.what()),
              .hint = "This is as it should be where others remove old sets, such as a lifecycle rule."};
    }
  }

  PlaceCheck clock() const {
    const auto difference = client_.clock_difference();
    if (!difference) return {.question = "clock", .message = "the store does not say what time it is"};
    const auto seconds = std::abs(difference->count());
    if (seconds < clock_bound.count())
      return {.question = "clock", .message = fmt::format("the store's clock differs by {} s", seconds)};
    return {.question = "clock",
            .message = fmt::format("the store's clock differs by {} s: requests are signed by the store's", seconds),
            .hint = "Set the clock of this machine: sets are named by it."};
  }

  ObjectClient& client_;
  std::string key_;
  std::string prefix_;
  std::string content_ = "pgdump check\n";
  std::vector<PlaceCheck> checks_{};
};

}  // namespace

std::vector<PlaceCheck> check_bucket(ObjectClient& client, const std::string& prefix) {
  return BucketCheck(client, prefix).run();
}

}  // namespace pgdumpcore::storage
