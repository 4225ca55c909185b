#include <pgdumpcore/options.hpp>

namespace pgdumpcore {

Contents contents_of(const DumpOptions& options) {
  return {.schema = !options.data_only && !options.statistics_only && !options.no_schema,
          .data = !options.schema_only && !options.statistics_only && !options.no_data,
          .statistics = options.statistics || options.statistics_only};
}

bool takes_whole_database(const DumpOptions& options) {
  return options.include_schemas.empty() && options.include_tables.empty() &&
         options.include_tables_and_children.empty() && options.include_extensions.empty();
}

}  // namespace pgdumpcore
