#include "storage/objects/client.hpp"

#include "base/clock.hpp"
#include "storage/http/times.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::storage {

namespace {

using Clock = std::chrono::steady_clock;

std::string without_line_ends(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

Answer answer_of(HttpResponse response) {
  Answer answer{.status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)};
  if (answer.is_good()) return answer;
  if (auto error = parse_error(answer.body)) answer.error = std::move(*error);
  return answer;
}

// Of a request that may have done its work and answered "200 OK" with an error behind it.
void take_late_error(Answer& answer) {
  if (!answer.is_good() || !answer.body.starts_with('<')) return;
  if (auto error = parse_error(answer.body)) {
    answer.error = std::move(*error);
    answer.status = 500;
  }
}

}  // namespace

// What was already done about earlier answers to one request: nothing is done twice.
struct ObjectClient::Attempt {
  std::string identity{};
  bool has_renewed = false;
  bool has_moved = false;
  bool has_set_clock = false;
};

ObjectClient::ObjectClient(ObjectSettings settings)
    : settings_(std::move(settings)),
      http_({.ca_bundle = settings_.ca_bundle, .stall_timeout = settings_.stall_timeout}) {}

std::string ObjectClient::quoted(const std::string& key) const {
  return fmt::format("\"{}\"", describe(key));
}

std::string ObjectClient::reason_of(const Answer& answer) const {
  if (answer.error.code.empty()) return fmt::format("the store answers with status {}", answer.status);
  return answer.error.message.empty()
             ? answer.error.code
             : without_line_ends(fmt::format("{}: {}", answer.error.code, answer.error.message));
}

std::vector<std::string> ObjectClient::keys_with_uploads(const std::string& prefix, const Patience& patience) {
  std::vector<std::string> keys;
  for (ListedUpload& upload : list_uploads(prefix, patience)) keys.push_back(std::move(upload.key));
  return keys;
}

void ObjectClient::note_clock(const HttpResponse& response) {
  const auto date = response.headers.find("date");
  if (date == response.headers.end()) return;
  const auto time = parse_http_date(date->second);
  if (!time) return;
  const std::lock_guard guard(mutex_);
  clock_difference_ = *time - base::current_second();
}

std::optional<std::chrono::seconds> ObjectClient::clock_difference() const {
  const std::lock_guard guard(mutex_);
  return clock_difference_;
}

bool ObjectClient::take_clock() {
  const std::lock_guard guard(mutex_);
  if (clock_difference_) used_difference_ = *clock_difference_;
  return clock_difference_.has_value();
}

std::chrono::sys_seconds ObjectClient::time_to_sign() const {
  const std::lock_guard guard(mutex_);
  return base::current_second() + used_difference_;
}

bool ObjectClient::mend(Attempt& attempt, const Answer& answer, const std::stop_token& stop) {
  if (has_expired_credentials(answer) && !std::exchange(attempt.has_renewed, true))
    return renew(attempt.identity, stop);
  if (has_wrong_time(answer) && !std::exchange(attempt.has_set_clock, true)) return take_clock();
  if (attempt.has_moved) return false;
  attempt.has_moved = follow(answer);
  return attempt.has_moved;
}

Answer ObjectClient::send(const Request& request, const Patience& patience) {
  const Clock::time_point end = Clock::now() + patience.limit;
  Attempt attempt;
  for (int tries = 1;; ++tries) {
    SignedRequest signed_one = sign_request(request, patience.stop);
    attempt.identity = std::move(signed_one.identity);
    const HttpResponse response = http_.perform(signed_one.request, patience.stop);
    note_clock(response);
    Answer answer = answer_of(response);
    if (request.method == "POST") take_late_error(answer);
    const bool passes = response.status == 0 ? response.may_pass
                                             : is_passing_status(answer.status) || is_passing_code(answer.error.code);
    if (response.status != 0) {
      if (mend(attempt, answer, patience.stop)) continue;
      if (!passes) return answer;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (!passes || left.count() <= 0)
      throw Error(Fault::connection, fmt::format("object store \"{}\" did not answer as it should: {}", host(),
                                                 response.status == 0 ? response.problem : reason_of(answer)))
          .hint(passes ? fmt::format("The request was repeated {} until that was given up.",
                                     tries == 2 ? "once" : fmt::format("{} times", tries - 1))
                       : "");
    if (!wait_before_retry(tries, left, patience.stop)) throw Error(Fault::cancelled, "cancelled on request");
  }
}

Answer ObjectClient::require(const Request& request, const std::string& what, const Patience& patience) {
  try {
    Answer answer = send(request, patience);
    if (!answer.is_good()) fail(answer, what);
    return answer;
  } catch (const Error& error) {
    if (error.fault() != Fault::connection || std::string_view(error.what()).starts_with("could not ")) throw;
    throw error.within("could not " + what);
  }
}

void ObjectClient::fail(const Answer& answer, const std::string& what) const {
  throw Error(Fault::io, fmt::format("could not {}: {}", what, reason_of(answer))).hint(hint_for(answer));
}

}  // namespace pgdumpcore::storage
