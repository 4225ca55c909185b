// What an object store may answer: nothing but Error may come of it, within bounds.
#include "storage/azure/answers.hpp"
#include "storage/http/times.hpp"
#include "storage/s3/answers.hpp"

#include <pgdumpcore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

using namespace pgdumpcore::storage;
using namespace pgdumpcore::storage::s3;
namespace azure = pgdumpcore::storage::azure;

namespace {

void read(const std::function<void()>& parse) {
  try {
    parse();
  } catch (const pgdumpcore::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  read([&] { static_cast<void>(parse_object_page(document)); });
  read([&] { static_cast<void>(parse_upload_page(document)); });
  read([&] { static_cast<void>(parse_upload_id(document)); });
  read([&] { static_cast<void>(parse_role(document)); });
  read([&] { static_cast<void>(azure::parse_blob_page(document)); });
  static_cast<void>(parse_error(document));
  static_cast<void>(parse_iso_time(std::string(document)));
  static_cast<void>(parse_http_date(std::string(document)));
  return 0;
}
