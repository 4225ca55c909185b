// The version of the library.
#pragma once

#include <pgdumpcore/export.hpp>

namespace pgdumpcore {

/// The library's version as `major.minor.patch`. Static storage.
[[nodiscard]] PGDUMPCORE_API const char* version() noexcept;

}  // namespace pgdumpcore
