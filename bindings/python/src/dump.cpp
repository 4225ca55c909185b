// One database, and the rows of one table.
#include "callbacks.hpp"
#include "parts.hpp"
#include "sinks.hpp"
#include "stream.hpp"
#include "values.hpp"

#include <pgdumpcore/copy.hpp>
#include <pgdumpcore/dump.hpp>

namespace python_binding {
namespace {

using To = pgdumpcore::DumpOptions;

constexpr std::pair<const char*, bool To::*> switches[] = {
    {"no_chunks", &To::no_chunks},
    {"strict_names", &To::strict_names},
    {"schema_only", &To::schema_only},
    {"data_only", &To::data_only},
    {"statistics_only", &To::statistics_only},
    {"statistics", &To::statistics},
    {"sequence_data", &To::sequence_data},
    {"no_schema", &To::no_schema},
    {"no_data", &To::no_data},
    {"no_statistics", &To::no_statistics},
    {"clean", &To::clean},
    {"if_exists", &To::if_exists},
    {"create", &To::create},
    {"no_owner", &To::no_owner},
    {"no_privileges", &To::no_privileges},
    {"no_comments", &To::no_comments},
    {"no_policies", &To::no_policies},
    {"no_publications", &To::no_publications},
    {"no_subscriptions", &To::no_subscriptions},
    {"no_security_labels", &To::no_security_labels},
    {"no_tablespaces", &To::no_tablespaces},
    {"no_table_access_method", &To::no_table_access_method},
    {"no_toast_compression", &To::no_toast_compression},
    {"no_unlogged_table_data", &To::no_unlogged_table_data},
    {"inserts", &To::inserts},
    {"column_inserts", &To::column_inserts},
    {"on_conflict_do_nothing", &To::on_conflict_do_nothing},
    {"disable_triggers", &To::disable_triggers},
    {"disable_dollar_quoting", &To::disable_dollar_quoting},
    {"quote_all_identifiers", &To::quote_all_identifiers},
    {"load_via_partition_root", &To::load_via_partition_root},
    {"enable_row_security", &To::enable_row_security},
    {"use_set_session_authorization", &To::use_set_session_authorization},
    {"serializable_deferrable", &To::serializable_deferrable},
};

constexpr std::pair<const char*, std::vector<std::string> To::*> lists[] = {
    {"include_schemas", &To::include_schemas},
    {"exclude_schemas", &To::exclude_schemas},
    {"include_tables", &To::include_tables},
    {"exclude_tables", &To::exclude_tables},
    {"exclude_table_data", &To::exclude_table_data},
    {"include_tables_and_children", &To::include_tables_and_children},
    {"exclude_tables_and_children", &To::exclude_tables_and_children},
    {"exclude_table_data_and_children", &To::exclude_table_data_and_children},
    {"include_extensions", &To::include_extensions},
    {"only_extensions", &To::only_extensions},
    {"exclude_extensions", &To::exclude_extensions},
    {"include_foreign_data", &To::include_foreign_data},
};

constexpr std::pair<const char*, std::string To::*> texts[] = {
    {"superuser", &To::superuser},
    {"role", &To::role},
    {"encoding", &To::encoding},
    {"snapshot", &To::snapshot},
    {"lock_wait_timeout", &To::lock_wait_timeout},
    {"restrict_key", &To::restrict_key},
};

py::object dump(py::handle connect, py::handle options, py::handle target, const std::string& sync,
                const CancelToken* cancel, py::handle on_progress, py::handle on_log) {
  Call call;
  const To dumped = dump_options(options);
  return dump_summary(
      run(call, stop_token_of(cancel),
          [&, from = connect_options(connect), to = target_of(call, target, dumped.format, sync),
           observer = pgdumpcore::Observer{.on_progress = progress_callback(call, on_progress),
                                           .on_log = log_callback(call, on_log)}](const std::stop_token& stop) mutable {
            return pgdumpcore::dump(from, dumped, std::move(to), stop, observer);
          }));
}

// --- copying

py::object copy_summary(const pgdumpcore::CopySummary& from) {
  return make("CopySummary", "rows"_a = from.rows, "bytes"_a = from.bytes);
}

pgdumpcore::CopyProgress copy_progress(Call& call, py::handle function) {
  if (function.is_none()) return {};
  return [&call, function = function.ptr()](const pgdumpcore::CopySummary& so_far) {
    call.tell("progress", [function, so_far] { invoke(function, copy_summary(so_far)); });
  };
}

// What is to be copied, by the keywords of the functions in Python.
pgdumpcore::CopyOptions copy_options(const py::dict& given) {
  using Options = pgdumpcore::CopyOptions;
  constexpr std::pair<const char*, std::string Options::*> words[] = {{"schema", &Options::schema},
                                                                      {"table", &Options::table},
                                                                      {"query", &Options::query},
                                                                      {"snapshot", &Options::snapshot},
                                                                      {"encoding", &Options::encoding}};
  const py::object value = py::module_::import("types").attr("SimpleNamespace")(**given);
  const Fields from(value);
  Options to;
  from.take_all(to, words);
  from.take("columns", to.columns);
  from.take("jobs", to.jobs);
  std::optional<pgdumpcore::Compression> compression;
  from.take("compression", compression);
  to.compression = compression.value_or(pgdumpcore::Compression{});
  return to;
}

py::object copy(py::handle connect, const py::dict& options, py::handle target, const std::string& sync,
                const CancelToken* cancel, py::handle on_progress) {
  Call call;
  return copy_summary(
      run(call, stop_token_of(cancel),
          [from = connect_options(connect), copied = copy_options(options), sink = sink_of(call, target, sync),
           told = copy_progress(call, on_progress)](const std::stop_token& stop) mutable {
            return pgdumpcore::copy(from, copied, std::move(sink), stop, told);
          }));
}

std::unique_ptr<Stream> copy_stream(py::handle connect, const py::dict& options, const CancelToken* cancel,
                                    const py::object& on_progress) {
  auto stream = std::make_unique<Stream>();
  const auto summary = std::make_shared<pgdumpcore::CopySummary>();
  stream->keep(on_progress);
  stream->set_summary([summary] { return copy_summary(*summary); });
  stream->call().start(
      [from = connect_options(connect), copied = copy_options(options),
       told = copy_progress(stream->call(), on_progress), stream = stream.get(),
       summary](const std::stop_token& stop) { *summary = pgdumpcore::copy(from, copied, stream->sink(), stop, told); },
      stop_token_of(cancel));
  return stream;
}

}  // namespace

pgdumpcore::DumpOptions dump_options(py::handle value) {
  const Fields from(value);
  To to;
  from.take_all(to, switches);
  from.take_all(to, lists);
  from.take_all(to, texts);
  from.take("format", to.format);
  from.take("compression", to.compression);
  from.take("jobs", to.jobs);
  from.take("row_conditions", to.row_conditions);
  from.take("sections", to.sections);
  from.take("large_objects", to.large_objects);
  from.take("rows_per_insert", to.rows_per_insert);
  from.take("extra_float_digits", to.extra_float_digits);
  for (const std::string& path : from.paths("filter_files")) pgdumpcore::add_filter_file(to, path);
  return to;
}

void add_dump(py::module_& module) {
  module.def("dump", &dump, "connect"_a, "options"_a, "target"_a, "sync"_a, "cancel"_a, "on_progress"_a, "on_log"_a);
  module.def("copy", &copy, "connect"_a, "options"_a, "target"_a, "sync"_a, "cancel"_a, "on_progress"_a);
  module.def("copy_stream", &copy_stream, "connect"_a, "options"_a, "cancel"_a, "on_progress"_a);
}

}  // namespace python_binding
