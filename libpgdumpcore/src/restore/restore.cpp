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
#include "restore/input.hpp"
#include "restore/options.hpp"
#include "restore/parallel_restore.hpp"
#include "restore/report.hpp"
#include "restore/restore_input.hpp"
#include "restore/script_restore.hpp"
#include "restore/selection.hpp"
#include "restore/target_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace pgdumpcore {

namespace {

bool stops_at_first_error(const RestoreOptions& options) {
  return options.exit_on_error || options.single_transaction || options.transaction_size > 0;
}

std::uint64_t tables_with_data(std::span<const archive::Wanted> wanted) {
  return static_cast<std::uint64_t>(std::ranges::count_if(wanted, [](const archive::Wanted& item) {
    return item.parts.data && item.entry->has_data && item.entry->description == "TABLE DATA";
  }));
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

void restore_archive(archive::ArchiveReader& reader, const RestoreInput& input, const RestoreOptions& options,
                     std::span<const archive::Wanted> wanted, restoring::TargetSession& session,
                     std::stop_source& stop) {
  const restoring::ArchiveSettings archive = restoring::archive_settings(reader.toc());
  const pg::IdentifierQuoter quote =
      pg::identifier_quoter(session.connection().query(std::string(pg::keywords_query)), false);
  const archive::ScriptSettings settings = {.options = restoring::script_options(options),
                                            .quote = quote,
                                            .major = session.connection().server().major(),
                                            .encoding = archive.encoding,
                                            .standard_conforming_strings = archive.standard_conforming_strings};
  if (options.jobs == 1)
    restoring::restore_serially(reader, options, settings, wanted, session);
  else
    restoring::restore_in_parallel(reader, options, settings, wanted,
                                   restoring::stored_sizes(reader.toc(), input.path()), session, stop);
}

void restore_script(std::unique_ptr<io::Source> script, const RestoreOptions& options,
                    restoring::TargetSession& session) {
  if (options.single_transaction) session.begin();
  restoring::run_script(std::move(script), session, options);
  if (options.single_transaction) session.commit();
}

// An error that ends a restore says which database has a part of it.
Error with_what_is_left(const Error& error, const RestoreOptions& options, restoring::TargetSession& session,
                        const std::string& first_database) {
  if (options.single_transaction || session.report().summary().objects == 0) return error;
  const std::string database =
      session.connect_options().dbname.empty() ? first_database : session.connect_options().dbname;
  Error told = error;
  const std::string before = error.hint().empty() ? "" : error.hint() + "\n";
  if (!options.create || database == first_database)
    return told.hint(before + fmt::format("What was restored until then stays in database \"{}\".", database));
  return told.hint(before +
                   fmt::format("Database \"{}\" is incomplete. When nothing of it is needed: DROP DATABASE {};",
                               database, pg::double_quoted(database)));
}

}  // namespace

RestoreSummary restoring::restore_input(const RestoreInput& input, const ConnectOptions& connect,
                                        const RestoreOptions& options, const std::stop_token& stop,
                                        const RestoreObserver& observer, const Unfinished& unfinished) {
  restoring::check_options(options);
  restoring::OpenedInput opened = restoring::open_input(input);
  if (opened.script) restoring::check_options_for_script(options, opened.name);
  restoring::Report report(observer, stops_at_first_error(options));
  std::vector<archive::Wanted> wanted;
  if (opened.archive) {
    if (options.jobs > 1 && !opened.archive->has_random_access())
      throw Error(Fault::usage, fmt::format("parallel restore from {} is not supported", opened.name))
          .hint("What comes through a pipe, or is compressed as a whole, can only be read from front to back.");
    wanted = restoring::select_entries(opened.archive->toc(), options, warning_of(report));
    report.expect_tables(tables_with_data(wanted));
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
    if (opened.archive)
      restore_archive(*opened.archive, input, options, wanted, session, own_stop);
    else
      restore_script(std::move(opened.script), options, session);
  } catch (const Error& error) {
    if (!unfinished) throw;
    throw unfinished(error, session, first_database);
  }
  RestoreSummary summary = report.summary();
  summary.database = session.connection().database();
  return summary;
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
  restoring::OpenedInput opened = restoring::open_input(input);
  if (opened.script) restoring::check_options_for_script(options, opened.name, true);
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
  const restoring::OpenedInput opened = restoring::open_input(input);
  if (opened.script)
    throw Error(Fault::data, fmt::format("{} is a plain script, which has no table of contents", opened.name));
  const archive::Toc& toc = opened.archive->toc();
  return archive::format_listing(toc, restoring::select_entries(toc, options));
}

}  // namespace pgdumpcore
