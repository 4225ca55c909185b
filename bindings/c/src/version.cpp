#include <pgdumpcore.h>
#include <pgdumpcore/version.hpp>

const char* pgdumpcore_version() {
  return pgdumpcore::version();
}

int pgdumpcore_version_number() {
  return PGDUMPCORE_VERSION_NUMBER;
}
