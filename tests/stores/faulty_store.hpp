// A store of which one operation fails.
#pragma once

#include "storage/store.hpp"

#include <memory>

namespace faults {

// Counts operations, and lets one of them fail: before it has done anything, or after it has done everything.
struct Plan {
  int failing = 0;  // the number of the operation, from 1 on; 0: none
  bool after = false;
  int count = 0;
  bool has_failed = false;
  std::string what{};  // the operation that failed
};

// Every operation on the store, its groups, sinks and objects counts. Both are shared with what it hands out; one
// thread at a time.
[[nodiscard]] std::shared_ptr<pgdumpcore::storage::Store> faulty_store(
    std::shared_ptr<pgdumpcore::storage::Store> store, std::shared_ptr<Plan> plan);

}  // namespace faults
