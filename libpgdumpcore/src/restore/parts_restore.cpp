#include "restore/parts_restore.hpp"

#include "archive/script_definition.hpp"
#include "archive/sql_words.hpp"
#include "base/some_of.hpp"
#include "pg/quote.hpp"
#include "restore/archive_restore.hpp"
#include "restore/belonging.hpp"
#include "restore/named_roles.hpp"
#include "restore/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using archive::Wanted;
using std::string_view;

constexpr std::size_t values_per_query = 1000;

// Those of the values for which the query, in which they stand for {}, gives a row.
std::set<std::string> found_by(pg::Connection& connection, string_view query, const std::vector<std::string>& values) {
  std::set<std::string> found;
  for (std::size_t begin = 0; begin < values.size(); begin += values_per_query) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto size = std::min(values_per_query, values.size() - begin);
    const std::vector<std::string> some(first, first + static_cast<std::ptrdiff_t>(size));
    const pg::Result rows = connection.query(fmt::format(fmt::runtime(query), pg::quote_literals(some)));
    for (int i = 0; i < rows.rows(); ++i) found.insert(rows.row(i).at(0).str());
  }
  return found;
}

constexpr string_view schemas_query = "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname::text IN ({})";
constexpr string_view relations_query =
    "SELECT name FROM pg_catalog.unnest(ARRAY[{}]::text[]) AS asked(name) WHERE pg_catalog.to_regclass(name) IS NOT "
    "NULL";

// Leaves out the entries of a kind that are among the names, with what is said of them: comments, privileges.
void leave_out(std::vector<Wanted>& wanted, string_view description, const std::set<std::string>& names) {
  std::set<int> left_out;
  for (const Wanted& item : wanted)
    if (item.entry->description == description && names.contains(item.entry->tag.str()))
      left_out.insert(item.entry->dump_id);
  const std::string about = std::string(description) + " ";
  std::erase_if(wanted, [&](const Wanted& item) {
    return left_out.contains(item.entry->dump_id) ||
           (item.entry->tag.starts_with(about) &&
            std::ranges::any_of(item.entry->dependencies, [&](int id) { return left_out.contains(id); }));
  });
}

std::vector<std::string> tags_of(const std::vector<Wanted>& wanted, string_view description) {
  std::vector<std::string> tags;
  for (const Wanted& item : wanted)
    if (item.entry->description == description) tags.push_back(item.entry->tag.str());
  return tags;
}

void leave_out_schemas(std::vector<Wanted>& wanted, pg::Connection& connection) {
  leave_out(wanted, "SCHEMA", found_by(connection, schemas_query, tags_of(wanted, "SCHEMA")));
}

using RelationNames = std::set<Relation>;

bool is_among(const RelationNames& names, const std::string& written) {
  const auto name = relation_of(written);
  return name && names.contains(*name);
}

RelationNames relations_of(std::span<const Wanted> wanted) {
  RelationNames names;
  for (const Wanted& item : wanted)
    if (item.parts.schema && makes_relation(*item.entry)) names.emplace(item.entry->schema, item.entry->tag.str());
  return names;
}

// Partitions of tables that are restored: they are dropped with them.
constexpr string_view partitions_query =
    "SELECT n.nspname, c.relname FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid "
    "AND c.relispartition JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE i.inhparent IN (SELECT "
    "pg_catalog.to_regclass(name) FROM pg_catalog.unnest(ARRAY[{}]::text[]) AS asked(name)) ORDER BY 1, 2";

void check_partitions(const std::vector<Wanted>& wanted, pg::Connection& connection) {
  const RelationNames dumped = relations_of(wanted);
  if (dumped.empty()) return;
  static const pg::IdentifierQuoter quote;
  std::vector<std::string> others;
  const pg::Result rows = connection.query(fmt::format(partitions_query, pg::quote_literals(made_relations(wanted))));
  for (const pg::Row row : rows)
    if (!dumped.contains({row.at(0).str(), row.at(1).str()}))
      others.push_back(quote.qualified(row.at(0).str(), row.at(1).str()));
  if (others.empty()) return;
  throw Error(
      Fault::data,
      fmt::format("database \"{}\" has partitions that would be dropped with their rows and are not restored: {}",
                  connection.database(), some_of(others)))
      .detail("Nothing was changed.")
      .hint(
          "Name them too if the dump has them, or detach them (ALTER TABLE … DETACH PARTITION …) and attach them again "
          "when the restore is over. --force drops them.");
}

// Owners and grantees that are missing would leave what is restored to others.
void check_roles(const std::vector<Wanted>& wanted, const RestoreOptions& options, pg::Connection& connection) {
  std::set<std::string> names;
  for (const Wanted& item : wanted) {
    const std::vector<std::string> roles = roles_of(*item.entry, options);
    if (item.parts.schema) names.insert(roles.begin(), roles.end());
  }
  const std::set<std::string> existing = found_by(
      connection, "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname::text IN ({})", {names.begin(), names.end()});
  std::vector<std::string> missing;
  std::ranges::set_difference(names, existing, std::back_inserter(missing));
  if (missing.empty()) return;
  throw Error(Fault::data,
              fmt::format("roles that own what would be restored, or have privileges on it, do not exist: {}",
                          some_of(missing)))
      .detail("Nothing was changed.")
      .hint("Make them, or do without: --no-owner, --no-acl. --force restores what can be restored without them.");
}

// Dropped with the schema that they were in. Those that are there stay as they are.
void leave_out_extensions(std::vector<Wanted>& wanted, TargetSession& session) {
  std::vector<std::string> extensions = tags_of(wanted, "EXTENSION");
  const std::set<std::string> existing = found_by(
      session.connection(), "SELECT extname FROM pg_catalog.pg_extension WHERE extname::text IN ({})", extensions);
  leave_out(wanted, "EXTENSION", existing);
  std::erase_if(extensions, [&](const std::string& name) { return existing.contains(name); });
  if (extensions.empty()) return;
  session.report().log(LogLevel::warning,
                       fmt::format("database \"{}\" lacks what the schema had of extensions, which are made again: {}",
                                   session.connection().database(), some_of(extensions)),
                       "Columns of their types in other schemas went with them; \"pgdump diff\" of the set and the "
                       "database shows which.");
}

// Tables that are partitions in the dump, and have a life of their own by now.
void check_wholes(const std::vector<Wanted>& wanted, const RestoreOptions& options, pg::Connection& connection) {
  std::set<std::string> named;
  for (const Wanted& item : wanted)
    if (names_relation(options, *item.entry)) named.insert(archive::define(*item.entry, "", 0).name);
  std::string pairs;
  for (const Wanted& item : wanted)
    if (const auto [whole, part] = attachment(*item.entry); item.parts.schema && !part.empty() && !named.contains(part))
      pairs += fmt::format("{}({}, {})", pairs.empty() ? "" : ", ", pg::quote_literal(part), pg::quote_literal(whole));
  if (pairs.empty()) return;
  std::vector<std::string> others;
  for (const pg::Row row : connection.query(fmt::format(
           "SELECT part FROM (VALUES {}) AS asked(part, whole) WHERE pg_catalog.to_regclass(part) IS NOT NULL AND NOT "
           "EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass(part) AND inhparent = "
           "pg_catalog.to_regclass(whole)) ORDER BY 1",
           pairs)))
    others.push_back(row.at(0).str());
  if (others.empty()) return;
  throw Error(Fault::data,
              fmt::format("tables that were partitions when the dump was made are none of theirs by now, and "
                          "would be dropped: {}",
                          some_of(others)))
      .detail("Nothing was changed.")
      .hint("Rename them, or name them with -t as well if they are to be replaced. --force drops them.");
}

// A dump makes schema public only where it is not the one that a database begins with.
bool may_need_public(const std::vector<Wanted>& wanted) {
  const auto makes_it = [](const Wanted& item) {
    return item.entry->description == "SCHEMA" && item.entry->tag == "public" &&
           item.entry->create.starts_with("CREATE ");
  };
  return std::ranges::none_of(wanted, makes_it) && std::ranges::any_of(wanted, [](const Wanted& item) {
           return item.parts.schema && (item.entry->schema == "public" ||
                                        (item.entry->description == "SCHEMA" && item.entry->tag == "public"));
         });
}

// As a new database of this server has it.
constexpr string_view owner_of_public =
    "SELECT pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles WHERE oid = CASE WHEN "
    "pg_catalog.current_setting('server_version_num')::integer < 150000 THEN 10 ELSE 6171 END";

// What the dump says of schema public: another owner, comment, privileges.
void add_changes_of_public(std::vector<Wanted>& wanted, const archive::Toc& toc, const RestoreOptions& options) {
  std::vector<const Entry*> changes;
  for (const Entry& entry : toc.entries) {
    const bool is_about = entry.tag == "SCHEMA public" || (entry.description == "SCHEMA" && entry.tag == "public");
    if (is_about && std::ranges::find(wanted, &entry, &Wanted::entry) == wanted.end()) changes.push_back(&entry);
  }
  const std::vector<Wanted> added = archive::wanted_entries(changes, script_options(options));
  wanted.insert(wanted.end(), added.begin(), added.end());
}

void make_public_schema(std::vector<Wanted>& wanted, const archive::Toc& toc, const RestoreOptions& options,
                        TargetSession& session) {
  if (!may_need_public(wanted) || !found_by(session.connection(), schemas_query, {"public"}).empty()) return;
  session.report().log(LogLevel::warning,
                       fmt::format("database \"{}\" has no schema public: it is made as a new database has it",
                                   session.connection().database()));
  const bool all_may_create = session.connection().server().major() < 15;
  session.run("CREATE SCHEMA public");
  if (!options.no_owner)
    session.run("ALTER SCHEMA public OWNER TO " +
                session.connection().query(std::string(owner_of_public)).row(0).at(0).str());
  if (!options.no_comments) session.run("COMMENT ON SCHEMA public IS 'standard public schema'");
  session.run(fmt::format("GRANT {} ON SCHEMA public TO PUBLIC", all_may_create ? "ALL" : "USAGE"));
  add_changes_of_public(wanted, toc, options);
}

void check_relations(const std::vector<Wanted>& wanted, pg::Connection& connection) {
  const std::set<std::string> existing = found_by(connection, relations_query, made_relations(wanted));
  if (existing.empty()) return;
  throw Error(Fault::data, fmt::format("database \"{}\" already has what would be restored: {}", connection.database(),
                                       some_of({existing.begin(), existing.end()})))
      .detail("Nothing was changed.")
      .hint(
          "--missing-rows adds the rows that are missing, --as-table NAME puts the rows of one table beside it, "
          "-c/--clean drops what is there first. With --as NEWNAME it is restored into a new database beside this "
          "one.");
}

// --- what belongs to relations

// Indexes, and constraints that have one.
RelationNames indexes_of(std::span<const Wanted> wanted) {
  RelationNames names;
  for (const Wanted& item : wanted) {
    if (item.entry->description != "INDEX" && item.entry->description != "CONSTRAINT") continue;
    const archive::Definition definition = archive::define(*item.entry, "", 0);
    const auto relation = relation_of(definition.relation);
    const std::vector<std::string> name = archive::name_parts(definition.name);
    if (relation && !name.empty()) names.emplace(relation->first, name.back());
  }
  return names;
}

bool goes_with_relation(const Entry& entry) {
  static constexpr std::array<string_view, 11> kinds = {"DEFAULT",    "CONSTRAINT",        "CHECK CONSTRAINT", "INDEX",
                                                        "TRIGGER",    "INDEX ATTACH",      "TABLE ATTACH",     "POLICY",
                                                        "STATISTICS", "PUBLICATION TABLE", "ROW SECURITY"};
  return std::ranges::find(kinds, string_view(entry.description)) != kinds.end();
}

// Made with a column, or owned by one.
RelationNames sequences_of_columns(std::span<const Wanted> wanted) {
  RelationNames names;
  for (const Wanted& item : wanted) {
    const Entry& entry = *item.entry;
    if (entry.description == "SEQUENCE OWNED BY" ||
        (entry.description == "SEQUENCE" && entry.create.starts_with("ALTER TABLE ")))
      names.emplace(entry.schema, entry.tag.str());
  }
  return names;
}

constexpr string_view default_privileges_query =
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_default_acl WHERE defaclobjtype IN ('r', 'S'))";
constexpr string_view granted_query =
    "SELECT pg_catalog.format('REVOKE ALL ON %s %s FROM %s', what, object, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE "
    "pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END) FROM (SELECT DISTINCT CASE relkind WHEN 'S' THEN "
    "'SEQUENCE' ELSE 'TABLE' END AS what, c.oid::pg_catalog.regclass::text AS object, acl.grantee FROM "
    "pg_catalog.pg_class AS c, LATERAL pg_catalog.aclexplode(relacl) AS acl WHERE c.oid IN (SELECT "
    "pg_catalog.to_regclass(name) FROM pg_catalog.unnest(ARRAY[{}]::text[]) AS asked(name)) AND acl.grantee <> "
    "relowner) AS granted";

}  // namespace

void fit_into_database(std::vector<Wanted>& wanted, const archive::Toc& toc, const RestoreOptions& options,
                       TargetSession& session) {
  use_encoding_of(toc, session.connection());
  leave_out_schemas(wanted, session.connection());
  leave_out_extensions(wanted, session);
  if (!options.force) check_roles(wanted, options, session.connection());
  if (!options.clean && !options.force) check_relations(wanted, session.connection());
  if (options.clean && !options.force) {
    check_partitions(wanted, session.connection());
    check_wholes(wanted, options, session.connection());
  }
  make_public_schema(wanted, toc, options, session);
}

bool attach_behind_indexes(std::vector<Wanted>& wanted) {
  const RelationNames relations = relations_of(wanted);
  const auto joins_others = [&](const Wanted& item) {
    return item.entry->description == "TABLE ATTACH" &&
           !is_among(relations, archive::define(*item.entry, "", 0).relation);
  };
  const auto first = std::stable_partition(wanted.begin(), wanted.end(), std::not_fn(joins_others));
  if (first == wanted.end()) return false;
  const std::vector<Wanted> attached(first, wanted.end());
  wanted.erase(first, wanted.end());
  // Their indexes are attached with them.
  const RelationNames indexes = indexes_of(wanted);
  std::erase_if(wanted, [&](const Wanted& item) {
    return item.entry->description == "INDEX ATTACH" &&
           !is_among(indexes, archive::define(*item.entry, "", 0).relation);
  });
  const auto last = std::ranges::find_if(wanted.rbegin(), wanted.rend(), [](const Wanted& item) {
    const string_view kind = item.entry->description;
    return kind == "INDEX" || kind == "CONSTRAINT" || kind == "INDEX ATTACH" || kind == "TABLE DATA" ||
           kind == "TABLE ATTACH" || makes_relation(*item.entry);
  });
  wanted.insert(last.base(), attached.begin(), attached.end());
  return true;
}

void advance_sequences(const archive::Toc& toc, const RestoreOptions& options, TargetSession& session) {
  RestoreOptions with_values = options;
  with_values.data_only = with_values.missing_rows = false;
  for (const Wanted& item : select_entries(toc, with_values)) {
    if (item.entry->description != "SEQUENCE SET") continue;
    // SELECT pg_catalog.setval('schema.name', value, called);
    archive::SqlWords words(item.entry->create);
    if (!words.until("(")) continue;
    const std::string sequence(words.next());
    const std::string value(words.accept(",") ? words.next() : string_view());
    std::string setting(item.entry->create.view());
    setting.resize(std::min(setting.size(), setting.rfind(';')));
    session.run(
        fmt::format("{} FROM pg_catalog.pg_sequences AS s WHERE pg_catalog.to_regclass(pg_catalog.format('%I.%I', "
                    "s.schemaname, s.sequencename)) = pg_catalog.to_regclass({}) AND s.increment_by > 0 AND "
                    "coalesce(s.last_value, s.start_value - 1) < {}",
                    setting, sequence, value));
  }
}

std::vector<Wanted> dropped_first(std::span<const Wanted> wanted) {
  const RelationNames relations = relations_of(wanted);
  const RelationNames sequences = sequences_of_columns(wanted);
  std::vector<Wanted> dropped;
  for (const Wanted& item : wanted) {
    const Entry& entry = *item.entry;
    if (entry.description == "SEQUENCE" && sequences.contains({entry.schema, entry.tag.str()})) continue;
    if (goes_with_relation(entry)) {
      const archive::Definition definition = archive::define(entry, "", 0);
      // A trigger's mode in a partition names its table in other words.
      const bool mode = entry.description == "TRIGGER" && definition.relation.empty();
      if (mode || entry.description == "INDEX ATTACH" || is_among(relations, definition.relation)) continue;
    }
    dropped.push_back(item);
  }
  return dropped;
}

void revoke_granted(const std::vector<std::string>& relations, TargetSession& session) {
  if (!session.connection().query(std::string(default_privileges_query)).row(0).at(0).flag()) return;
  for (const std::string& command : found_by(session.connection(), granted_query, relations)) session.run(command);
}

void revoke_default_privileges(std::span<const Wanted> wanted, TargetSession& session) {
  revoke_granted(made_relations(wanted), session);
}

}  // namespace pgdumpcore::restoring
