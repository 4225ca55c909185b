// Environment variables of a test's own.
#pragma once

#include "storage/environment.hpp"

#include <map>
#include <string>
#include <utility>

namespace storage_tests {

inline pgdumpcore::storage::Environment environment_of(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
}

}  // namespace storage_tests
