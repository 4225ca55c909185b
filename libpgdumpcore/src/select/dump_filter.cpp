// What a filter file means to a dump.
#include "select/filter_file.hpp"

#include <pgdumpcore/options.hpp>

#include <utility>

namespace pgdumpcore {

namespace {

using Patterns = std::vector<std::string>;

struct Meaning {
  std::string_view object;
  Patterns DumpOptions::*included;  // nullptr: not allowed
  Patterns DumpOptions::*excluded;
};

constexpr Meaning meanings[] = {
    {"schema", &DumpOptions::include_schemas, &DumpOptions::exclude_schemas},
    {"table", &DumpOptions::include_tables, &DumpOptions::exclude_tables},
    {"table and children", &DumpOptions::include_tables_and_children, &DumpOptions::exclude_tables_and_children},
    {"table data", nullptr, &DumpOptions::exclude_table_data},
    {"table data and children", nullptr, &DumpOptions::exclude_table_data_and_children},
    {"extension", &DumpOptions::only_extensions, &DumpOptions::exclude_extensions},
    {"foreign data", &DumpOptions::include_foreign_data, nullptr},
};

}  // namespace

void add_filter_file(DumpOptions& options, const std::string& path) {
  select::read_filter_file(path, [&](select::FilterRule&& rule) {
    for (const Meaning& meaning : meanings) {
      if (meaning.object != rule.object) continue;
      const auto patterns = rule.include ? meaning.included : meaning.excluded;
      if (patterns == nullptr) return false;
      (options.*patterns).push_back(std::move(rule.pattern));
      return true;
    }
    return false;
  });
}

}  // namespace pgdumpcore
