#include "storage/s3/upload.hpp"

#include "io/rewritable.hpp"
#include "storage/s3/objects.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace pgdumpcore::storage::s3 {

namespace {

constexpr int most_parts = 10'000;
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
  Upload(std::shared_ptr<Client> client, std::string key, std::shared_ptr<BufferBudget> budget,
         const std::stop_token& stop)
      : client_(std::move(client)),
        key_(std::move(key)),
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
    if (!id_.empty() && !is_finished_) abort();
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
    if (has_failed_) throw Error(Fault::io, fmt::format("\"{}\" was not written", client_->describe(key_)));
    has_failed_ = true;
    action();
    has_failed_ = false;
  }

  void append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const std::size_t size = part_size(client_->settings().first_part_size, current_.number);
      if (current_.bytes.size() == size) pass_on();
      // Else it would grow to twice the size.
      if (current_.bytes.size() + bytes.size() > reserved_from) current_.bytes.reserve(size);
      const std::size_t taken = std::min(bytes.size(), size - current_.bytes.size());
      current_.bytes.insert(current_.bytes.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
      bytes = bytes.subspan(taken);
    }
  }

  void finish_object() {
    if (id_.empty() && kept_.empty()) {
      put_object(*client_, key_, current_.bytes, patience());
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
  [[nodiscard]] std::string what(const char* verb) const {
    return fmt::format("{} \"{}\"", verb, client_->describe(key_));
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
                            client_->describe(key_)))
        .hint("Use directory format or plain format.");
  }

  // The part is full, and another one begins.
  void pass_on() {
    Part full =
        std::exchange(current_, {.number = current_.number + 1, .begin = current_.begin + current_.bytes.size()});
    if (current_.number > most_parts)
      throw Error(Fault::unsupported, fmt::format("\"{}\" has too many parts for an object", client_->describe(key_)));
    if (full.begin >= front_end_) return send(std::move(full));
    if (current_.begin > largest_front)
      throw Error(
          Fault::unsupported,
          fmt::format("the table of contents of \"{}\" has more than {} MiB, which must be kept in memory until "
                      "the end",
                      client_->describe(key_), largest_front >> 20U))
          .hint("Use directory format.");
    kept_.push_back(std::move(full));
  }

  void begin() {
    if (!id_.empty()) return;
    const Request request{.method = "POST", .key = key_, .parameters = {{"uploads", ""}}};
    id_ = writing([&] { return parse_upload_id(client_->require(request, what("write"), patience()).body); });
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
    const Request request{.method = "PUT",
                          .key = key_,
                          .parameters = {{"partNumber", fmt::format("{}", part.number)}, {"uploadId", id_}},
                          .headers = {{"content-md5", content_md5(part.bytes)}},
                          .body = part.bytes};
    const std::string etag =
        writing([&] { return client_->require(request, what("write"), patience()); }).header("etag");
    if (etag.empty())
      throw Error(Fault::io, fmt::format("could not {}: the store gives a part no ETag", what("write")));
    return {part.number, etag};
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
    const std::string body = write_parts(done_);
    const Request request{.method = "POST",
                          .key = key_,
                          .parameters = {{"uploadId", id_}},
                          .headers = {{"content-type", "application/xml"}},
                          .body = bytes_of(body)};
    const Answer answer = writing([&] { return client_->send(request, patience()); });
    if (is_completed(answer) || is_there(answer, size)) return;
    client_->fail(answer, what("write"));
  }

  // By the store, and not by a page of somebody between.
  [[nodiscard]] static bool is_completed(const Answer& answer) {
    return answer.is_good() && answer.body.find("CompleteMultipartUploadResult") != std::string::npos;
  }

  // Whether an earlier try to complete the upload had its effect: the upload is gone, and the object there.
  [[nodiscard]] bool is_there(const Answer& answer, std::uint64_t size) const {
    if (answer.status != 404) return false;
    const auto found = get_range(*client_, key_, 0, 1, {}, patience());
    return found && found->object.size == size;
  }

  void abort() noexcept {
    try {
      abort_upload(*client_, {key_, id_}, {.stop = {}, .limit = client_->settings().cleanup_retried_for});
    } catch (const std::exception&) {
      // The next run finds it among the uploads of a set that is not finished.
    }
  }

  struct InFlight {
    std::size_t size = 0;
    std::future<UploadedPart> done{};
  };

  std::shared_ptr<Client> client_;
  std::string key_;
  std::shared_ptr<BufferBudget> budget_;
  std::stop_source stop_{};
  std::stop_callback<std::function<void()>> stopped_by_caller_;
  Part current_{};
  std::vector<Part> kept_{};
  std::uint64_t front_end_ = 0;
  std::string id_{};
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

std::size_t part_size(std::size_t first, int number) {
  return first << static_cast<unsigned>((number - 1) / parts_per_size);
}

std::unique_ptr<Sink> make_upload(std::shared_ptr<Client> client, std::string key, std::shared_ptr<BufferBudget> budget,
                                  const std::stop_token& stop) {
  return std::make_unique<Upload>(std::move(client), std::move(key), std::move(budget), stop);
}

}  // namespace pgdumpcore::storage::s3
