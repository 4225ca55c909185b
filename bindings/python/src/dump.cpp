// One database, and the rows of one table.
#include "callbacks.hpp"
#include "parts.hpp"
#include "sinks.hpp"
#include "stream.hpp"
#include "values.hpp"

#include <pgdumpcore/copy.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/option_tables.hpp>

namespace python_binding {
namespace {

using To = pgdumpcore::DumpOptions;

py::object dump(py::handle connect, py::handle options, py::handle target, const std::string& sync,
                const CancelToken* cancel, py::handle on_progress, py::handle on_log, py::handle recipients) {
  Call call;
  const To dumped = dump_options(options);
  return dump_summary(
      run(call, stop_token_of(cancel),
          [&, from = connect_options(connect),
           to = target_of(call, target, dumped.format, sync).encrypted_to(recipients_of(recipients)),
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
  from.take_all(to, pgdumpcore::dump_switches);
  from.take_all(to, pgdumpcore::dump_lists);
  from.take_all(to, pgdumpcore::dump_texts);
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
  module.def("dump", &dump, "connect"_a, "options"_a, "target"_a, "sync"_a, "cancel"_a, "on_progress"_a, "on_log"_a,
             "recipients"_a);
  module.def("copy", &copy, "connect"_a, "options"_a, "target"_a, "sync"_a, "cancel"_a, "on_progress"_a);
  module.def("copy_stream", &copy_stream, "connect"_a, "options"_a, "cancel"_a, "on_progress"_a);
}

}  // namespace python_binding
