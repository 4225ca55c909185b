// An archive or a script, into a database or as text.
#include "callbacks.hpp"
#include "parts.hpp"
#include "sinks.hpp"
#include "values.hpp"

#include <pgdumpcore/restore.hpp>
#include <pgdumpcore/option_tables.hpp>
#include <pgdumpcore/restore_set.hpp>

namespace python_binding {
namespace {

using To = pgdumpcore::RestoreOptions;

pgdumpcore::RestoreObserver observer_of(Call& call, py::handle on_progress, py::handle on_log, py::handle on_error) {
  return {.on_progress = progress_callback(call, on_progress),
          .on_log = log_callback(call, on_log),
          .on_error = callback<pgdumpcore::Error>(call, on_error, &error)};
}

py::object summary_of(const pgdumpcore::RestoreSummary& from) {
  return make("RestoreSummary", "database"_a = text_or_none(from.database), "objects"_a = from.objects,
              "errors"_a = from.errors, "tables"_a = from.tables, "rows"_a = from.rows,
              "bytes_read"_a = from.bytes_read);
}

py::object restore(py::handle source, py::handle connect, py::handle options, const CancelToken* cancel,
                   py::handle on_progress, py::handle on_log, py::handle on_error, py::handle identities) {
  Call call;
  return summary_of(
      run(call, stop_token_of(cancel),
          [input = input_of(source, identities), to = connect_options(connect), restored = restore_options(options),
           observer = observer_of(call, on_progress, on_log, on_error)](const std::stop_token& stop) {
            return pgdumpcore::restore(input, to, restored, stop, observer);
          }));
}

py::object restore_to_script(py::handle source, py::handle target, py::handle options, const std::string& sync,
                             const CancelToken* cancel, py::handle on_progress, py::handle on_log, py::handle on_error,
                             py::handle identities) {
  Call call;
  return summary_of(
      run(call, stop_token_of(cancel),
          [input = input_of(source, identities), to = target_of(call, target, pgdumpcore::Format::plain, sync),
           restored = restore_options(options),
           observer = observer_of(call, on_progress, on_log, on_error)](const std::stop_token& stop) mutable {
            return pgdumpcore::restore_to_script(input, std::move(to), restored, stop, observer);
          }));
}

py::str restore_list(py::handle source, py::handle options, py::handle identities) {
  Call call;
  return text(run(call, {},
                  [input = input_of(source, identities), restored = restore_options(options)](const std::stop_token&) {
                    return pgdumpcore::restore_list(input, restored);
                  }));
}

std::uint64_t restore_set(py::handle set, py::handle connect, py::handle options, py::handle databases,
                          py::handle rename_to, bool with_roles, bool drop_on_failure, const CancelToken* cancel,
                          py::handle on_progress, py::handle on_log, py::handle on_error, py::handle on_database,
                          py::handle identities) {
  Call call;
  pgdumpcore::SetRestoreOptions how;
  how.identities = identities_of(identities);
  if (py::isinstance<py::str>(databases)) {
    how.databases = {text_of(databases, "database")};
  } else if (!databases.is_none()) {
    how.databases = texts_of(databases, "database");
    // No name is not every database.
    if (how.databases.empty()) throw py::value_error("database names no database");
  }
  if (!rename_to.is_none()) how.as = text_of(rename_to, "rename_to");
  how.restore = restore_options(options);
  how.with_roles = with_roles;
  how.drop_on_failure = drop_on_failure;
  pgdumpcore::SetRestoreObserver observer = {.restore = observer_of(call, on_progress, on_log, on_error),
                                             .on_database = {}};
  if (!on_database.is_none())
    observer.on_database = [&](const std::string& name, const pgdumpcore::RestoreSummary& summary) {
      call.ask([&] { on_database(text(name), summary_of(summary)); });
    };
  return run(call, stop_token_of(cancel),
             [&, path = path_of(set), to = connect_options(connect)](const std::stop_token& stop) {
               return pgdumpcore::restore_set(path, to, how, stop, observer);
             });
}

}  // namespace

pgdumpcore::RestoreOptions restore_options(py::handle value) {
  const Fields from(value);
  To to;
  from.take_all(to, pgdumpcore::restore_switches);
  from.take_all(to, pgdumpcore::restore_lists);
  from.take_all(to, pgdumpcore::restore_texts);
  from.take_path("use_list", to.use_list);
  from.take("sections", to.sections);
  from.take("jobs", to.jobs);
  from.take_number("transaction_size", to.transaction_size, 0);
  for (const std::string& path : from.paths("filter_files")) pgdumpcore::add_filter_file(to, path);
  return to;
}

void add_restore(py::module_& module) {
  module.def("restore", &restore, "source"_a, "connect"_a, "options"_a, "cancel"_a, "on_progress"_a, "on_log"_a,
             "on_error"_a, "identities"_a);
  module.def("restore_to_script", &restore_to_script, "source"_a, "target"_a, "options"_a, "sync"_a, "cancel"_a,
             "on_progress"_a, "on_log"_a, "on_error"_a, "identities"_a);
  module.def("restore_list", &restore_list, "source"_a, "options"_a, "identities"_a);
  module.def("restore_set", &restore_set, "set"_a, "connect"_a, "options"_a, "database"_a, "rename_to"_a,
             "with_roles"_a, "drop_on_failure"_a, "cancel"_a, "on_progress"_a, "on_log"_a, "on_error"_a,
             "on_database"_a, "identities"_a);
}

}  // namespace python_binding
