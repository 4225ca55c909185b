#include <pgdumpcore/version.hpp>

namespace pgdumpcore {

const char* version() noexcept {
  return PGDUMPCORE_VERSION;
}

}  // namespace pgdumpcore
