// The story of a restore: see what the input is, choose what is wanted of it, connect, and run its commands entry by
// entry, with several connections where that is asked for; or write them down as a script.
// Entry points: pgdumpcore::restore(), restore_to_script(). Tests: tests/integration/restore_*.

#include <pgdumpcore/restore.hpp>
#include <pgdumpcore/version.hpp>

#include "archive/large_object_script.hpp"
#include "archive/listing.hpp"
#include "archive/plain.hpp"
#include "dump/restrict_key.hpp"
#include "pg/keywords.hpp"
#include "pg/pooler.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "restore/archive_restore.hpp"
#include "restore/as_table.hpp"
#include "restore/copy_statement.hpp"
#include "restore/input.hpp"
#include "restore/options.hpp"
#include "restore/parallel_restore.hpp"
#include "restore/lost_dependents.hpp"
#include "restore/memberships.hpp"
#include "restore/parts_restore.hpp"
#include "restore/report.hpp"
#include "restore/restore_input.hpp"
#include "restore/script_restore.hpp"
#include "restore/selection.hpp"
#include "restore/target_session.hpp"
#include "restore/trigger_modes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace pgdumpcore {

namespace {

// Parts of a database are dropped and made again: what could not be dropped must not get its rows twice.
bool replaces_parts(const RestoreOptions& options) {
  return options.with_parts && options.clean && !options.force;
}

bool stops_at_first_error(const RestoreOptions& options) {
  return options.exit_on_error || options.single_transaction || options.transaction_size > 0 || replaces_parts(options);
}

// What the options say with what they imply.
RestoreOptions with_implied_options(const RestoreOptions& asked) {
  RestoreOptions options = asked;
  // Of partitioned tables the rows of their partitions.
  if (options.missing_rows) options.data_only = options.with_parts = true;
  // What is dropped is there again, whatever happens.
  if (replaces_parts(options) && options.jobs == 1 && options.transaction_size == 0) options.single_transaction = true;
  return options;
}

std::uint64_t tables_with_data(std::span<const archive::Wanted> wanted) {
  return static_cast<std::uint64_t>(std::ranges::count_if(wanted, [](const archive::Wanted& item) {
    return item.parts.data && item.entry->has_data && item.entry->description == "TABLE DATA";
  }));
}

// Of the rows that are to be loaded.
restoring::Weights sizes_of_rows(const restoring::Weights& all, std::span<const archive::Wanted> wanted) {
  restoring::Weights sizes;
  for (const archive::Wanted& item : wanted)
    if (const auto size = all.find(item.entry->dump_id); item.parts.data && size != all.end()) sizes.insert(*size);
  return sizes;
}

// Large objects and statistics stay as they are.
void keep_rows_alone(std::vector<archive::Wanted>& wanted) {
  std::erase_if(wanted, [](const archive::Wanted& item) { return item.entry->description != "TABLE DATA"; });
  if (wanted.empty()) throw Error(Fault::usage, "there are no rows among what is chosen, so that none can be missing");
  for (const archive::Wanted& item : wanted) static_cast<void>(restoring::copy_statement(*item.entry));
}

// Before -c/--clean drops what the archive is to replace. The last data of a file tell whether it was cut off.
void require_data(archive::ArchiveReader& reader, std::span<const archive::Wanted> wanted) {
  const archive::Entry* last = nullptr;
  try {
    for (const archive::Wanted& item : wanted) {
      if (!item.parts.data || !item.entry->has_data) continue;
      reader.require_data(*item.entry, false);
      if (last == nullptr || item.entry->offset.value_or(0) > last->offset.value_or(0)) last = item.entry;
    }
    if (last != nullptr) reader.require_data(*last, true);
  } catch (const Error& error) {
    Error told = error;
    throw told.hint("Nothing was changed. --force drops and restores what it can.");
  }
}

restoring::SelectionWarning warning_of(restoring::Report& report) {
  return
      [&report](const std::string& message, const std::string& hint) { report.log(LogLevel::warning, message, hint); };
}

// Rows as they stand in a script.
void write_data(archive::ArchiveReader& reader, const archive::Entry& entry, bool standard_conforming_strings,
                bool in_transaction, Sink& out, restoring::Report& report) {
  if (entry.description == "BLOBS") {
    archive::LargeObjectScript script(out, standard_conforming_strings, in_transaction);
    script.begin();
    reader.large_objects(entry, {.open = [&](std::uint32_t oid) { script.open(oid); },
                                 .write =
                                     [&](std::span<const std::byte> bytes) {
                                       script.write(bytes);
                                       report.loaded("large objects", bytes.size());
                                     },
                                 .close = [&] { script.close(); }});
    script.end();
    return;
  }
  const std::unique_ptr<io::Source> rows = reader.table_data(entry);
  std::vector<std::byte> block(std::size_t{256} * 1024);
  while (const std::size_t got = rows->read(block)) {
    out.write(std::span(block).first(got));
    report.loaded(restoring::entry_object(entry), got);
  }
  report.table_done(0);
}

bool is_within_transaction(restoring::TargetSession& session) {
  const PGTransactionStatusType status = PQtransactionStatus(session.connection().raw());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

// Runs a restore that disables triggers, and leaves them in the modes that they had.
void with_trigger_modes(restoring::TargetSession& session, std::span<const archive::Wanted> wanted,
                        const std::string& role, const std::function<void()>& run) {
  const restoring::TriggerModes modes(session, restoring::tables_with_rows(wanted));
  try {
    run();
  } catch (...) {
    restoring::put_back_after_failure({&modes, 1}, session, role);
    throw;
  }
  modes.put_back(session);
}

//   sizes: of the data, where there are several jobs
void restore_archive(archive::ArchiveReader& reader, const RestoreOptions& options,
                     std::span<const archive::Wanted> wanted, const restoring::Weights& sizes,
                     restoring::TargetSession& session, std::stop_source& stop) {
  const restoring::ArchiveSettings archive = restoring::archive_settings(reader.toc());
  const pg::IdentifierQuoter quote =
      pg::identifier_quoter(session.connection().query(std::string(pg::keywords_query)), false);
  const archive::ScriptSettings settings = {.options = restoring::script_options(options),
                                            .quote = quote,
                                            .major = session.connection().server().major(),
                                            .encoding = archive.encoding,
                                            .standard_conforming_strings = archive.standard_conforming_strings};
  const auto run = [&] {
    if (options.jobs == 1)
      restoring::restore_serially(reader, options, settings, wanted, session);
    else
      restoring::restore_in_parallel(reader, options, settings, wanted, sizes, session, stop);
  };
  if (options.disable_triggers)
    with_trigger_modes(session, wanted, options.role, run);
  else
    run();
}

void restore_script(std::unique_ptr<io::Source> script, const RestoreOptions& options,
                    restoring::TargetSession& session) {
  if (options.single_transaction) session.begin();
  restoring::run_script(std::move(script), session, options);
  if (options.single_transaction) session.commit();
}

RestoreOptions with_possible_jobs(const RestoreOptions& given, const restoring::OpenedInput& opened,
                                  restoring::Report& report) {
  RestoreOptions options = given;
  if (options.jobs == 1 || opened.archive->has_random_access()) return options;
  if (opened.archive->toc().format != archive::FormatCode::plain)
    throw Error(Fault::usage, fmt::format("parallel restore from {} is not supported", opened.name))
        .hint("What comes through a pipe, or is compressed as a whole, can only be read from front to back.");
  report.log(LogLevel::warning,
             fmt::format("{} is compressed in one piece, and restored over one connection", opened.name),
             "Decompress it for more of them, or let pgdump dump compress the next one.");
  options.jobs = 1;
  return options;
}

// A script knows its database only if it was made with --create.
void check_database(const archive::Toc& toc, const RestoreOptions& options) {
  if (!options.create || toc.format != archive::FormatCode::plain) return;
  if (std::ranges::any_of(toc.entries, [](const archive::Entry& entry) { return entry.description == "DATABASE"; }))
    return;
  throw Error(Fault::usage, "the script does not say how its database is made, which option -C/--create asks for")
      .hint("Make the database, and restore into it with -d.");
}

// An error that ends a restore says which database has a part of it. What is done in a transaction that is open then is
// lost. The objects that -c/--clean drops are not counted.
Error with_what_is_left(const Error& error, const RestoreOptions& options, restoring::TargetSession& session,
                        const std::string& first_database) {
  const std::uint64_t done = session.report().summary().objects;
  const std::uint64_t kept = session.kept().value_or(done);
  const bool loses_some = kept < done || is_within_transaction(session);
  if (options.single_transaction || (kept == 0 && !options.clean)) return error;
  const std::string database =
      session.connect_options().dbname.empty() ? first_database : session.connect_options().dbname;
  Error told = error;
  const std::string before = error.hint().empty() ? "" : error.hint() + "\n";
  if (!options.create || database == first_database)
    return told.hint(before + fmt::format("What was restored {} stays in database \"{}\".",
                                          loses_some ? "before the open transaction" : "until then", database));
  return told.hint(before +
                   fmt::format("Database \"{}\" is incomplete. When nothing of it is needed: DROP DATABASE {};",
                               database, pg::double_quoted(database)));
}

RestoreSummary done(restoring::Report& report, restoring::TargetSession& session) {
  RestoreSummary summary = report.summary();
  summary.database = session.connection().database();
  return summary;
}

}  // namespace

RestoreSummary restoring::restore_input(const RestoreInput& input, const ConnectOptions& connect,
                                        const RestoreOptions& asked, const std::stop_token& stop,
                                        const RestoreObserver& observer, const Unfinished& unfinished) {
  restoring::check_options(asked);
  const RestoreOptions given = with_implied_options(asked);
  restoring::OpenedInput opened = restoring::open_input_for(input, given, false, {stop, observer.on_progress});
  // Where any entry's data can be read, what is wrong with those of one is no reason to leave out the next.
  const bool passes_damage = given.force && opened.archive && opened.archive->has_random_access();
  restoring::Report report(observer, stops_at_first_error(given), passes_damage);
  RestoreOptions options = opened.archive ? with_possible_jobs(given, opened, report) : given;
  std::vector<archive::Wanted> wanted;
  restoring::Weights sizes;
  if (opened.archive) {
    check_database(opened.archive->toc(), options);
    wanted = restoring::select_entries(opened.archive->toc(), options, warning_of(report));
    if (options.missing_rows) keep_rows_alone(wanted);
    // Each may be a question to the place that the archive is in; what comes through a pipe has none.
    if (opened.archive->has_random_access() && (options.jobs > 1 || observer.on_progress))
      sizes = restoring::stored_sizes(*opened.archive);
    report.expect_tables(tables_with_data(wanted), sizes_of_rows(sizes, wanted),
                         opened.archive->toc().format == archive::FormatCode::plain);
    if (options.clean && !options.force && opened.archive->has_random_access()) require_data(*opened.archive, wanted);
  }

  // The caller's stop request, or that of a worker that failed.
  std::stop_source own_stop;
  const std::stop_callback forward(stop, [&] { own_stop.request_stop(); });
  restoring::TargetSession session(connect, options.role, report, own_stop.get_token());
  const std::string first_database = session.connection().database();
  if (pg::shares_sessions(session.connection(), session.connect_options()))
    report.log(
        LogLevel::warning, "a pooler that shares sessions between transactions is in between",
        "Settings of this restore may be missing where it needs them, and stay where others find them. Connect to "
        "the server itself, or set the pooler to session mode.");
  try {
    if (opened.archive && !options.as_table.empty()) {
      restoring::restore_as_table(*opened.archive, options, session);
      return done(report, session);
    }
    if (opened.archive && options.with_parts) {
      restoring::fit_into_database(wanted, opened.archive->toc(), options, session);
      if (restoring::attach_behind_indexes(wanted)) options.jobs = 1;
    }
    std::optional<restoring::Memberships> memberships;
    if (opened.archive && options.with_parts && options.clean) memberships.emplace(session, wanted);
    if (opened.archive)
      restore_archive(*opened.archive, options, wanted, sizes, session, own_stop);
    else
      restore_script(std::move(opened.script), options, session);
    if (opened.archive && options.with_parts) restoring::report_lost_dependents(wanted, opened.archive->toc(), session);
    if (memberships) memberships->report_lost(session);
    if (opened.archive && options.with_parts && options.data_only)
      restoring::advance_sequences(opened.archive->toc(), options, session);
  } catch (const Error& error) {
    if (!unfinished) throw;
    throw unfinished(error, session, first_database);
  }
  return done(report, session);
}

RestoreSummary restore(const RestoreInput& input, const ConnectOptions& connect, const RestoreOptions& options,
                       const std::stop_token& stop, const RestoreObserver& observer) {
  return restoring::restore_input(
      input, connect, options, stop, observer,
      [&](const Error& error, restoring::TargetSession& session, const std::string& first_database) {
        return with_what_is_left(error, options, session, first_database);
      });
}

RestoreSummary restore_to_script(const RestoreInput& input, Target target, const RestoreOptions& options,
                                 const std::stop_token& stop, const RestoreObserver& observer) {
  restoring::check_options(options);
  if (options.missing_rows || !options.as_table.empty())
    throw Error(Fault::usage, "rows that a table lacks, and rows as another table, are restored into a database");
  restoring::OpenedInput opened = restoring::open_input_for(input, options, true, {stop, observer.on_progress});
  restoring::Report report(observer, true);
  const auto check_stop = [&] {
    if (stop.stop_requested()) throw Error(Fault::cancelled, "cancelled on request");
  };

  if (opened.script) {
    const std::unique_ptr<Sink> out = std::move(target).open();
    restoring::copy_script(std::move(opened.script), *out, report);
    out->finish();
    return report.summary();
  }
  archive::ArchiveReader& reader = *opened.archive;
  check_database(reader.toc(), options);
  const restoring::ArchiveSettings archive = restoring::archive_settings(reader.toc());
  const std::vector<archive::Wanted> wanted = restoring::select_entries(reader.toc(), options, warning_of(report));
  report.expect_tables(tables_with_data(wanted));
  const pg::IdentifierQuoter quote = pg::quoter_for(archive.major);
  const archive::PlainSettings settings = {
      .script = {.options = restoring::script_options(options),
                 .quote = quote,
                 .major = archive.major,
                 .encoding = archive.encoding,
                 .standard_conforming_strings = archive.standard_conforming_strings},
      .server_version = reader.toc().server_version,
      .writer = fmt::format("pgdump version {}", version()),
      .restrict_key = options.restrict_key.empty() ? dumping::random_restrict_key() : options.restrict_key,
      .single_transaction = options.single_transaction,
      .transaction_size = options.transaction_size,
  };
  const std::unique_ptr<Sink> out = std::move(target).open();
  archive::write_plain(*out, reader.toc().entries, wanted, settings, [&](const archive::Entry& entry, Sink& sink) {
    check_stop();
    write_data(reader, entry, archive.standard_conforming_strings,
               options.single_transaction || options.transaction_size > 0, sink, report);
  });
  out->finish();
  RestoreSummary summary = report.summary();
  summary.objects = wanted.size();
  return summary;
}

std::string restore_list(const RestoreInput& input, const RestoreOptions& options) {
  restoring::check_options(options);
  const restoring::OpenedInput opened = restoring::open_archive_input(input, "-l/--list");
  const archive::Toc& toc = opened.archive->toc();
  return archive::format_listing(toc, restoring::select_entries(toc, options));
}

}  // namespace pgdumpcore
