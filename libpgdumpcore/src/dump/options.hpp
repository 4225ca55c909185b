// What a dump's options mean for the rooms below.
#pragma once

#include "archive/plain.hpp"
#include "catalog/renderer.hpp"
#include "pg/session.hpp"

#include <pgdumpcore/options.hpp>

namespace pgdumpcore::dumping {

// Throws Error (usage) where they contradict each other, in pg_dump's words.
void check_options(const DumpOptions& options);

[[nodiscard]] pg::SessionSettings session_settings(const DumpOptions& options);

// Refers to the dialect.
[[nodiscard]] archive::PlainSettings plain_settings(const DumpOptions& options, const catalog::Dialect& dialect);

}  // namespace pgdumpcore::dumping
