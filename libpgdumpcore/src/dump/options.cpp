#include "dump/options.hpp"

#include "dump/restrict_key.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/version.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace pgdumpcore::dumping {

void check_options(const DumpOptions& options) {
  const auto refuse = [](const std::string& message) { throw Error(Fault::usage, message); };
  const auto exclude = [&](bool one, std::string_view its_name, bool other, std::string_view other_name) {
    if (one && other) refuse(fmt::format("options {} and {} cannot be used together", its_name, other_name));
  };
  static constexpr std::string_view schema_only = "-s/--schema-only", data_only = "-a/--data-only",
                                    statistics_only = "--statistics-only";
  exclude(options.schema_only, schema_only, options.data_only, data_only);
  exclude(options.schema_only, schema_only, options.statistics_only, statistics_only);
  exclude(options.data_only, data_only, options.statistics_only, statistics_only);
  exclude(options.data_only, data_only, options.no_data, "--no-data");
  exclude(options.schema_only, schema_only, options.no_schema, "--no-schema");
  exclude(options.statistics_only, statistics_only, options.no_statistics, "--no-statistics");
  exclude(options.statistics, "--statistics", options.no_statistics, "--no-statistics");
  exclude(options.data_only, data_only, options.statistics, "--statistics");
  exclude(options.schema_only, schema_only, options.statistics, "--statistics");
  exclude(options.schema_only, schema_only, !options.include_foreign_data.empty(), "--include-foreign-data");
  exclude(options.schema_only, schema_only, !options.row_conditions.empty(), "--where");
  if (options.jobs > 1 && !options.include_foreign_data.empty())
    refuse("option --include-foreign-data is not supported with parallel backup");
  exclude(options.clean, "-c/--clean", options.data_only, data_only);
  if (options.if_exists && !options.clean) refuse("option --if-exists requires option -c/--clean");
  const bool inserts = options.inserts || options.column_inserts || options.rows_per_insert > 1;
  if (options.on_conflict_do_nothing && !inserts)
    refuse("option --on-conflict-do-nothing requires option --inserts, --rows-per-insert, or --column-inserts");
  if (options.restrict_key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") !=
      std::string::npos)
    refuse("invalid restrict key");
  if (options.jobs < 1) refuse("the number of jobs must be at least 1");
  if (options.format == Format::tar && options.compression && options.compression->codec != Codec::none)
    refuse("compression is not supported by tar archive format");
}

pg::SessionSettings session_settings(const DumpOptions& options) {
  return {.encoding = options.encoding,
          .role = options.role,
          .quote_all_identifiers = options.quote_all_identifiers,
          .row_security = options.enable_row_security,
          .extra_float_digits = options.extra_float_digits};
}

archive::PlainSettings plain_settings(const DumpOptions& options, const catalog::Dialect& dialect) {
  return {
      .script = {.options = archive::script_options(options),
                 .quote = dialect.quote,
                 .major = dialect.server.major(),
                 .encoding = dialect.encoding,
                 .standard_conforming_strings = dialect.standard_conforming_strings},
      .server_version = dialect.server.text,
      .writer = fmt::format("pgdump version {}", version()),
      .restrict_key = options.restrict_key.empty() ? random_restrict_key() : options.restrict_key,
  };
}

}  // namespace pgdumpcore::dumping
