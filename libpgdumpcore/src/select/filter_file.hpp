// Filter files, as `--filter` takes them: a rule a line, "include table public.orders".
// https://www.postgresql.org/docs/current/app-pgdump.html, --filter. Tests: tests/unit/filter_file_test.cpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace pgdumpcore::select {

struct FilterRule {
  bool include = false;
  std::string_view object{};  // in messages' words: "table data and children"
  std::string pattern{};      // or, for a routine, its name with argument types
};

// Reads `path` ("-": the standard input) and hands over each rule. One that `take` returns false for is not allowed.
// Throws Error: io where the file cannot be read, usage with the line where a rule is not understood or not allowed.
void read_filter_file(const std::string& path, const std::function<bool(FilterRule&&)>& take);

}  // namespace pgdumpcore::select
