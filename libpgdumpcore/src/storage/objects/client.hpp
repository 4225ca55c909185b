// Requests to one place in an object store: signed, repeated when they fail in passing, and what differs between kinds
// of stores.
//
// A kind of store is one class that derives from ObjectClient, in a directory of its own. What the stores have in
// common, objects.hpp does for all of them: they are put, read and removed by the same requests of HTTP.
#pragma once

#include "storage/http/http.hpp"
#include "storage/http/patience.hpp"
#include "storage/objects/answers.hpp"
#include "storage/objects/settings.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage {

struct Request {
  std::string method = "GET";
  std::string key{};  // from the root of the place; empty: the place itself
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

// Where the credentials come from, and until when they are valid.
struct CredentialFacts {
  std::string source{};
  std::optional<std::chrono::sys_seconds> expires_at{};
};

// Threads: all functions may be called by several threads at a time.
class ObjectClient {
 public:
  explicit ObjectClient(ObjectSettings settings);
  ObjectClient(const ObjectClient&) = delete;
  ObjectClient& operator=(const ObjectClient&) = delete;
  virtual ~ObjectClient() = default;

  [[nodiscard]] const ObjectSettings& settings() const { return settings_; }
  // As describe(), in quotation marks.
  [[nodiscard]] std::string quoted(const std::string& key) const;

  // --- requests. One may arrive more than once: what it does must be the same then, or be noticed.

  // The answer, whatever its status, once there is one that would not change if the request were repeated. Throws
  // Error: connection if there is none in time; cancelled; what is thrown where there are no credentials. No message
  // holds a key or a signature.
  [[nodiscard]] Answer send(const Request& request, const Patience& patience);
  // As send(); throws Error (io) if the status is none of success.
  //   what: what was tried, as in "could not ... "
  [[nodiscard]] Answer require(const Request& request, const std::string& what, const Patience& patience);
  // Throws the Error (io) of an answer that is none of success.
  [[noreturn]] void fail(const Answer& answer, const std::string& what) const;

  // How far the store's clock is ahead of this machine's, by its last answer; nullopt: there was none.
  [[nodiscard]] std::optional<std::chrono::seconds> clock_difference() const;

  // --- where kinds of stores differ. Keys are from the root of the place; errors are those of objects.hpp.

  // SCHEME://PLACE/KEY, for messages.
  [[nodiscard]] virtual std::string describe(const std::string& key) const = 0;
  [[nodiscard]] virtual CredentialFacts credentials(const std::stop_token& stop) = 0;
  // The error code of a place that is not there, which is another answer than an object that is not there.
  [[nodiscard]] virtual std::string_view missing_place_code() const = 0;
  // Of a request that puts a whole object.
  [[nodiscard]] virtual Headers put_headers() const { return {}; }
  // The forms in which a condition may name an ETag, the likeliest one first.
  [[nodiscard]] virtual std::vector<std::string> etag_forms(const std::string& etag) const { return {etag}; }
  virtual void note_etag_form(bool /*has_quotes*/) {}

  //   next: ObjectPage::next of the page before
  //   limit: the most objects of a page; 0: as many as the store likes
  [[nodiscard]] virtual Request list_request(const std::string& prefix, const std::string& delimiter,
                                             const std::string& next, int limit) const = 0;
  [[nodiscard]] virtual ObjectPage parse_page(std::string_view document) const = 0;
  // Deletes objects with one request. False: nothing was deleted, and they are to be deleted one by one.
  [[nodiscard]] virtual bool delete_together(const std::vector<std::string>& /*keys*/, const Patience& /*patience*/) {
    return false;
  }

  // --- uploads in parts

  // Returns its ID.
  [[nodiscard]] virtual std::string begin_upload(const std::string& key, const Patience& patience) = 0;
  // On any of several threads.
  [[nodiscard]] virtual UploadedPart put_part(const ListedUpload& upload, int number, Bytes bytes,
                                              const Patience& patience) = 0;
  //   parts: by number
  virtual void complete_upload(const ListedUpload& upload, const std::vector<UploadedPart>& parts, std::uint64_t size,
                               const Patience& patience) = 0;
  virtual void abort_upload(const ListedUpload& upload, const Patience& patience) = 0;
  // Uploads that were begun and neither completed nor aborted. Empty if the store or its policy does not show them.
  [[nodiscard]] virtual std::vector<ListedUpload> list_uploads(const std::string& prefix, const Patience& patience) = 0;
  // One key that has an upload, or more, for each name between the prefix and the next '/'.
  [[nodiscard]] virtual std::vector<std::string> keys_with_uploads(const std::string& prefix, const Patience& patience);
  // Whether the store makes the IDs of uploads, so that one whose beginning was not answered stays.
  [[nodiscard]] virtual bool may_lose_uploads() const { return true; }

 protected:
  struct SignedRequest {
    HttpRequest request{};
    std::string identity{};  // of the credentials that it was signed with
  };
  [[nodiscard]] virtual SignedRequest sign_request(const Request& request, const std::stop_token& stop) = 0;
  // By the store's clock, if it has refused this machine's.
  [[nodiscard]] std::chrono::sys_seconds time_to_sign() const;
  // The host of requests, for messages.
  [[nodiscard]] virtual std::string host() const = 0;
  // Whether a code says that the same request may succeed later.
  [[nodiscard]] virtual bool is_passing_code(std::string_view code) const = 0;
  [[nodiscard]] virtual bool has_expired_credentials(const Answer& answer) const = 0;
  [[nodiscard]] virtual bool has_wrong_time(const Answer& answer) const = 0;
  // Whether there are other credentials now than those that were refused.
  [[nodiscard]] virtual bool renew(const std::string& refused, const std::stop_token& stop) = 0;
  // Whether the answer leads to where the place is, and requests go there from now on.
  [[nodiscard]] virtual bool follow(const Answer& /*answer*/) { return false; }
  // For messages: what the store says, in one line.
  [[nodiscard]] virtual std::string reason_of(const Answer& answer) const;
  // What to do about it; empty: nothing is known.
  [[nodiscard]] virtual std::string hint_for(const Answer& answer) const = 0;

 private:
  struct Attempt;

  void note_clock(const HttpResponse& response);
  [[nodiscard]] bool take_clock();
  // Whether another try may succeed at once, since what was wrong is known now.
  [[nodiscard]] bool mend(Attempt& attempt, const Answer& answer, const std::stop_token& stop);

  ObjectSettings settings_;
  HttpClient http_;
  mutable std::mutex mutex_{};
  std::optional<std::chrono::seconds> clock_difference_{};
  std::chrono::seconds used_difference_{0};
};

}  // namespace pgdumpcore::storage
