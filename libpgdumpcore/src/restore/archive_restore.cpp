#include "restore/archive_restore.hpp"

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

class SerialRestore {
 public:
  SerialRestore(ArchiveWorker& worker, const RestoreOptions& options, TargetSession& session)
      : worker_(worker), options_(options), session_(session) {}

  void run(std::span<const Wanted> wanted) {
    if (options_.single_transaction) session_.begin();
    worker_.begin_session();
    if (options_.clean) worker_.drop_all(wanted);
    begin_batch();
    for (const archive::Pass pass : archive::passes)
      for (const Wanted& item : wanted)
        if (archive::pass_of(*item.entry) == pass) restore(item);
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

void restore_serially(archive::ArchiveReader& reader, const RestoreOptions& options,
                      const archive::ScriptSettings& settings, std::span<const Wanted> wanted, TargetSession& session) {
  ArchiveWorker worker(reader, settings, session);
  SerialRestore(worker, options, session).run(wanted);
}

}  // namespace pgdumpcore::restoring
