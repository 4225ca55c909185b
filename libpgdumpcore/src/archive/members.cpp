#include "archive/members.hpp"

#include <fmt/format.h>

namespace pgdumpcore::archive {

void name_members(Toc& toc) {
  // One entry held all large objects until 1.16 spread them.
  const bool one_list = toc.minor < first_minor_with_relkinds;
  for (Entry& entry : toc.entries) {
    if (!entry.has_data) continue;
    if (holds_large_objects(entry))
      entry.file = one_list ? "blobs.toc" : fmt::format("blobs_{}.toc", entry.dump_id);
    else
      entry.file = fmt::format("{}.dat", entry.dump_id);
  }
}

std::string large_object_member(std::uint32_t oid) {
  return fmt::format("blob_{}.dat", oid);
}

std::string large_object_line(std::uint32_t oid) {
  return fmt::format("{} {}\n", oid, large_object_member(oid));
}

}  // namespace pgdumpcore::archive
