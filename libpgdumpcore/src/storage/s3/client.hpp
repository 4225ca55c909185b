// A bucket of an object store that speaks S3.
#pragma once

#include "storage/objects/client.hpp"
#include "storage/s3/credentials.hpp"
#include "storage/s3/settings.hpp"

#include <atomic>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage::s3 {

// Requests go to where the bucket says that it is.
class Client final : public ObjectClient {
 public:
  Client(Settings settings, const Environment& environment);

  [[nodiscard]] std::string describe(const std::string& key) const override;
  [[nodiscard]] CredentialFacts credentials(const std::stop_token& stop) override;
  [[nodiscard]] std::string_view missing_place_code() const override { return "NoSuchBucket"; }
  [[nodiscard]] std::vector<std::string> etag_forms(const std::string& etag) const override;
  void note_etag_form(bool has_quotes) override { takes_bare_etags_ = !has_quotes; }

  [[nodiscard]] Request list_request(const std::string& prefix, const std::string& delimiter, const std::string& next,
                                     int limit) const override;
  [[nodiscard]] ObjectPage parse_page(std::string_view document) const override;
  [[nodiscard]] bool delete_together(const std::vector<std::string>& keys, const Patience& patience) override;

  // uploads.cpp
  [[nodiscard]] std::string begin_upload(const std::string& key, const Patience& patience) override;
  [[nodiscard]] UploadedPart put_part(const ListedUpload& upload, int number, Bytes bytes,
                                      const Patience& patience) override;
  void complete_upload(const ListedUpload& upload, const std::vector<UploadedPart>& parts, std::uint64_t size,
                       const Patience& patience) override;
  void abort_upload(const ListedUpload& upload, const Patience& patience) override;
  [[nodiscard]] std::vector<ListedUpload> list_uploads(const std::string& prefix, const Patience& patience) override;

 protected:
  [[nodiscard]] SignedRequest sign_request(const Request& request, const std::stop_token& stop) override;
  [[nodiscard]] std::string host() const override;
  [[nodiscard]] bool is_passing_code(std::string_view code) const override;
  [[nodiscard]] bool has_expired_credentials(const Answer& answer) const override;
  [[nodiscard]] bool has_wrong_time(const Answer& answer) const override;
  [[nodiscard]] bool renew(const std::string& refused, const std::stop_token& stop) override;
  [[nodiscard]] bool follow(const Answer& answer) override;
  [[nodiscard]] std::string reason_of(const Answer& answer) const override;
  [[nodiscard]] std::string hint_for(const Answer& answer) const override;

 private:
  [[nodiscard]] bool follow_region(const Answer& answer);
  [[nodiscard]] bool follow_redirection(const Answer& answer);

  Settings bucket_;
  CredentialProvider credentials_;
  mutable std::mutex mutex_{};
  std::string region_;
  std::string redirected_host_{};  // of a new bucket whose name does not resolve everywhere yet
  // Whether the store wants ETags in conditions of a put without their quotes, as far as that is known.
  std::atomic<bool> takes_bare_etags_ = false;
};

}  // namespace pgdumpcore::storage::s3
