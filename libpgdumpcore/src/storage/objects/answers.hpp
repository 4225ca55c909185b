// What object stores answer, in the words of none of them.
#pragma once

#include "storage/http/xml.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage {

struct ErrorAnswer {
  std::string code{};
  std::string message{};
  std::string region{};  // of S3: where the bucket is, if the request went elsewhere
  std::string detail{};  // of Azure: why a request is not authentic
};
// nullopt: it is no error. An answer with status 200 may be one.
[[nodiscard]] std::optional<ErrorAnswer> parse_error(std::string_view document) noexcept;

struct ListedObject {
  std::string key{};
  std::uint64_t size = 0;
  std::optional<std::chrono::sys_seconds> modified_at{};  // by the store's clock
};

// A page of a list of objects.
struct ObjectPage {
  std::vector<ListedObject> objects{};
  std::vector<std::string> prefixes{};  // each with the delimiter at its end
  std::string next{};                   // where the list goes on; empty: this is the last page
};
// An upload that was begun and neither completed nor aborted.
struct ListedUpload {
  std::string key{};
  std::string id{};
};

struct UploadedPart {
  int number = 0;
  std::string etag{};
};
// --- for those who read the answers of one kind of store

// Throws Error (connection).
//   kind: what the store should be, such as "S3"
[[noreturn]] void refuse_answer(std::string_view kind, std::string_view why);
// The root of a document. Throws Error (connection) if it is not well-formed, or of another name: it is not the store
// that has answered, or somebody between has changed it.
[[nodiscard]] XmlElement parse_answer(std::string_view document, std::string_view name, std::string_view kind);
// The text of a child that is a size in bytes.
[[nodiscard]] std::uint64_t size_in(const XmlElement& element, std::string_view child, std::string_view kind);

}  // namespace pgdumpcore::storage
