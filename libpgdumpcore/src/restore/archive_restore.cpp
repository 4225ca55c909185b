#include "restore/archive_restore.hpp"

#include "pg/quote.hpp"
#include "restore/key_order.hpp"
#include "restore/missing_rows.hpp"
#include "restore/parts_restore.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using archive::Wanted;

// The value of `SET name = 'value';`.
std::string set_value(const std::string& command) {
  const auto first = command.find('\'');
  const auto last = command.rfind('\'');
  if (first == std::string::npos || last <= first) return {};
  return command.substr(first + 1, last - first - 1);
}

bool is_word(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

void drop_all(ArchiveWorker& worker, std::span<const Wanted> wanted, const RestoreOptions& options,
              TargetSession& session) {
  if (!options.with_parts) return worker.drop_all(wanted);
  // All or nothing; with options.force what can be dropped.
  const bool at_once = !options.force && !session.in_transaction();
  if (at_once) session.begin();
  try {
    worker.drop_all(dropped_first(wanted));
  } catch (const Error& error) {
    if (options.force || error.fault() == Fault::connection || error.fault() == Fault::cancelled) throw;
    Error told = error;
    throw told.hint(error.hint() + (error.hint().empty() ? "" : "\n") + "Nothing was changed.");
  }
  if (at_once) session.commit();
}

void before_privileges(std::span<const Wanted> wanted, const RestoreOptions& options, TargetSession& session) {
  if (options.with_parts && !options.no_privileges) revoke_default_privileges(wanted, session);
}

namespace {

class SerialRestore {
 public:
  SerialRestore(ArchiveWorker& worker, const RestoreOptions& options, TargetSession& session)
      : worker_(worker), options_(options), session_(session) {}

  void run(std::span<const Wanted> wanted) {
    if (options_.single_transaction) session_.begin();
    worker_.begin_session();
    if (options_.clean) drop_all(worker_, wanted, options_, session_);
    begin_batch();
    for (const archive::Pass pass : archive::passes) {
      if (pass == archive::Pass::acl) before_privileges(wanted, options_, session_);
      for (const Wanted& item : wanted)
        if (archive::pass_of(*item.entry) == pass) restore(item);
    }
    if (session_.in_transaction()) session_.commit();
  }

 private:
  void begin_batch() {
    in_batch_ = 0;
    if (options_.transaction_size > 0) session_.begin();
  }

  void restore(const Wanted& item) {
    const bool batches = options_.transaction_size > 0;
    // A database cannot be made within a transaction.
    const bool alone = archive::is_database(*item.entry);
    if (batches && (alone || in_batch_ == options_.transaction_size)) {
      session_.commit();
      if (!alone) begin_batch();
    }
    if (tables_.allow(item)) tables_.note(item, worker_.restore(item));
    ++in_batch_;
    if (batches && alone) begin_batch();
  }

  ArchiveWorker& worker_;
  const RestoreOptions& options_;
  TargetSession& session_;
  FailedTables tables_{options_};
  int in_batch_ = 0;
};

}  // namespace

ArchiveSettings archive_settings(const archive::Toc& toc) {
  ArchiveSettings out;
  out.major = std::atoi(toc.server_version.c_str());
  for (const Entry& entry : toc.entries) {
    if (entry.description == "ENCODING") out.encoding = set_value(entry.create.str());
    if (entry.description == "STDSTRINGS") out.standard_conforming_strings = set_value(entry.create.str()) != "off";
  }
  if (!is_word(out.encoding))
    throw Error(Fault::data, fmt::format("the archive names no encoding, or the impossible one \"{}\"", out.encoding));
  return out;
}

void use_encoding_of(const archive::Toc& toc, pg::Connection& connection) {
  connection.execute("SET client_encoding = " + pg::quote_literal(archive_settings(toc).encoding));
}

void FailedTables::note(const Wanted& item, bool succeeded) {
  if (options_.no_data_for_failed_tables && !succeeded && item.entry->description == "TABLE")
    failed_.insert(item.entry->dump_id);
}

bool FailedTables::allow(const Wanted& item) const {
  if (item.entry->description != "TABLE DATA") return true;
  return std::ranges::none_of(item.entry->dependencies, [&](int id) { return failed_.contains(id); });
}

ArchiveWorker::ArchiveWorker(archive::ArchiveReader& reader, const archive::ScriptSettings& settings,
                             TargetSession& session)
    : session_(session),
      output_(session, reader, settings.standard_conforming_strings),
      script_(output_, settings, reader.toc().entries) {}

bool ArchiveWorker::restore(const Wanted& wanted) {
  script_.write(wanted);
  if (!session_.failed()) session_.report().object_done();
  return !session_.failed();
}

namespace {

// Rows of tables that are there go behind those that they refer to, where they can be read in any order.
std::vector<Wanted> in_possible_order(archive::ArchiveReader& reader, const RestoreOptions& options,
                                      std::span<const Wanted> wanted, TargetSession& session) {
  std::vector<Wanted> ordered(wanted.begin(), wanted.end());
  std::set<int> made;
  for (const Wanted& item : wanted)
    if (item.parts.schema && item.entry->description == "TABLE") made.insert(item.entry->dump_id);
  const auto is_there = [&](const Entry& entry) {
    return std::ranges::none_of(entry.dependencies, [&](int id) { return made.contains(id); });
  };
  if (reader.has_random_access())
    order_rows_by_foreign_keys(ordered, waits_of_foreign_keys(session, wanted, options, is_there));
  return ordered;
}

}  // namespace

void restore_serially(archive::ArchiveReader& reader, const RestoreOptions& options,
                      const archive::ScriptSettings& settings, std::span<const Wanted> wanted, TargetSession& session) {
  ArchiveWorker worker(reader, settings, session);
  if (options.missing_rows)
    worker.load_rows_with(
        [&](const Entry& entry) { return add_missing_rows(entry, reader.table_data(entry), session); });
  SerialRestore(worker, options, session).run(in_possible_order(reader, options, wanted, session));
}

}  // namespace pgdumpcore::restoring
