// The version of the library.
#pragma once

namespace pgdumpcore {

/// The library's version as `major.minor.patch`. Static storage.
[[nodiscard]] const char* version() noexcept;

}  // namespace pgdumpcore
