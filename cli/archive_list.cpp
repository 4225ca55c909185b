#include "archive_list.hpp"

#include "messages.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string_view>

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

// As the archive's header has it: of what an archive says, a date that does not exist is none. A script says none.
Json time_json(const std::tm& at) {
  if (at.tm_mday == 0) return nullptr;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", at.tm_year + 1900, at.tm_mon + 1, at.tm_mday, at.tm_hour,
                     at.tm_min, at.tm_sec);
}

Json entry_json(const pgdumpcore::ArchiveEntry& entry) {
  return {{"dump_id", entry.dump_id},
          {"catalog_oid", entry.catalog_oid},
          {"oid", entry.oid},
          {"kind", entry.kind},
          {"schema", text_or_null(entry.schema)},
          {"name", entry.name},
          {"owner", text_or_null(entry.owner)},
          {"section", name_of(entry.section)},
          {"has_data", entry.has_data}};
}

}  // namespace

std::string archive_json(const pgdumpcore::Archive& archive) {
  const pgdumpcore::ArchiveFacts& facts = archive.facts();
  Json json = {{"format", name_of(facts.format)},
               {"codec", name_of(facts.compression.codec)},
               {"created", time_json(facts.created)},
               {"database", text_or_null(facts.database)},
               {"server_version", text_or_null(facts.server_version)},
               {"dumper_version", text_or_null(facts.dumper_version)},
               {"entries", Json::array()}};
  for (const pgdumpcore::ArchiveEntry& entry : archive.entries()) json["entries"].push_back(entry_json(entry));
  return json_text(json);
}

}  // namespace cli
