#include "restore/memberships.hpp"

#include "base/some_of.hpp"
#include "pg/quote.hpp"
#include "restore/belonging.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

// The columns and conditions of a publication (15 and later) are in what the server makes of them.
constexpr std::string_view publications_query =
    "SELECT pg_catalog.quote_ident(p.pubname), pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.format("
    "'ALTER PUBLICATION %I ADD TABLE ONLY %I.%I%s%s;', p.pubname, n.nspname, c.relname, {columns}, {condition}) FROM "
    "pg_catalog.pg_publication_rel AS r JOIN pg_catalog.pg_publication AS p ON p.oid OPERATOR(pg_catalog.=) r.prpubid "
    "JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) r.prrelid JOIN pg_catalog.pg_namespace AS n ON "
    "n.oid "
    "OPERATOR(pg_catalog.=) c.relnamespace WHERE c.oid OPERATOR(pg_catalog.=) ANY ({tables})";
constexpr std::string_view columns_of_member =
    "(SELECT ' (' OPERATOR(pg_catalog.||) pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY "
    "a.attnum) "
    "OPERATOR(pg_catalog.||) ')' FROM pg_catalog.pg_attribute AS a WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND "
    "a.attnum OPERATOR(pg_catalog.=) ANY (r.prattrs::pg_catalog.int2[]))";
constexpr std::string_view condition_of_member =
    "' WHERE (' OPERATOR(pg_catalog.||) pg_catalog.pg_get_expr(r.prqual, c.oid) OPERATOR(pg_catalog.||) ')'";

constexpr std::string_view subscriptions_query =
    "SELECT pg_catalog.quote_ident(s.subname), pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.format("
    "'ALTER SUBSCRIPTION %I REFRESH PUBLICATION;', s.subname) FROM pg_catalog.pg_subscription_rel AS r JOIN "
    "pg_catalog.pg_subscription AS s ON s.oid OPERATOR(pg_catalog.=) r.srsubid JOIN pg_catalog.pg_class AS c ON c.oid "
    "OPERATOR(pg_catalog.=) r.srrelid JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace "
    "WHERE c.oid OPERATOR(pg_catalog.=) ANY ({tables})";

using Commands = std::map<std::pair<std::string, std::string>, std::string>;

Commands commands_from(const pg::Result& rows) {
  Commands commands;
  for (const pg::Row row : rows) commands.emplace(std::pair(row.at(0).str(), row.at(1).str()), row.at(2).str());
  return commands;
}

// "publication p: public.a", and each command once.
std::pair<std::vector<std::string>, std::string> lost(const Commands& before, const Commands& now) {
  std::vector<std::string> names;
  std::set<std::string> commands;
  for (const auto& [member, command] : before) {
    if (now.contains(member)) continue;
    names.push_back(fmt::format("{} of {}", member.second, member.first));
    commands.insert(command);
  }
  std::string lines;
  for (const std::string& command : commands) lines += "\n" + command;
  return {names, lines};
}

}  // namespace

Memberships::Memberships(TargetSession& session, std::span<const archive::Wanted> wanted)
    : tables_(pg::quote_literals(made_relations(wanted))), before_(read(session)) {}

Memberships::Members Memberships::read(TargetSession& session) const {
  if (tables_.empty()) return {};
  const bool has_parts = session.connection().server().major() >= 15;
  const std::string tables = fmt::format(
      "SELECT pg_catalog.to_regclass(name) FROM pg_catalog.unnest(ARRAY[{}]::pg_catalog.text[]) AS asked(name)",
      tables_);
  return {.commands = commands_from(session.connection().query(fmt::format(
              publications_query, fmt::arg("columns", has_parts ? columns_of_member : "NULL"),
              fmt::arg("condition", has_parts ? condition_of_member : "NULL"), fmt::arg("tables", tables)))),
          .refreshes =
              commands_from(session.connection().query(fmt::format(subscriptions_query, fmt::arg("tables", tables))))};
}

void Memberships::report_lost(TargetSession& session) const {
  const Members now = read(session);
  const auto [published, additions] = lost(before_.commands, now.commands);
  if (!published.empty())
    session.report().log(LogLevel::warning, "publications have lost tables that were dropped: " + some_of(published),
                         "These commands bring them back:" + additions);
  const auto [subscribed, refreshes] = lost(before_.refreshes, now.refreshes);
  if (!subscribed.empty())
    session.report().log(
        LogLevel::warning, "subscriptions have lost tables that were dropped: " + some_of(subscribed),
        "Their changes are no longer received. These commands bring them back, and copy the publisher's "
        "rows, unless WITH (copy_data = false) is added:" +
            refreshes);
}

}  // namespace pgdumpcore::restoring
