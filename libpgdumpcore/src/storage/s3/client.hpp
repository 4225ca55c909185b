// Requests to one bucket: signed, repeated when they fail in passing, sent to where the bucket is.
#pragma once

#include "storage/s3/answers.hpp"
#include "storage/s3/credentials.hpp"
#include "storage/s3/http.hpp"
#include "storage/s3/settings.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace pgdumpcore::storage::s3 {

struct Request {
  std::string method = "GET";
  std::string key{};  // from the bucket's root; empty: the bucket itself
  Parameters parameters{};
  Headers headers{};
  Bytes body{};
};

struct Answer {
  int status = 0;
  Headers headers{};
  std::string body{};
  ErrorAnswer error{};  // of a status that is none of success

  [[nodiscard]] bool is_good() const { return status >= 200 && status < 300; }
  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

// How long a failing request is repeated, and what ends it earlier.
struct Patience {
  std::stop_token stop{};
  std::chrono::milliseconds limit{};
};

// Threads: all functions may be called by several threads at a time.
class Client {
 public:
  Client(Settings settings, const Environment& environment);

  [[nodiscard]] const Settings& settings() const { return settings_; }
  // s3://BUCKET/KEY, for messages.
  [[nodiscard]] std::string describe(const std::string& key) const;

  // A request may arrive more than once: what it does must be the same then, or be noticed.
  //
  // The answer, whatever its status, once there is one that would not change if the request were repeated. Throws
  // Error: connection if there is none in time, cancelled, and what CredentialProvider does. No message holds a key or
  // a signature.
  [[nodiscard]] Answer send(const Request& request, const Patience& patience);
  // As send(); throws Error (io) if the status is none of success.
  //   what: what was tried, as in "could not ... "
  [[nodiscard]] Answer require(const Request& request, const std::string& what, const Patience& patience);
  // Throws the Error (io) of an answer that is none of success.
  [[noreturn]] void fail(const Answer& answer, const std::string& what) const;

  // How far the store's clock is ahead of this machine's, by its last answer; nullopt: there was none.
  [[nodiscard]] std::optional<std::chrono::seconds> clock_difference() const;
  [[nodiscard]] Credentials credentials(const std::stop_token& stop) { return credentials_.get(stop); }

  // Whether the store wants ETags in conditions of a put without their quotes, as far as that is known.
  [[nodiscard]] bool takes_bare_etags() const { return takes_bare_etags_; }
  void set_takes_bare_etags(bool takes) { takes_bare_etags_ = takes; }

 private:
  struct Attempt;

  [[nodiscard]] HttpRequest signed_request(const Request& request, const AccessKey& key) const;
  [[nodiscard]] std::string host() const;
  void note_clock(const HttpResponse& response);
  // Whether another try may succeed at once, since what was wrong is known now.
  [[nodiscard]] bool mend(Attempt& attempt, const Answer& answer, const std::stop_token& stop);
  [[nodiscard]] bool follow_region(const Answer& answer);
  [[nodiscard]] bool follow_redirection(const Answer& answer);

  Settings settings_;
  HttpClient http_;
  CredentialProvider credentials_;
  mutable std::mutex mutex_{};
  std::string region_;
  std::string redirected_host_{};  // of a new bucket whose name does not resolve everywhere yet
  std::optional<std::chrono::seconds> clock_difference_{};
  std::chrono::seconds used_difference_{0};
  std::atomic<bool> takes_bare_etags_ = false;
};

// Waits with jitter, longer from try to try. False: the stop token was triggered.
[[nodiscard]] bool wait_before_retry(int attempt, std::chrono::milliseconds most, const std::stop_token& stop);

}  // namespace pgdumpcore::storage::s3
