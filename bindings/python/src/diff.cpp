// How two sets differ, or a set and a server.
#include "callbacks.hpp"
#include "parts.hpp"
#include "values.hpp"

#include <pgdumpcore/diff.hpp>

namespace python_binding {
namespace {

constexpr const char* change_names[] = {"none", "added", "removed", "changed"};

/// A set's path as bytes; anything else is a server.
pgdumpcore::DiffInput input_from(py::handle given) {
  if (py::isinstance<py::bytes>(given)) return {.set = path_of(given), .connect = {}};
  return {.set = {}, .connect = connect_options(given)};
}

py::object totals(const std::optional<pgdumpcore::DatabaseTotals>& from) {
  if (!from) return py::none();
  return make("DatabaseTotals", "tables"_a = from->tables, "rows"_a = value_or_none(from->rows),
              "bytes"_a = value_or_none(from->bytes));
}

py::object table_diff(const pgdumpcore::TableDiff& from) {
  return make("TableDiff", "change"_a = name_in(change_names, from.change), "schema"_a = text(from.schema),
              "name"_a = text(from.name), "rows_before"_a = value_or_none(from.rows_before),
              "rows_after"_a = value_or_none(from.rows_after), "bytes_before"_a = value_or_none(from.bytes_before),
              "bytes_after"_a = value_or_none(from.bytes_after));
}

py::object object_diff(const pgdumpcore::ObjectDiff& from) {
  return make("ObjectDiff", "change"_a = name_in(change_names, from.change), "kind"_a = text(from.kind),
              "schema"_a = text_or_none(from.schema), "name"_a = text(from.name), "definition"_a = from.definition,
              "owner"_a = from.owner, "storage"_a = from.storage);
}

py::object database_diff(const pgdumpcore::DatabaseDiff& from) {
  return make("DatabaseDiff", "name"_a = text(from.name), "change"_a = name_in(change_names, from.change),
              "error"_a = from.error ? error(*from.error) : py::none(), "before"_a = totals(from.before),
              "after"_a = totals(from.after), "tables"_a = tuple_of(from.tables, &table_diff),
              "objects"_a = tuple_of(from.objects, &object_diff));
}

py::object side(const pgdumpcore::DiffedSide& from) {
  return make("DiffedSide", "set"_a = from.set.empty() ? py::none() : path(from.set),
              "server_version"_a = text(from.server_version), "description"_a = text(from.description));
}

py::object diff(py::handle before, py::handle after, py::handle databases, bool definitions, bool estimate,
                py::handle lock_wait_timeout, const CancelToken* cancel, py::handle on_progress, py::handle on_log) {
  Call call;
  pgdumpcore::DiffOptions options{.databases = texts_of(databases, "databases"),
                                  .definitions = definitions,
                                  .estimate = estimate,
                                  .lock_wait_timeout = {}};
  if (!lock_wait_timeout.is_none()) options.lock_wait_timeout = text_of(lock_wait_timeout, "lock_wait_timeout");
  pgdumpcore::DiffObserver observer = {.on_progress = {}, .on_log = log_callback(call, on_log)};
  if (!on_progress.is_none())
    observer.on_progress = [&](const std::string& database, const pgdumpcore::Progress& state) {
      call.tell("progress " + database, [=] { on_progress(text(database), progress(state)); });
    };
  const pgdumpcore::DiffSummary summary =
      run(call, stop_token_of(cancel),
          [&, one = input_from(before), other = input_from(after)](const std::stop_token& stop) {
            return pgdumpcore::diff(one, other, options, stop, observer);
          });
  return make("DiffSummary", "before"_a = side(summary.before), "after"_a = side(summary.after),
              "databases"_a = tuple_of(summary.databases, &database_diff));
}

}  // namespace

void add_diff(py::module_& module) {
  module.def("diff", &diff, "before"_a, "after"_a, "databases"_a, "definitions"_a, "estimate"_a, "lock_wait_timeout"_a,
             "cancel"_a, "on_progress"_a, "on_log"_a);
}

}  // namespace python_binding
