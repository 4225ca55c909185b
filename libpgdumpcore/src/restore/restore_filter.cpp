// The rules of a filter file, as pg_restore takes them.
#include "select/filter_file.hpp"

#include <pgdumpcore/restore.hpp>

#include <utility>

namespace pgdumpcore {

void add_filter_file(RestoreOptions& options, const std::string& path) {
  select::read_filter_file(path, [&](select::FilterRule&& rule) {
    std::vector<std::string>* names = nullptr;
    if (rule.object == "schema")
      names = rule.include ? &options.schemas : &options.exclude_schemas;
    else if (!rule.include)
      return false;
    else if (rule.object == "table")
      names = &options.tables;
    else if (rule.object == "function")
      names = &options.functions;
    else if (rule.object == "index")
      names = &options.indexes;
    else if (rule.object == "trigger")
      names = &options.triggers;
    if (names != nullptr) names->push_back(std::move(rule.pattern));
    return names != nullptr;
  });
}

}  // namespace pgdumpcore
