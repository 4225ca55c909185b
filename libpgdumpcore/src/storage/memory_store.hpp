// Sets in memory, for tests.
#pragma once

#include "storage/store.hpp"

#include <memory>
#include <string>

namespace pgdumpcore::storage {

//   name: what messages call the place
[[nodiscard]] std::shared_ptr<Store> memory_store(std::string name = "memory");

}  // namespace pgdumpcore::storage
