// One HTTP request and its answer, by libcurl.
//
// HTTP/1.1 alone, and no redirection is followed: a signature is for one host and one path. Proxies are those that
// libcurl finds in http_proxy, HTTPS_PROXY, NO_PROXY and their like.
#pragma once

#include "storage/http/digests.hpp"
#include "storage/http/url.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::storage {

struct HttpSettings {
  std::string ca_bundle{};  // a file of certificates in place of the system's; empty: the system's
  std::chrono::milliseconds connect_timeout{15'000};
  std::chrono::seconds stall_timeout{60};  // without a byte in either direction; the server may be at work as long
  bool takes_proxy = true;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url{};
  Headers headers{};  // sent as they are
  Bytes body{};       // of PUT and POST; stays the caller's
  std::size_t largest_answer = std::size_t{16} << 20;
};

struct HttpResponse {
  int status = 0;  // 0: there was no answer, or not all of it
  Headers headers{};
  std::string body{};
  std::string problem{};  // why there was none
  bool may_pass = false;  // with status 0: the same request may succeed later
};

// Threads: perform() may be called by several threads at a time. Connections are kept for later requests.
class HttpClient {
 public:
  // Throws Error (internal) if libcurl cannot be initialised.
  explicit HttpClient(HttpSettings settings = {});
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  // Throws Error (cancelled) if the stop token is triggered, within about a second. No other failure is thrown.
  [[nodiscard]] HttpResponse perform(const HttpRequest& request, const std::stop_token& stop) const;

 private:
  struct Handle;
  class Loan;

  HttpSettings settings_;
  mutable std::mutex mutex_{};
  mutable std::vector<std::unique_ptr<Handle>> idle_{};
};

}  // namespace pgdumpcore::storage
