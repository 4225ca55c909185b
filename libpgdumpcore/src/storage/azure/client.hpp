// A container of Azure Blob storage.
//
// An upload in parts is a number of blocks, which Put Block List makes a blob; its ID is in the names of its blocks.
// What was never made a blob vanishes after a week, or when an object of the same name is put.
#pragma once

#include "storage/azure/credentials.hpp"
#include "storage/azure/settings.hpp"
#include "storage/objects/client.hpp"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage::azure {

class Client final : public ObjectClient {
 public:
  Client(Settings settings, const Environment& environment);

  [[nodiscard]] std::string describe(const std::string& key) const override;
  [[nodiscard]] CredentialFacts credentials(const std::stop_token& stop) override;
  [[nodiscard]] std::string_view missing_place_code() const override { return "ContainerNotFound"; }
  [[nodiscard]] Headers put_headers() const override { return {{"x-ms-blob-type", "BlockBlob"}}; }

  [[nodiscard]] Request list_request(const std::string& prefix, const std::string& delimiter, const std::string& next,
                                     int limit) const override;
  [[nodiscard]] ObjectPage parse_page(std::string_view document) const override;

  // uploads.cpp
  [[nodiscard]] std::string begin_upload(const std::string& key, const Patience& patience) override;
  [[nodiscard]] UploadedPart put_part(const ListedUpload& upload, int number, Bytes bytes,
                                      const Patience& patience) override;
  void complete_upload(const ListedUpload& upload, const std::vector<UploadedPart>& parts, std::uint64_t size,
                       const Patience& patience) override;
  void abort_upload(const ListedUpload& upload, const Patience& patience) override;
  [[nodiscard]] std::vector<ListedUpload> list_uploads(const std::string& prefix, const Patience& patience) override;
  [[nodiscard]] std::vector<std::string> keys_with_uploads(const std::string& prefix,
                                                           const Patience& patience) override;
  [[nodiscard]] bool may_lose_uploads() const override { return false; }

 protected:
  [[nodiscard]] SignedRequest sign_request(const Request& request, const std::stop_token& stop) override;
  [[nodiscard]] std::string host() const override;
  [[nodiscard]] bool is_passing_code(std::string_view code) const override;
  [[nodiscard]] bool has_expired_credentials(const Answer& answer) const override;
  [[nodiscard]] bool has_wrong_time(const Answer& answer) const override;
  [[nodiscard]] bool renew(const std::string& refused, const std::stop_token& stop) override;
  [[nodiscard]] std::string reason_of(const Answer& answer) const override;
  [[nodiscard]] std::string hint_for(const Answer& answer) const override;

 private:
  // As list_objects(), with objects that have blocks and were never completed.
  template <typename Take>
  void list_with_uploads(const std::string& prefix, const std::string& delimiter, const Patience& patience,
                         const Take& take);

  Settings container_;
  std::string path_;  // of the container, with a '/' at its end
  CredentialProvider credentials_;
};

}  // namespace pgdumpcore::storage::azure
