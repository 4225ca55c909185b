// The story of a dump: connect, pin a snapshot, read schemas, extensions and relations, select, lock what was
// selected, read the rest, order it, render it, and write it with its data.
// Entry point: pgdumpcore::dump(). Tests: tests/compat (against pg_dump), tests/integration.

#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/version.hpp>

#include "archive/plain.hpp"
#include "catalog/graph.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "dump/archive_form.hpp"
#include "dump/archive_output.hpp"
#include "dump/data.hpp"
#include "dump/entries.hpp"
#include "dump/locks.hpp"
#include "dump/restrict_key.hpp"
#include "dump/row_conditions.hpp"
#include "dump/script_jobs.hpp"
#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/database.hpp"
#include "kinds/order.hpp"
#include "kinds/relation.hpp"
#include "kinds/security_label.hpp"
#include "kinds/table.hpp"
#include "order/sort.hpp"
#include "pg/pooler.hpp"
#include "pg/session.hpp"
#include "select/selection.hpp"

#include <fmt/format.h>

namespace pgdumpcore {

namespace {

using catalog::Component;
using catalog::Kind;
using catalog::Object;

// How often a dump starts again because a table was replaced before it could be locked.
constexpr int most_attempts = 5;

// One attempt at one snapshot.
class Dump {
 public:
  Dump(pg::Connection& connection, const DumpOptions& options, const Observer& observer)
      : connection_(connection),
        options_(options),
        observer_(observer),
        reader_(connection, store_, options, observer.on_log),
        shelves_(kinds::shelves(connection.server().major())) {
    dialect_.server = connection.server();
    dialect_.standard_conforming_strings = connection.parameter("standard_conforming_strings") == "on";
    dialect_.encoding = connection.parameter("client_encoding");
    dialect_.database = connection.database();
  }

  // Returns the name of a table that was replaced meanwhile; the attempt is over then.
  std::optional<std::string> find_and_lock() {
    reader_.foresee(pg::keywords_query);
    kinds::foresee_initial_privileges(reader_);
    foresee(kinds::found_before_locking());
    dialect_.quote = pg::identifier_quoter(reader_.query(pg::keywords_query), options_.quote_all_identifiers);
    kinds::read_initial_privileges(reader_);
    select::Selection& selection = selection_.emplace(reader_);
    read(kinds::found_before_locking(), selection);
    const std::vector<Object*> tables = tables_to_lock();
    dumping::lock_tables(connection_, tables, dialect_.quote, options_.lock_wait_timeout);
    return dumping::replaced_table(connection_, tables);
  }

  void read_rest() {
    foresee(kinds::found_under_locks());
    kinds::foresee_comments(reader_);
    kinds::foresee_security_labels(reader_);
    if (options_.create) kinds::database.foresee(reader_);
    read(kinds::found_under_locks(), *selection_);
    if (options_.create) kinds::database.read(reader_);
    // Whether the database has labels is to be known with what the others have.
    reader_.settle();
    kinds::read_comments(reader_);
    kinds::read_security_labels(reader_);
    for (Object& object : store_.objects()) object.wanted &= object.available;
    for_each_kind([&](const Kind& kind) {
      if (kind.detail != nullptr) kind.detail(reader_);
    });
    catalog::ask_dependencies(reader_);
    reader_.settle();
  }

  void order() {
    for_each_kind([&](const Kind& kind) {
      if (kind.edges != nullptr) kind.edges(store_);
    });
    catalog::add_boundaries(store_, shelves_);
    ordered_ = order::dump_order(store_, shelves_, kinds::asked_to_loosen());
    forward_notices();
  }

  void render() {
    if (options_.format != Format::plain) render_session();
    if (options_.create)
      for (const Object* database : store_.of(kinds::database)) render(*database, catalog::Section::none);
    for (const Object* object : ordered_) {
      if (!object->wanted.any() || object->kind == &kinds::database) continue;
      render(*object, section_of(*object->kind));
    }
    if (options_.format != Format::plain) entries_.keep_wanted(options_);
    entries_.number();
    forward_notices();
  }

  void write(Target target, DumpSummary& summary, const stream::WorkerSession& session) {
    dumping::check_row_conditions(connection_, entries_);
    dumping::Data data(connection_, entries_, options_, dialect_, observer_.on_progress, summary);
    summary.objects = entries_.list().size();
    const dumping::Crew crew{.leader = connection_, .session = session, .jobs = options_.jobs};
    if (options_.format == Format::plain)
      write_script(std::move(target), data, crew);
    else
      write_archive(std::move(target), data, crew);
  }

 private:
  void write_script(Target target, dumping::Data& data, const dumping::Crew& crew) {
    const archive::PlainSettings settings = {
        .script = {.options = archive::script_options(options_),
                   .quote = dialect_.quote,
                   .major = dialect_.server.major(),
                   .encoding = dialect_.encoding,
                   .standard_conforming_strings = dialect_.standard_conforming_strings},
        .server_version = dialect_.server.text,
        .writer = fmt::format("pgdump version {}", version()),
        .restrict_key = options_.restrict_key.empty() ? dumping::random_restrict_key() : options_.restrict_key,
    };
    const std::vector<archive::Wanted> wanted = archive::wanted_entries(entries_.list(), settings.script.options);
    dumping::write_script(std::move(target).open(), options_.compression.value_or(Compression{}), data, crew,
                          [&](dumping::ScriptOutput& script) {
                            archive::write_plain(script, entries_.list(), wanted, settings,
                                                 [&](const archive::Entry& entry, Sink&) { script.add(entry); });
                          });
  }

  void write_archive(Target target, dumping::Data& data, const dumping::Crew& crew) {
    const dumping::ArchiveForm form = dumping::archive_form(options_, dialect_.server.major());
    if (observer_.on_log && !form.notice.empty()) observer_.on_log(LogLevel::warning, form.notice, form.hint);
    archive::Toc toc;
    toc.minor = form.minor;
    toc.compression = form.compression;
    toc.database = dialect_.database;
    toc.server_version = dialect_.server.text;
    toc.dumper_version = fmt::format("pgdump {}", version());
    toc.entries = entries_.take();
    dumping::write_archive(std::move(target), options_.format, toc, data, crew);
  }

  // How a restore has to read what follows.
  void render_session() {
    const auto add = [this](const char* name, std::string sql) {
      catalog::Statement statement;
      statement.tag = name;
      statement.description = name;
      statement.section = catalog::Section::pre_data;
      statement.create = std::move(sql);
      entries_.add(std::move(statement));
    };
    add("ENCODING", fmt::format("SET client_encoding = '{}';\n", dialect_.encoding));
    add("STDSTRINGS",
        fmt::format("SET standard_conforming_strings = '{}';\n", dialect_.standard_conforming_strings ? "on" : "off"));
    add("SEARCHPATH", "SELECT pg_catalog.set_config('search_path', '', false);\n");
  }

  void foresee(std::span<const Kind* const> list) {
    for (const Kind* kind : list)
      if (kind->foresee != nullptr) kind->foresee(reader_);
  }

  void read(std::span<const Kind* const> list, select::Selection& selection) {
    for (const Kind* kind : list) {
      if (kind->read != nullptr) kind->read(reader_);
      selection.decide();
    }
  }

  template <class Function>
  void for_each_kind(const Function& function) {
    for (const auto list : {kinds::found_before_locking(), kinds::found_under_locks()})
      for (const Kind* kind : list) function(*kind);
    if (options_.create) function(kinds::database);
  }

  // Relations that have rows, or partitions that have, and of which something is taken that could change under us.
  std::vector<Object*> tables_to_lock() {
    std::vector<Object*> tables;
    for (Object* table : store_.of(kinds::table)) {
      const bool matters =
          (table->wanted & table->available & (Component::definition | Component::data | Component::policy)).any();
      if (matters) tables.push_back(table);
    }
    return tables;
  }

  [[nodiscard]] catalog::Section section_of(const Kind& kind) const {
    for (const catalog::Shelf& shelf : shelves_)
      for (const Kind* on_shelf : shelf.kinds)
        if (on_shelf == &kind) return shelf.section;
    return catalog::Section::none;
  }

  void render(const Object& object, catalog::Section section) {
    if (object.kind->render == nullptr) return;
    catalog::Renderer renderer(store_, options_, dialect_, section,
                               [this](catalog::Statement&& statement) { entries_.add(std::move(statement)); });
    object.kind->render(object, renderer);
  }

  void forward_notices() {
    if (observer_.on_log)
      for (const auto& notice : store_.notices) observer_.on_log(LogLevel::warning, notice.message, notice.hint);
    store_.notices.clear();
  }

  pg::Connection& connection_;
  const DumpOptions& options_;
  const Observer& observer_;
  catalog::Dialect dialect_{};
  catalog::Store store_{};
  catalog::Reader reader_;
  std::vector<catalog::Shelf> shelves_;
  std::optional<select::Selection> selection_{};
  std::vector<Object*> ordered_{};
  dumping::Entries entries_{};
};

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

[[noreturn]] void give_up(const std::string& table, const DumpOptions& options) {
  Error error(Fault::data, fmt::format("table \"{}\" was rewritten or truncated after the snapshot was taken", table));
  error.object("TABLE " + table).detail("The snapshot would show it without its rows.");
  if (options.snapshot.empty())
    error.hint(fmt::format("It happened {} times; dump when no such command runs.", most_attempts));
  else
    error.hint("Take a new snapshot for --snapshot.");
  throw error;
}

// A table that is gone by the time it is locked was dropped after the snapshot, which a new snapshot mends.
bool dropped_meanwhile(const Error& error) {
  return error.sqlstate() == "42P01" || error.sqlstate() == "3F000";
}

}  // namespace

DumpSummary dump(const ConnectOptions& connect, const DumpOptions& wanted, Target target, const std::stop_token& stop,
                 const Observer& observer) {
  check_options(wanted);
  dumping::check_target(target, wanted.format);
  DumpOptions options = wanted;
  // An archive always knows how to create its database, in case that is asked for when it is restored.
  if (options.format != Format::plain) options.create = true;
  pg::Connection connection = pg::Connection::open(connect, stop);
  const pg::SessionSettings settings = session_settings(options);
  pg::prepare_session(connection, settings);
  stream::Recruits recruits(connect, settings);
  if (options.jobs > 1) {
    pg::refuse_shared_sessions(connection, connect);
    recruits.call(options.jobs);
  }
  // A standby has nothing of what is in unlogged tables.
  if (pg::is_standby(connection)) options.no_unlogged_table_data = true;

  DumpSummary summary;
  summary.database = connection.database();
  summary.server_version = connection.server().text;
  for (int attempt = 1;; ++attempt) {
    summary.snapshot = pg::pin_snapshot(connection, options.snapshot, options.serializable_deferrable);
    Dump run(connection, options, observer);
    const bool last = attempt == most_attempts || !options.snapshot.empty();
    std::optional<std::string> replaced;
    try {
      replaced = run.find_and_lock();
    } catch (const Error& error) {
      if (last || !dropped_meanwhile(error)) throw;
      replaced = error.what();
    }
    if (replaced) {
      if (last) give_up(*replaced, options);
      if (observer.on_log)
        observer.on_log(LogLevel::info,
                        fmt::format("\"{}\" was replaced before it could be locked; taking a new snapshot", *replaced),
                        "");
      pg::end_snapshot(connection);
      continue;
    }
    run.read_rest();
    run.order();
    run.render();
    // Nothing was written so far: a dump that fails before its data leaves no trace.
    run.write(std::move(target), summary, {.recruits = recruits, .snapshot = summary.snapshot});
    return summary;
  }
}

}  // namespace pgdumpcore
