// An archive's table of contents for programs; for people the library has it as pg_restore does.
#pragma once

#include <pgdumpcore/archive.hpp>

#include <string>

namespace cli {

[[nodiscard]] std::string archive_json(const pgdumpcore::Archive& archive);

}  // namespace cli
