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
#include "pg/session.hpp"
#include "restore/archive_restore.hpp"
#include "restore/input.hpp"
#include "restore/parallel_restore.hpp"
#include "restore/report.hpp"
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

void refuse(const std::string& message) {
  throw Error(Fault::usage, message);
}

// In pg_restore's words.
void check_content_options(const RestoreOptions& options) {
  struct Clash {
    bool one;
    bool other;
    const char* names;
  };
  const Clash clashes[] = {
      {options.data_only, options.schema_only, "-s/--schema-only and -a/--data-only"},
      {options.schema_only, options.statistics_only, "-s/--schema-only and --statistics-only"},
      {options.data_only, options.statistics_only, "-a/--data-only and --statistics-only"},
      {options.data_only, options.no_data, "-a/--data-only and --no-data"},
      {options.schema_only, options.no_schema, "-s/--schema-only and --no-schema"},
      {options.statistics_only, options.no_statistics, "--statistics-only and --no-statistics"},
      {options.statistics, options.no_statistics, "--statistics and --no-statistics"},
      {options.schema_only, options.statistics, "-s/--schema-only and --statistics"},
      {options.data_only, options.statistics, "-a/--data-only and --statistics"},
      {options.clean, options.data_only, "-c/--clean and -a/--data-only"},
      {options.create, options.single_transaction, "-C/--create and -1/--single-transaction"},
      {options.single_transaction, options.transaction_size > 0, "-1/--single-transaction and --transaction-size"},
  };
  for (const Clash& clash : clashes)
    if (clash.one && clash.other) refuse(fmt::format("options {} cannot be used together", clash.names));
}

void check_options(const RestoreOptions& options) {
  check_content_options(options);
  if (options.if_exists && !options.clean) refuse("option --if-exists requires option -c/--clean");
  if (options.jobs < 1) refuse("the number of jobs must be at least 1");
  if (options.jobs > 1 && options.single_transaction)
    refuse("cannot specify both --single-transaction and multiple jobs");
  if (options.restrict_key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") !=
      std::string::npos)
    refuse("invalid restrict key");
}

// A script has no entries to choose from: what would choose is named here.
void check_options_for_script(const RestoreOptions& options, const std::string& input) {
  struct Choice {
    bool given;
    const char* name;
  };
  const bool all_sections = options.sections.pre_data && options.sections.data && options.sections.post_data;
  const Choice choices[] = {
      {!options.use_list.empty(), "-L/--use-list"},
      {!options.schemas.empty(), "-n/--schema"},
      {!options.exclude_schemas.empty(), "-N/--exclude-schema"},
      {!options.tables.empty(), "-t/--table"},
      {!options.functions.empty(), "-P/--function"},
      {!options.indexes.empty(), "-I/--index"},
      {!options.triggers.empty(), "-T/--trigger"},
      {!all_sections, "--section"},
      {options.schema_only, "-s/--schema-only"},
      {options.data_only, "-a/--data-only"},
      {options.statistics_only, "--statistics-only"},
      {options.statistics, "--statistics"},
      {options.no_schema, "--no-schema"},
      {options.no_data, "--no-data"},
      {options.no_statistics, "--no-statistics"},
      {options.clean, "-c/--clean"},
      {options.create, "-C/--create"},
      {options.no_owner, "-O/--no-owner"},
      {options.no_privileges, "-x/--no-privileges"},
      {options.no_comments, "--no-comments"},
      {options.no_policies, "--no-policies"},
      {options.no_publications, "--no-publications"},
      {options.no_security_labels, "--no-security-labels"},
      {options.no_subscriptions, "--no-subscriptions"},
      {options.no_tablespaces, "--no-tablespaces"},
      {options.no_table_access_method, "--no-table-access-method"},
      {options.disable_triggers, "--disable-triggers"},
      {options.enable_row_security, "--enable-row-security"},
      {options.use_set_session_authorization, "--use-set-session-authorization"},
      {options.no_data_for_failed_tables, "--no-data-for-failed-tables"},
      {options.transaction_size > 0, "--transaction-size"},
      {options.jobs > 1, "-j/--jobs"},
  };
  for (const Choice& choice : choices)
    if (choice.given)
      throw Error(Fault::usage, fmt::format("option {} needs an archive, and {} is a plain script", choice.name, input))
          .hint("A plain script is restored as it is, in its order.");
}

bool stops_at_first_error(const RestoreOptions& options) {
  return options.exit_on_error || options.single_transaction || options.transaction_size > 0;
}

std::uint64_t tables_with_data(std::span<const archive::Wanted> wanted) {
  return static_cast<std::uint64_t>(std::ranges::count_if(wanted, [](const archive::Wanted& item) {
    return item.parts.data && item.entry->has_data && item.entry->description == "TABLE DATA";
  }));
}

// Rows as they stand in a script.
void write_data(archive::ArchiveReader& reader, const archive::Entry& entry, bool standard_conforming_strings,
                Sink& out, restoring::Report& report) {
  if (entry.description == "BLOBS") {
    archive::LargeObjectScript script(out, standard_conforming_strings);
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

}  // namespace

RestoreSummary restore(const RestoreInput& input, const ConnectOptions& connect, const RestoreOptions& options,
                       const std::stop_token& stop, const RestoreObserver& observer) {
  check_options(options);
  restoring::OpenedInput opened = restoring::open_input(input);
  if (opened.script) check_options_for_script(options, opened.name);
  restoring::Report report(observer, stops_at_first_error(options));
  std::vector<archive::Wanted> wanted;
  if (opened.archive) {
    if (options.jobs > 1 && !opened.archive->has_random_access())
      throw Error(Fault::usage, fmt::format("parallel restore from {} is not supported", opened.name))
          .hint("What comes through a pipe, or is compressed as a whole, can only be read from front to back.");
    wanted = restoring::select_entries(opened.archive->toc(), options);
    report.expect_tables(tables_with_data(wanted));
  }

  // The caller's stop request, or that of a worker that failed.
  std::stop_source own_stop;
  const std::stop_callback forward(stop, [&] { own_stop.request_stop(); });
  restoring::TargetSession session(connect, options.role, report, own_stop.get_token());
  if (opened.archive) {
    const restoring::ArchiveSettings archive = restoring::archive_settings(opened.archive->toc());
    const pg::IdentifierQuoter quote = pg::identifier_quoter(session.connection(), false);
    const archive::ScriptSettings settings = {.options = restoring::script_options(options),
                                              .quote = quote,
                                              .major = session.connection().server().major(),
                                              .encoding = archive.encoding,
                                              .standard_conforming_strings = archive.standard_conforming_strings};
    if (options.jobs == 1)
      restoring::restore_serially(*opened.archive, options, settings, wanted, session);
    else
      restoring::restore_in_parallel(*opened.archive, options, settings, wanted,
                                     restoring::stored_sizes(opened.archive->toc(), input.path()), session, own_stop);
  } else {
    if (options.single_transaction) session.begin();
    restoring::run_script(std::move(opened.script), session, options.single_transaction);
    if (options.single_transaction) session.commit();
  }
  RestoreSummary summary = report.summary();
  summary.database = session.connection().database();
  return summary;
}

RestoreSummary restore_to_script(const RestoreInput& input, Target target, const RestoreOptions& options,
                                 const std::stop_token& stop, const RestoreObserver& observer) {
  check_options(options);
  restoring::OpenedInput opened = restoring::open_input(input);
  if (opened.script) check_options_for_script(options, opened.name);
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
  const std::vector<archive::Wanted> wanted = restoring::select_entries(reader.toc(), options);
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
    write_data(reader, entry, archive.standard_conforming_strings, sink, report);
  });
  out->finish();
  return report.summary();
}

std::string restore_list(const RestoreInput& input, const RestoreOptions& options) {
  check_options(options);
  const restoring::OpenedInput opened = restoring::open_input(input);
  if (opened.script)
    throw Error(Fault::data, fmt::format("{} is a plain script, which has no table of contents", opened.name));
  const archive::Toc& toc = opened.archive->toc();
  return archive::format_listing(toc, restoring::select_entries(toc, options));
}

}  // namespace pgdumpcore
