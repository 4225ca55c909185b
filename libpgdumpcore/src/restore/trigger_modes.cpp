#include "restore/trigger_modes.hpp"

#include "base/trigger_mode.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgdumpcore::restoring {

namespace {

constexpr const char* modes_query =
    "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), t.tgname, t.tgenabled FROM pg_catalog.pg_trigger AS t "
    "JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) t.tgrelid JOIN pg_catalog.pg_namespace AS n ON "
    "n.oid "
    "OPERATOR(pg_catalog.=) c.relnamespace WHERE t.tgrelid OPERATOR(pg_catalog.=) ANY (SELECT "
    "pg_catalog.to_regclass(name) FROM pg_catalog.unnest(ARRAY[{}]::text[]) AS asked(name))";

}  // namespace

TriggerModes::TriggerModes(TargetSession& session, std::span<const std::string> tables)
    : tables_(pg::quote_literals(tables)), modes_(read(session)) {}

std::map<TriggerModes::Trigger, char> TriggerModes::read(TargetSession& session) const {
  std::map<Trigger, char> modes;
  if (tables_.empty()) return modes;
  const pg::Result rows = session.connection().query(fmt::format(modes_query, tables_));
  for (int i = 0; i < rows.rows(); ++i)
    modes.emplace(Trigger(rows.row(i).at(0).str(), rows.row(i).at(1).str()), rows.row(i).at(2).view().front());
  return modes;
}

void TriggerModes::put_back(TargetSession& session) const {
  for (const auto& [trigger, mode] : read(session)) {
    const auto before = modes_.find(trigger);
    if (before == modes_.end() || before->second == mode) continue;
    session.run(fmt::format("ALTER TABLE ONLY {} {} TRIGGER {}", trigger.first, trigger_mode_words(before->second),
                            pg::double_quoted(trigger.second)));
  }
}

std::vector<std::string> tables_with_rows(std::span<const archive::Wanted> wanted) {
  std::vector<std::string> tables;
  for (const archive::Wanted& item : wanted)
    if (item.parts.data && item.entry->description == "TABLE DATA")
      tables.push_back(pg::double_quoted(item.entry->schema, item.entry->tag));
  return tables;
}

void put_back_after_failure(std::span<const TriggerModes> modes, TargetSession& session, const std::string& role) {
  const PGTransactionStatusType status = PQtransactionStatus(session.connection().raw());
  if (modes.empty() || status == PQTRANS_INTRANS || status == PQTRANS_INERROR) return;
  try {
    TargetSession another(session.connect_options(), role, session.report(), {});
    for (const TriggerModes& one : modes) one.put_back(another);
  } catch (const Error& error) {
    session.report().log(LogLevel::warning, "triggers may be left disabled in the tables whose rows were restored",
                         error.what());
  }
}

}  // namespace pgdumpcore::restoring
