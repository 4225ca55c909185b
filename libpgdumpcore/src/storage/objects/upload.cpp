#include "storage/objects/upload.hpp"

#include "io/rewritable.hpp"
#include "storage/objects/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace pgdumpcore::storage {

namespace {

constexpr int parts_per_size = 1000;
constexpr std::size_t most_in_flight = 3;
constexpr std::size_t largest_front = std::size_t{256} << 20;
constexpr std::size_t reserved_from = std::size_t{1} << 20;

struct Part {
  int number = 1;
  std::uint64_t begin = 0;
  std::vector<std::byte> bytes{};
};

class Upload final : public Sink, public io::Rewritable {
 public:
  Upload(std::shared_ptr<ObjectClient> client, std::string key, std::shared_ptr<BufferBudget> budget,
         const std::stop_token& stop)
      : client_(std::move(client)),
        upload_{.key = std::move(key)},
        budget_(std::move(budget)),
        stopped_by_caller_(stop, [this] { stop_.request_stop(); }) {}
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  ~Upload() override {
    stop_.request_stop();
    while (!in_flight_.empty()) try {
        take_oldest();
      } catch (const std::exception&) {
      }
    if (!upload_.id.empty() && !is_finished_) abort();
  }

  // After a failure a part may be missing, so that nothing may complete the object.
  void write(std::span<const std::byte> bytes) override {
    guarded([&] { append(bytes); });
  }
  void finish() override {
    guarded([&] { finish_object(); });
    is_finished_ = true;
  }

  [[nodiscard]] bool can_rewrite() const noexcept override { return true; }
  void begin_front() override { front_end_ = std::numeric_limits<std::uint64_t>::max(); }
  void end_front() override { front_end_ = current_.begin + current_.bytes.size(); }

  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      Part& part = part_at(offset);
      const auto at = static_cast<std::size_t>(offset - part.begin);
      const std::size_t size = std::min(bytes.size(), part.bytes.size() - at);
      std::copy_n(bytes.begin(), size, part.bytes.begin() + static_cast<std::ptrdiff_t>(at));
      bytes = bytes.subspan(size);
      offset += size;
    }
  }

 private:
  template <typename Action>
  void guarded(const Action& action) {
    if (has_failed_) throw Error(Fault::io, fmt::format("\"{}\" was not written", client_->describe(upload_.key)));
    has_failed_ = true;
    action();
    has_failed_ = false;
  }

  void append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const std::size_t size = part_size(client_->settings(), current_.number);
      if (current_.bytes.size() == size) pass_on();
      // Else it would grow to twice the size.
      if (current_.bytes.size() + bytes.size() > reserved_from) current_.bytes.reserve(size);
      const std::size_t taken = std::min(bytes.size(), size - current_.bytes.size());
      current_.bytes.insert(current_.bytes.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
      bytes = bytes.subspan(taken);
    }
  }

  void finish_object() {
    if (upload_.id.empty() && kept_.empty()) {
      put_object(*client_, upload_.key, current_.bytes, patience());
      return;
    }
    const std::uint64_t size = current_.begin + current_.bytes.size();
    for (Part& part : kept_) send(std::move(part));
    kept_.clear();
    if (!current_.bytes.empty()) send(std::move(current_));
    while (!in_flight_.empty()) take_oldest();
    complete(size);
  }

  [[nodiscard]] Patience patience() const {
    return {.stop = stop_.get_token(), .limit = client_->settings().retried_for};
  }

  Part& part_at(std::uint64_t offset) {
    const auto holds = [&](const Part& part) {
      return offset >= part.begin && offset < part.begin + part.bytes.size();
    };
    const auto kept = std::ranges::find_if(kept_, holds);
    if (kept != kept_.end()) return *kept;
    if (holds(current_)) return current_;
    throw Error(Fault::unsupported,
                fmt::format("\"{}\" cannot be written: its first bytes, which are written last, are already in the "
                            "object store",
                            client_->describe(upload_.key)))
        .hint("Use directory format or plain format.");
  }

  // The part is full, and another one begins.
  void pass_on() {
    Part full =
        std::exchange(current_, {.number = current_.number + 1, .begin = current_.begin + current_.bytes.size()});
    if (current_.number > client_->settings().most_parts)
      throw Error(Fault::unsupported,
                  fmt::format("\"{}\" has too many parts for an object", client_->describe(upload_.key)));
    if (full.begin >= front_end_) return send(std::move(full));
    if (current_.begin > largest_front)
      throw Error(
          Fault::unsupported,
          fmt::format("the table of contents of \"{}\" has more than {} MiB, which must be kept in memory until "
                      "the end",
                      client_->describe(upload_.key), largest_front >> 20U))
          .hint("Use directory format.");
    kept_.push_back(std::move(full));
  }

  void begin() {
    if (upload_.id.empty()) upload_.id = client_->begin_upload(upload_.key, patience());
  }

  // On another thread if there is room for its bytes until they have arrived, else here.
  void send(Part part) {
    begin();
    if (in_flight_.size() == most_in_flight) take_oldest();
    const std::size_t size = part.bytes.size();
    while (!budget_->try_take(size)) {
      if (in_flight_.empty()) return note(send_now(part));
      take_oldest();
    }
    const auto shared = std::make_shared<Part>(std::move(part));
    in_flight_.push_back(
        {size, std::async(std::launch::async | std::launch::deferred, [this, shared] { return send_now(*shared); })});
  }

  [[nodiscard]] UploadedPart send_now(const Part& part) const {
    return client_->put_part(upload_, part.number, part.bytes, patience());
  }

  void take_oldest() {
    InFlight oldest = std::move(in_flight_.front());
    in_flight_.pop_front();
    try {
      UploadedPart part = oldest.done.get();
      budget_->give_back(oldest.size);
      note(std::move(part));
    } catch (const std::exception&) {
      budget_->give_back(oldest.size);
      throw;
    }
  }

  void note(UploadedPart part) { done_.push_back(std::move(part)); }

  void complete(std::uint64_t size) {
    std::ranges::sort(done_, {}, &UploadedPart::number);
    client_->complete_upload(upload_, done_, size, patience());
  }

  void abort() noexcept {
    try {
      client_->abort_upload(upload_, {.stop = {}, .limit = client_->settings().cleanup_retried_for});
    } catch (const std::exception&) {
      // The next run finds it among the uploads of a set that is not finished.
    }
  }

  struct InFlight {
    std::size_t size = 0;
    std::future<UploadedPart> done{};
  };

  std::shared_ptr<ObjectClient> client_;
  ListedUpload upload_;  // its ID once it was begun
  std::shared_ptr<BufferBudget> budget_;
  std::stop_source stop_{};
  std::stop_callback<std::function<void()>> stopped_by_caller_;
  Part current_{};
  std::vector<Part> kept_{};
  std::uint64_t front_end_ = 0;
  std::deque<InFlight> in_flight_{};
  std::vector<UploadedPart> done_{};
  bool has_failed_ = false;
  bool is_finished_ = false;
};

}  // namespace

bool BufferBudget::try_take(std::size_t size) {
  const std::lock_guard guard(mutex_);
  if (size > left_) return false;
  left_ -= size;
  return true;
}

void BufferBudget::give_back(std::size_t size) {
  const std::lock_guard guard(mutex_);
  left_ += size;
}

std::size_t part_size(const ObjectSettings& settings, int number) {
  std::size_t size = settings.first_part_size;
  for (int doubled = parts_per_size; doubled < number && size < settings.largest_part; doubled += parts_per_size)
    size *= 2;
  return std::min(size, settings.largest_part);
}

std::unique_ptr<Sink> make_upload(std::shared_ptr<ObjectClient> client, std::string key,
                                  std::shared_ptr<BufferBudget> budget, const std::stop_token& stop) {
  return std::make_unique<Upload>(std::move(client), std::move(key), std::move(budget), stop);
}

}  // namespace pgdumpcore::storage
