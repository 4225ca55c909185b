#include "restore/missing_rows.hpp"

#include "archive/sql_words.hpp"
#include "base/some_of.hpp"
#include "base/trigger_mode.hpp"
#include "pg/quote.hpp"
#include "restore/copy_statement.hpp"
#include "restore/database_output.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;

// The table that the rows go into, as SQL names it, with its kind: of a partition the whole that it is a part of by
// now, as rows may have moved to another partition since.
constexpr const char* target_query =
    "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), c.relkind FROM pg_catalog.pg_class AS c JOIN "
    "pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace WHERE c.oid OPERATOR(pg_catalog.=) "
    "coalesce(pg_catalog.pg_partition_root({0}::pg_catalog.regclass), {0}::pg_catalog.regclass)";

// A key that is checked at the end of the transaction, or that excludes ranges, cannot tell which rows are there.
constexpr const char* key_query =
    "SELECT a.attname FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_attribute AS a ON a.attrelid "
    "OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) ANY "
    "((i.indkey::pg_catalog.int2[])[0:i.indnkeyatts OPERATOR(pg_catalog.-) 1]) WHERE i.indisprimary AND i.indimmediate "
    "AND i.indisvalid AND NOT i.indisexclusion AND i.indrelid OPERATOR(pg_catalog.=) {}::pg_catalog.regclass";

constexpr const char* columns_query =
    "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid OPERATOR(pg_catalog.=) {}::pg_catalog.regclass AND "
    "attnum OPERATOR(pg_catalog.>) 0 AND NOT attisdropped AND attgenerated OPERATOR(pg_catalog.=) '' ORDER BY attnum";

constexpr const char* rules_query =
    "SELECT rulename FROM pg_catalog.pg_rewrite WHERE ev_type OPERATOR(pg_catalog.=) '3' AND ev_enabled "
    "OPERATOR(pg_catalog.<>) 'D' AND ev_class OPERATOR(pg_catalog.=) {}::pg_catalog.regclass";

// Of the table and its partitions, the whole before its parts. Those of constraints stay on. Those that a partition has
// from the table that it is a part of count as internal until 14.
constexpr const char* triggers_query =
    "SELECT pg_catalog.format('%I.%I', n.nspname, r.relname), pg_catalog.quote_ident(t.tgname), t.tgenabled FROM "
    "(SELECT "
    "{0}::pg_catalog.regclass::pg_catalog.oid AS relid, 0 AS level UNION SELECT relid, level FROM "
    "pg_catalog.pg_partition_tree({0}::pg_catalog.regclass)) AS tree JOIN pg_catalog.pg_trigger AS t ON t.tgrelid "
    "OPERATOR(pg_catalog.=) tree.relid JOIN pg_catalog.pg_class AS r ON r.oid OPERATOR(pg_catalog.=) tree.relid JOIN "
    "pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) r.relnamespace WHERE (NOT t.tgisinternal OR "
    "t.tgparentid "
    "OPERATOR(pg_catalog.<>) '0'::pg_catalog.oid) AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE "
    "c.oid "
    "OPERATOR(pg_catalog.=) t.tgconstraint AND c.contype OPERATOR(pg_catalog.<>) 't') ORDER BY tree.level, 1, 2";

struct TriggerMode {
  std::string table{};
  std::string name{};
  char mode = 'O';
};

// As names are, of a list that is written for SQL.
std::set<std::string> names_in(const std::string& list) {
  std::set<std::string> names;
  archive::SqlWords words(list);
  do {
    const std::vector<std::string> parts = archive::name_parts(words.name());
    if (!parts.empty()) names.insert(parts.front());
  } while (words.accept(","));
  return names;
}

std::string names_list(const std::vector<std::string>& names, const char* prefix = "") {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + (prefix + pg::double_quoted(name));
  return list;
}

// Counted like what the server refuses: other tables are filled all the same.
Error refusal(const std::string& message) {
  return {Fault::server, message};
}

class RowAddition {
 public:
  RowAddition(const Entry& entry, TargetSession& session)
      : entry_(entry), session_(session), connection_(session.connection()) {
    const CopyStatement copy = copy_statement(entry);
    named_ = copy.table;
    columns_ = copy.columns;
    if (columns_.empty()) throw refusal("the table has no columns: its rows cannot be told apart");
  }

  std::uint64_t run(std::unique_ptr<io::Source> rows) {
    find_target();
    connection_.execute(fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", from_));
    refuse_rules();
    warn_of_other_columns();
    const std::vector<TriggerMode> triggers = triggers_of_target();
    for (const TriggerMode& trigger : triggers)
      if (trigger.mode != 'D') switch_trigger(trigger, 'D');
    load(std::move(rows));
    const std::uint64_t added = insert();
    // What a constraint checks at the end is checked now: a trigger with events to come cannot be switched.
    connection_.execute("SET CONSTRAINTS ALL IMMEDIATE");
    for (const TriggerMode& trigger : triggers) switch_trigger(trigger, trigger.mode);
    connection_.execute(fmt::format("DROP TABLE {}", scratch));
    return added;
  }

 private:
  static constexpr std::string_view scratch = "pg_temp.pgdump_rows";

  void find_target() {
    const pg::Result found = connection_.query(fmt::format(target_query, pg::quote_literal(named_)));
    table_ = found.row(0).at(0).str();
    const char kind = found.row(0).at(1).view().front();
    if (kind != 'r' && kind != 'p') throw refusal(fmt::format("{} is no table by now", named_));
    from_ = (kind == 'r' ? "ONLY " : "") + table_;
  }

  void refuse_rules() {
    const pg::Result rules = connection_.query(fmt::format(rules_query, pg::quote_literal(table_)));
    if (rules.rows() == 0) return;
    throw refusal(fmt::format("table {} has the rule \"{}\" on INSERT, which would take the rows elsewhere", table_,
                              rules.row(0).at(0).str()))
        .hint("Disable it (ALTER TABLE … DISABLE RULE …) until the rows are there.");
  }

  void warn_of_other_columns() {
    const std::set<std::string> saved = names_in(columns_);
    std::vector<std::string> others;
    for (const pg::Row row : connection_.query(fmt::format(columns_query, pg::quote_literal(table_))))
      if (!saved.contains(row.at(0).str())) others.push_back(row.at(0).str());
    if (!others.empty())
      session_.report().log(
          LogLevel::warning,
          fmt::format("table {} has columns that the dump does not have, which rows that come back get "
                      "their defaults in: {}",
                      table_, some_of(others)));
  }

  std::vector<TriggerMode> triggers_of_target() {
    std::vector<TriggerMode> triggers;
    for (const pg::Row row : connection_.query(fmt::format(triggers_query, pg::quote_literal(table_))))
      triggers.push_back({row.at(0).str(), row.at(1).str(), row.at(2).view().front()});
    return triggers;
  }

  void switch_trigger(const TriggerMode& trigger, char mode) {
    connection_.execute(
        fmt::format("ALTER TABLE ONLY {} {} TRIGGER {}", trigger.table, trigger_mode_words(mode), trigger.name));
  }

  void load(std::unique_ptr<io::Source> source) {
    connection_.execute(
        fmt::format("CREATE TEMPORARY TABLE pgdump_rows AS SELECT {} FROM {} WITH NO DATA", columns_, from_));
    copy_rows(fmt::format("COPY {} ({}) FROM stdin;", scratch, columns_), entry_, std::move(source), session_);
    connection_.execute(fmt::format("ANALYZE {}", scratch));
  }

  // The columns by which rows are known; empty: all that the dump has. A key that it does not have says nothing of its
  // rows.
  std::vector<std::string> key() {
    const std::set<std::string> saved = names_in(columns_);
    std::vector<std::string> names;
    for (const pg::Row row : connection_.query(fmt::format(key_query, pg::quote_literal(table_)))) {
      names.push_back(row.at(0).str());
      if (!saved.contains(names.back())) return {};
    }
    return names;
  }

  std::uint64_t insert() {
    const std::vector<std::string> names = key();
    const std::string sql = fmt::format(
        "WITH added AS (INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE {} RETURNING 1) SELECT pg_catalog.count(*) FROM "
        "added",
        table_, columns_, names.empty() ? rows_by_text() : rows_by_key(names));
    return static_cast<std::uint64_t>(connection_.query(sql).row(0).at(0).integer());
  }

  // A row that is there is not to be held against the table's constraints: it may be older than they are. Keys that
  // differ as texts may still be equal.
  [[nodiscard]] std::string rows_by_key(const std::vector<std::string>& names) const {
    return fmt::format(
        "SELECT {} FROM {} AS saved WHERE NOT EXISTS (SELECT FROM {} AS live WHERE ROW({})::pg_catalog.text "
        "OPERATOR(pg_catalog.=) ROW({})::pg_catalog.text) ON CONFLICT ({}) DO NOTHING",
        columns_, scratch, from_, names_list(names, "live."), names_list(names, "saved."), names_list(names));
  }

  // Equal rows have numbers, so that of three of which one is there two are added.
  [[nodiscard]] std::string rows_by_text() const {
    const auto numbered = [&](const std::string& from) {
      return fmt::format(
          "SELECT {0}, ROW({0})::pg_catalog.text AS \"pgdump row\", pg_catalog.row_number() OVER (PARTITION BY "
          "ROW({0})::pg_catalog.text) AS \"pgdump copy\" FROM {1}",
          columns_, from);
    };
    return fmt::format(
        "SELECT {} FROM ({}) AS saved WHERE NOT EXISTS (SELECT FROM ({}) AS live WHERE live.\"pgdump row\" "
        "OPERATOR(pg_catalog.=) saved.\"pgdump row\" AND live.\"pgdump copy\" OPERATOR(pg_catalog.=) saved.\"pgdump "
        "copy\")",
        columns_, numbered(std::string(scratch)), numbered(from_));
  }

  const Entry& entry_;
  TargetSession& session_;
  pg::Connection& connection_;
  std::string named_{};    // as the dump names it
  std::string table_{};    // that the rows go into
  std::string from_{};     // the same as a query reads it
  std::string columns_{};  // of the dump
};

}  // namespace

std::uint64_t add_missing_rows(const Entry& entry, std::unique_ptr<io::Source> rows, TargetSession& session) {
  RowAddition addition(entry, session);
  const bool own_transaction = !session.in_transaction();
  if (own_transaction) session.begin();
  try {
    const std::uint64_t added = addition.run(std::move(rows));
    if (own_transaction) session.commit();
    return added;
  } catch (const Error& error) {
    if (own_transaction && error.fault() != Fault::connection && error.fault() != Fault::cancelled) session.end(false);
    throw;
  }
}

}  // namespace pgdumpcore::restoring
