#include "storage/s3/client.hpp"

#include <pgdumpcore/error.hpp>

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <random>
#include <utility>

namespace pgdumpcore::storage::s3 {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds first_wait{100};
constexpr std::chrono::milliseconds longest_wait{8000};

bool is_passing_status(int status) {
  constexpr std::array passing = {408, 429, 500, 502, 503, 504};
  return std::ranges::find(passing, status) != passing.end();
}

bool is_passing_code(const std::string& code) {
  constexpr std::array<std::string_view, 7> passing = {"SlowDown",
                                                       "RequestTimeout",
                                                       "InternalError",
                                                       "ServiceUnavailable",
                                                       "RequestTimeTooSkewed",
                                                       "OperationAborted",
                                                       "ConditionalRequestConflict"};
  return std::ranges::find(passing, code) != passing.end();
}

bool is_expired_key(const std::string& code) {
  constexpr std::array<std::string_view, 5> codes = {"ExpiredToken", "ExpiredTokenException", "InvalidToken",
                                                     "TokenRefreshRequired", "InvalidAccessKeyId"};
  return std::ranges::find(codes, code) != codes.end();
}

std::string hint_for(const Answer& answer, const std::string& bucket) {
  const std::string& code = answer.error.code;
  if (code == "AccessDenied" || (code.empty() && answer.status == 403))
    return "Allow the credentials' user or role to do this: see the policy of the user, the role and the bucket.";
  if (code == "NoSuchBucket") return fmt::format("Create bucket \"{}\", or correct its name or the endpoint.", bucket);
  if (code == "InvalidAccessKeyId" || code == "SignatureDoesNotMatch")
    return "Are the access key and its secret of this store, and is AWS_ENDPOINT_URL_S3 its address?";
  if (is_expired_key(code)) return "The credentials have expired, and there are no newer ones.";
  if (code == "RequestTimeTooSkewed") return "Set the clock of this machine.";
  if (answer.status == 301 || answer.status == 307)
    return "The bucket is elsewhere: set AWS_REGION or AWS_ENDPOINT_URL_S3.";
  return {};
}

std::string without_line_ends(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

// For messages: what the store says of it, in one line.
std::string reason_of(const Answer& answer) {
  if (answer.error.code.empty()) return fmt::format("the store answers with status {}", answer.status);
  // Some stores repeat the request's signature there.
  if (answer.error.code == "SignatureDoesNotMatch")
    return "the signature does not match the secret key that the store has";
  return answer.error.message.empty()
             ? answer.error.code
             : without_line_ends(fmt::format("{}: {}", answer.error.code, answer.error.message));
}

Answer answer_of(HttpResponse response) {
  Answer answer{.status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)};
  if (answer.is_good()) return answer;
  if (auto error = parse_error(answer.body)) answer.error = std::move(*error);
  return answer;
}

std::string problem_of(const HttpResponse& response, const Answer& answer) {
  return response.status == 0 ? response.problem : reason_of(answer);
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

bool wait_before_retry(int attempt, std::chrono::milliseconds most, const std::stop_token& stop) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto bound = std::min({first_wait * (1 << std::min(attempt, 10)), longest_wait, most});
  std::uniform_int_distribution<std::chrono::milliseconds::rep> choice(
      bound.count() / 4, std::max<std::chrono::milliseconds::rep>(bound.count(), 1));
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  static_cast<void>(never.wait_for(lock, stop, std::chrono::milliseconds(choice(random)), [] { return false; }));
  return !stop.stop_requested();
}

// What was already done about earlier answers to one request: nothing is done twice.
struct Client::Attempt {
  AccessKey key{};
  bool has_renewed = false;
  bool has_moved = false;
  bool has_set_clock = false;
};

Client::Client(Settings settings, const Environment& environment)
    : settings_(std::move(settings)),
      http_({.ca_bundle = settings_.ca_bundle, .stall_timeout = settings_.stall_timeout}),
      credentials_(environment, settings_.region, settings_.ca_bundle),
      region_(settings_.region) {}

std::string Client::describe(const std::string& key) const {
  return fmt::format("s3://{}/{}", settings_.bucket, key);
}

HttpRequest Client::signed_request(const Request& request, const AccessKey& key) const {
  const std::lock_guard guard(mutex_);
  const BucketAddress address = address_of(settings_, region_);
  const std::string path = address.path + percent_encode(request.key, Slash::kept);
  HttpRequest signed_one{.method = request.method, .headers = request.headers, .body = request.body};
  signed_one.headers["host"] = redirected_host_.empty() ? address.host : redirected_host_;
  signed_one.headers["x-amz-content-sha256"] = sha256(request.body);
  sign(signed_one.headers, request.method, path, request.parameters, signed_one.headers["x-amz-content-sha256"], key,
       {region_, "s3"}, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + used_difference_);
  signed_one.url = address.scheme + signed_one.headers["host"] + path;
  if (const std::string query = encode_query(request.parameters); !query.empty()) signed_one.url += "?" + query;
  return signed_one;
}

std::string Client::host() const {
  const std::lock_guard guard(mutex_);
  return redirected_host_.empty() ? address_of(settings_, region_).host : redirected_host_;
}

void Client::note_clock(const HttpResponse& response) {
  const auto date = response.headers.find("date");
  if (date == response.headers.end()) return;
  const std::time_t time = curl_getdate(date->second.c_str(), nullptr);
  if (time < 0) return;
  const std::lock_guard guard(mutex_);
  clock_difference_ = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::from_time_t(time) -
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

std::optional<std::chrono::seconds> Client::clock_difference() const {
  const std::lock_guard guard(mutex_);
  return clock_difference_;
}

bool Client::follow_region(const Answer& answer) {
  std::string region = answer.header("x-amz-bucket-region");
  if (region.empty()) region = answer.error.region;
  const std::lock_guard guard(mutex_);
  if (region.empty() || region == region_) return false;
  region_ = region;
  return true;
}

// To another host of AWS alone: what is uploaded must not go where somebody between likes to have it.
bool Client::follow_redirection(const Answer& answer) {
  const std::string location = answer.header("location");
  constexpr std::string_view scheme = "https://";
  if (!settings_.endpoint.empty() || !location.starts_with(scheme)) return false;
  const std::string host = location.substr(scheme.size(), location.find('/', scheme.size()) - scheme.size());
  if (!host.ends_with(".amazonaws.com") && !host.ends_with(".amazonaws.com.cn")) return false;
  const std::lock_guard guard(mutex_);
  redirected_host_ = host;
  return true;
}

bool Client::mend(Attempt& attempt, const Answer& answer, const std::stop_token& stop) {
  const std::string& code = answer.error.code;
  if (is_expired_key(code) && !attempt.has_renewed) {
    attempt.has_renewed = true;
    return credentials_.renew(attempt.key, stop);
  }
  if (code == "RequestTimeTooSkewed" && !attempt.has_set_clock) {
    attempt.has_set_clock = true;
    const std::lock_guard guard(mutex_);
    if (clock_difference_) used_difference_ = *clock_difference_;
    return clock_difference_.has_value();
  }
  if (attempt.has_moved) return false;
  attempt.has_moved = answer.status == 301 || answer.status == 307 || code == "AuthorizationHeaderMalformed" ||
                      code == "IllegalLocationConstraintException";
  if (!attempt.has_moved) return false;
  return answer.status == 307 ? follow_redirection(answer) : follow_region(answer);
}

Answer Client::send(const Request& request, const Patience& patience) {
  const Clock::time_point end = Clock::now() + patience.limit;
  Attempt attempt;
  for (int tries = 1;; ++tries) {
    attempt.key = credentials_.get(patience.stop).key;
    const HttpResponse response = http_.perform(signed_request(request, attempt.key), patience.stop);
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
                                                 problem_of(response, answer)))
          .hint(passes ? fmt::format("The request was repeated {} until that was given up.",
                                     tries == 2 ? "once" : fmt::format("{} times", tries - 1))
                       : "");
    if (!wait_before_retry(tries, left, patience.stop)) throw Error(Fault::cancelled, "cancelled on request");
  }
}

Answer Client::require(const Request& request, const std::string& what, const Patience& patience) {
  try {
    Answer answer = send(request, patience);
    if (!answer.is_good()) fail(answer, what);
    return answer;
  } catch (const Error& error) {
    if (error.fault() != Fault::connection || std::string_view(error.what()).starts_with("could not ")) throw;
    throw error.within("could not " + what);
  }
}

void Client::fail(const Answer& answer, const std::string& what) const {
  throw Error(Fault::io, fmt::format("could not {}: {}", what, reason_of(answer)))
      .hint(hint_for(answer, settings_.bucket));
}

}  // namespace pgdumpcore::storage::s3
