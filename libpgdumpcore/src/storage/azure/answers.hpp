// What Azure Blob storage answers, out of its XML.
// https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api
#pragma once

#include "storage/objects/answers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage::azure {

// A page of List Blobs. Throws Error (connection) as parse_answer() does.
[[nodiscard]] ObjectPage parse_blob_page(std::string_view document);
// The body of Put Block List.
[[nodiscard]] std::string write_blocks(const std::vector<UploadedPart>& parts);

}  // namespace pgdumpcore::storage::azure
