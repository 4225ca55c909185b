// What S3 answers, out of its XML. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
//
// Each throws Error (connection) if the document is not well-formed or another one than is asked for: it is not the
// store that has answered, or somebody between has changed it.
#pragma once

#include "storage/objects/answers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage::s3 {

// A page of ListObjectsV2.
[[nodiscard]] ObjectPage parse_object_page(std::string_view document);

// A page of ListMultipartUploads.
struct UploadPage {
  std::vector<ListedUpload> uploads{};
  std::string next_key{};  // empty: this is the last page
  std::string next_id{};
};
[[nodiscard]] UploadPage parse_upload_page(std::string_view document);

// The keys that DeleteObjects could not delete, each with the reason.
struct RefusedDelete {
  std::string key{};
  ErrorAnswer error{};
};
[[nodiscard]] std::vector<RefusedDelete> parse_delete_result(std::string_view document);
// Its body. Deleting what is not there is no error.
[[nodiscard]] std::string write_keys(const std::vector<std::string>& keys);

// The upload's ID, out of InitiateMultipartUploadResult.
[[nodiscard]] std::string parse_upload_id(std::string_view document);

// The body of CompleteMultipartUpload.
[[nodiscard]] std::string write_parts(const std::vector<UploadedPart>& parts);

// What AssumeRoleWithWebIdentity gives.
struct RoleAnswer {
  std::string id{};
  std::string secret{};
  std::string session_token{};
  std::string expiration{};
};
[[nodiscard]] RoleAnswer parse_role(std::string_view document);

}  // namespace pgdumpcore::storage::s3
