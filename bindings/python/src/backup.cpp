// Every database of a server, whether it would work, and whether what was saved is whole.
#include "callbacks.hpp"
#include "parts.hpp"
#include "values.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/copy_set.hpp>
#include <pgdumpcore/check.hpp>
#include <pgdumpcore/set.hpp>
#include <pgdumpcore/verify.hpp>

namespace python_binding {
namespace {

constexpr const char* verdict_names[] = {"good", "warning", "failure"};

pgdumpcore::Retention retention_from(const Fields& from) {
  pgdumpcore::Retention to;
  from.take_number("keep_last", to.keep_last, 0);
  from.take_number("keep_daily", to.keep_daily, 0);
  from.take_number("keep_weekly", to.keep_weekly, 0);
  from.take_number("keep_monthly", to.keep_monthly, 0);
  return to;
}

pgdumpcore::BackupOptions backup_options(py::handle value, py::handle directory) {
  const Fields from(value);
  pgdumpcore::BackupOptions to;
  if (!directory.is_none()) to.directory = path_of(directory);
  from.take("include_databases", to.include_databases);
  from.take("exclude_databases", to.exclude_databases);
  from.take("globals", to.globals);
  from.take("lock_wait_timeout", to.lock_wait_timeout);
  from.take("format", to.format);
  from.take("compression", to.compression);
  from.take_number("jobs", to.jobs, 1);
  from.take_number("max_connections_per_database", to.max_connections_per_database, 0);
  to.retention = retention_from(from);
  from.take_path("metrics_file", to.metrics_file);
  to.recipients = recipients_of(value.attr("recipients"), "BackupOptions.recipients");
  std::string sync;
  from.take("sync", sync);
  to.sync = sync_named(sync);
  return to;
}

py::object error_or_none(const std::optional<pgdumpcore::Error>& from) {
  if (!from) return py::none();
  return error(*from);
}

py::object set_file(const pgdumpcore::SetFile& file) {
  return make("SetFile", "name"_a = text(file.name), "size"_a = file.size, "sha256"_a = text(file.sha256));
}

py::object outcome(const pgdumpcore::DatabaseOutcome& from) {
  return make("DatabaseOutcome", "name"_a = text(from.name), "status"_a = pgdumpcore::name_of(from.status),
              "error"_a = error_or_none(from.error), "file"_a = text_or_none(from.file),
              "files"_a = tuple_of(from.files, &set_file), "format"_a = pgdumpcore::name_of(from.format),
              "codec"_a = pgdumpcore::name_of(from.codec), "size"_a = from.size, "sha256"_a = text_or_none(from.sha256),
              "seconds"_a = from.duration.count(), "dump"_a = dump_summary(from.dump));
}

py::object backup_summary(const pgdumpcore::BackupSummary& from) {
  return make("BackupSummary", "path"_a = path(from.path), "status"_a = pgdumpcore::name_of(from.status),
              "manifest"_a = path(from.manifest), "globals_error"_a = error_or_none(from.globals_error),
              "databases"_a = tuple_of(from.databases, &outcome), "removed"_a = tuple_of(from.removed, &text),
              "removal_reasons"_a = tuple_of(from.removal_reasons, &text));
}

py::object backup(py::handle connect, py::handle directory, py::handle options, const CancelToken* cancel,
                  py::handle on_progress, py::handle on_log, py::handle on_database) {
  Call call;
  pgdumpcore::BackupObserver observer = {
      .on_progress = {},
      .on_log = log_callback(call, on_log),
      .on_database = callback<pgdumpcore::DatabaseOutcome>(call, on_database, &outcome)};
  if (!on_progress.is_none())
    observer.on_progress = [&](const std::string& database, const pgdumpcore::Progress& state) {
      call.tell("progress " + database, [=] { on_progress(text(database), progress(state)); });
    };
  return backup_summary(run(
      call, stop_token_of(cancel),
      [&, from = connect_options(connect), saved = backup_options(options, directory)](const std::stop_token& stop) {
        return pgdumpcore::backup(from, saved, stop, observer);
      }));
}

py::object check(py::handle connect, py::handle directory, py::handle options, const CancelToken* cancel,
                 py::handle on_answer) {
  Call call;
  return name_in(
      verdict_names,
      run(call, stop_token_of(cancel),
          [from = connect_options(connect), saved = backup_options(options, directory),
           told = callback<pgdumpcore::Answer>(call, on_answer, [](const pgdumpcore::Answer& answer) {
             return make("Answer", "question"_a = text(answer.question), "database"_a = text_or_none(answer.database),
                         "verdict"_a = name_in(verdict_names, answer.verdict), "message"_a = text(answer.message),
                         "hint"_a = text_or_none(answer.hint), "objects"_a = tuple_of(answer.objects, &text));
           })](const std::stop_token& stop) { return pgdumpcore::check(from, saved, told, stop); }));
}

// --- sets and archives

py::object time_of(std::chrono::sys_seconds from) {
  const py::module_ datetime = py::module_::import("datetime");
  return datetime.attr("datetime")
      .attr("fromtimestamp")(from.time_since_epoch().count(), datetime.attr("timezone").attr("utc"));
}

py::object set_info(const pgdumpcore::SetInfo& from) {
  constexpr const char* states[] = {"complete", "partial", "unfinished", "damaged", "unreadable"};
  return make("SetInfo", "name"_a = text(from.name), "path"_a = path(from.path),
              "started_at"_a = time_of(from.started_at), "state"_a = name_in(states, from.state),
              "problem"_a = text_or_none(from.problem), "is_latest"_a = from.is_latest, "size"_a = from.size,
              "databases"_a = from.databases, "server_version"_a = text_or_none(from.server_version),
              "verified_at"_a = from.verified_at ? time_of(*from.verified_at) : py::none(),
              "was_intact"_a = from.was_intact, "system_identifier"_a = text_or_none(from.system_identifier),
              "include_databases"_a = tuple_of(from.include_databases, &text),
              "exclude_databases"_a = tuple_of(from.exclude_databases, &text), "is_full"_a = from.is_full,
              "globals"_a = from.globals, "is_in_future"_a = from.is_in_future);
}

py::tuple list_sets(py::handle directory) {
  Call call;
  return tuple_of(
      run(call, {}, [path = path_of(directory)](const std::stop_token&) { return pgdumpcore::list_sets(path); }),
      &set_info);
}

py::object read_manifest(py::handle set) {
  Call call;
  const pgdumpcore::SetManifest from =
      run(call, {}, [path = path_of(set)](const std::stop_token&) { return pgdumpcore::read_manifest(path); });
  return make("SetManifest", "name"_a = text(from.name), "path"_a = path(from.path),
              "status"_a = pgdumpcore::name_of(from.status), "started_at"_a = time_of(from.started_at),
              "finished_at"_a = time_of(from.finished_at), "tool_version"_a = text(from.tool_version),
              "server_version"_a = text(from.server_version),
              "system_identifier"_a = text_or_none(from.system_identifier),
              "globals"_a = from.globals ? set_file(*from.globals) : py::none(),
              "globals_error"_a = text_or_none(from.globals_error), "has_selection"_a = from.has_selection,
              "include_databases"_a = tuple_of(from.include_databases, &text),
              "exclude_databases"_a = tuple_of(from.exclude_databases, &text),
              "databases"_a = tuple_of(from.databases, &outcome));
}

pgdumpcore::PruneOptions prune_options(py::handle directory, py::handle value) {
  const Fields from(value);
  pgdumpcore::PruneOptions to;
  to.directory = path_of(directory);
  from.take("server", to.server);
  from.take("dry_run", to.dry_run);
  to.retention = retention_from(from);
  return to;
}

py::object prune(py::handle directory, py::handle options, const CancelToken* cancel, py::handle on_log) {
  Call call;
  const pgdumpcore::LogCallback log = log_callback(call, on_log);
  const pgdumpcore::PruneSummary summary =
      run(call, stop_token_of(cancel), [&, from = prune_options(directory, options)](const std::stop_token& stop) {
        return pgdumpcore::prune(from, stop, log);
      });
  return make("PruneSummary",
              "removed"_a = tuple_of(summary.removed,
                                     [](const pgdumpcore::PrunedSet& set) {
                                       return make("PrunedSet", "name"_a = text(set.name),
                                                   "reason"_a = text(set.reason), "size"_a = set.size);
                                     }),
              "in_use"_a = tuple_of(summary.in_use, &text), "kept"_a = summary.kept);
}

py::object copy_set(py::handle set, py::handle directory, py::handle rules_of_there, const CancelToken* cancel,
                    py::handle on_progress, py::handle on_log) {
  Call call;
  const pgdumpcore::CopySetOptions to{.directory = path_of(directory),
                                      .retention = retention_from(Fields(rules_of_there))};
  const pgdumpcore::CopySetObserver observer = {.on_progress = progress_callback(call, on_progress),
                                                .on_log = log_callback(call, on_log)};
  const pgdumpcore::CopySetSummary summary = run(
      call, stop_token_of(cancel),
      [&, from = path_of(set)](const std::stop_token& stop) { return pgdumpcore::copy_set(from, to, stop, observer); });
  return make("CopySetSummary", "path"_a = path(summary.path), "was_there"_a = summary.was_there,
              "status"_a = pgdumpcore::name_of(summary.status), "files"_a = summary.files, "bytes"_a = summary.bytes,
              "removed"_a = tuple_of(summary.removed, &text));
}

py::object problem(const pgdumpcore::Problem& from) {
  return make("Problem", "file"_a = text_or_none(from.file), "message"_a = text(from.message),
              "kind"_a = pgdumpcore::name_of(from.kind));
}

py::object verified(const pgdumpcore::VerifiedDatabase& from) {
  return make("VerifiedDatabase", "name"_a = text(from.name), "file"_a = text(from.file), "size"_a = from.size,
              "tables"_a = from.tables, "rows"_a = from.rows, "intact"_a = from.intact,
              "restored"_a = value_or_none(from.restored), "left_out"_a = from.left_out,
              "is_unreadable"_a = from.is_unreadable, "is_undecrypted"_a = from.is_undecrypted);
}

py::object verify(py::handle path, py::handle restore_into, bool record, const CancelToken* cancel,
                  py::handle on_problem, py::handle on_database, py::handle on_log, py::handle identities,
                  py::handle on_progress) {
  Call call;
  pgdumpcore::VerifyOptions options{.restore_into = {}, .record = record, .identities = identities_of(identities)};
  if (!restore_into.is_none()) options.restore_into = connect_options(restore_into);
  const pgdumpcore::VerifyObserver observer = {
      .on_problem = callback<pgdumpcore::Problem>(call, on_problem, &problem),
      .on_database = callback<pgdumpcore::VerifiedDatabase>(call, on_database, &verified),
      .on_log = log_callback(call, on_log),
      .on_progress = progress_callback(call, on_progress)};
  const pgdumpcore::VerifySummary summary =
      run(call, stop_token_of(cancel), [&, where = path_of(path)](const std::stop_token& stop) {
        return pgdumpcore::verify(where, options, stop, observer);
      });
  return make("VerifySummary", "databases"_a = tuple_of(summary.databases, &verified),
              "problems"_a = tuple_of(summary.problems, &problem), "path"_a = python_binding::path(summary.path));
}

}  // namespace

void add_backup(py::module_& module) {
  module.def("backup", &backup, "connect"_a, "directory"_a, "options"_a, "cancel"_a, "on_progress"_a, "on_log"_a,
             "on_database"_a);
  module.def("check", &check, "connect"_a, "directory"_a, "options"_a, "cancel"_a, "on_answer"_a);
  module.def("list_sets", &list_sets, "directory"_a);
  module.def("read_manifest", &read_manifest, "set"_a);
  module.def("prune", &prune, "directory"_a, "options"_a, "cancel"_a, "on_log"_a);
  module.def("verify", &verify, "path"_a, "restore_into"_a, "record"_a, "cancel"_a, "on_problem"_a, "on_database"_a,
             "on_log"_a, "identities"_a, "on_progress"_a);
  module.def("copy_set", &copy_set, "set"_a, "directory"_a, "rules"_a, "cancel"_a, "on_progress"_a, "on_log"_a);
}

}  // namespace python_binding
