#include "select/selection.hpp"

#include "select/pattern.hpp"

#include <fmt/format.h>

namespace pgdumpcore::select {

namespace {

using catalog::Component;
using catalog::Components;
using catalog::Object;
using catalog::Oid;
using catalog::SelectionRule;

// What one sort of pattern looks for.
struct Target {
  const char* plural;    // in messages
  const char* improper;  // what a pattern with too many dots is called
  std::size_t parts;     // how many parts a pattern may have, the database's name included
  const char* from;      // SELECT oid FROM …, aliased so that name_column fits
  const char* name_column;
  const char* schema_column;
  const char* visible;  // for names without schema
};

constexpr Target schema_target = {"schemas",   "qualified", 2,      "pg_catalog.pg_namespace AS n WHERE true",
                                  "n.nspname", nullptr,     nullptr};
constexpr Target extension_target = {"extensions", "qualified", 1,      "pg_catalog.pg_extension AS e WHERE true",
                                     "e.extname",  nullptr,     nullptr};
constexpr Target server_target = {
    "foreign servers", "qualified", 1, "pg_catalog.pg_foreign_server AS s WHERE true", "s.srvname", nullptr, nullptr};
constexpr Target table_target = {
    "tables",
    "relation",
    3,
    "pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
    " WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,S,v,m,f,p}')",
    "c.relname",
    "n.nspname",
    "pg_catalog.pg_table_is_visible(c.oid)"};

// Those that have rows, or partitions that have.
constexpr Target rows_target = [] {
  Target target = table_target;
  target.from =
      "pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
      " WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,f,p}')";
  return target;
}();

void check_parts(const Pattern& pattern, const Target& target, const std::string& database) {
  if (pattern.regexes.size() > target.parts)
    throw Error(Fault::usage,
                fmt::format("improper {} name (too many dotted names): {}", target.improper, pattern.text));
  if (target.parts > 1 && pattern.regexes.size() == target.parts && pattern.literals.front() != database)
    throw Error(Fault::usage, fmt::format("cross-database references are not implemented: {}", pattern.text));
}

std::string pattern_query(const Pattern& pattern, const Target& target) {
  const std::string alias(target.name_column, 1);
  std::string sql =
      fmt::format("SELECT {}.oid FROM {} AND {}", alias, target.from, matches(target.name_column, pattern.name()));
  const bool qualified = target.schema_column != nullptr && pattern.regexes.size() > 1;
  if (qualified)
    sql += " AND " + matches(target.schema_column, pattern.regexes[pattern.regexes.size() - 2]);
  else if (target.visible != nullptr)
    sql += fmt::format(" AND {}", target.visible);
  return sql;
}

enum class Children { left_alone, partitions, all };

// What `query` finds, and its partitions or all its heirs.
std::string with_children(const std::string& query, Children children) {
  if (children == Children::left_alone) return query;
  return fmt::format(
      "WITH RECURSIVE family(oid) AS ({} UNION SELECT i.inhrelid FROM family AS f JOIN pg_catalog.pg_inherits AS i"
      " ON i.inhparent OPERATOR(pg_catalog.=) f.oid{}) SELECT oid FROM family",
      query,
      children == Children::all ? ""
                                : " JOIN pg_catalog.pg_class AS p ON p.oid OPERATOR(pg_catalog.=) f.oid"
                                  " WHERE p.relkind OPERATOR(pg_catalog.=) 'p'");
}

// Adds what the patterns match to `found`.
void resolve(catalog::Reader& reader, const std::vector<std::string>& patterns, const Target& target, bool strict,
             std::set<Oid>& found, Children children = Children::left_alone) {
  for (const std::string& text : patterns) {
    const Pattern pattern = parse_pattern(text);
    check_parts(pattern, target, reader.connection().database());
    // Names without a schema mean what they mean to the user: the search path is theirs for this one query.
    const bool user_path = target.visible != nullptr;
    if (user_path) reader.connection().execute("RESET search_path");
    const pg::Result rows = reader.query(with_children(pattern_query(pattern, target), children));
    if (user_path) reader.connection().execute("SELECT pg_catalog.set_config('search_path', '', false)");
    if (strict && rows.rows() == 0)
      throw Error(Fault::usage, fmt::format("no matching {} were found for pattern \"{}\"", target.plural, text));
    for (const pg::Row row : rows) found.insert(row.at(0).oid());
  }
}

void require_match(bool asked, const std::set<Oid>& found, const Target& target) {
  if (asked && found.empty()) throw Error(Fault::usage, fmt::format("no matching {} were found", target.plural));
}

Components everything_if(bool taken) {
  return taken ? Components::all() : Components::none();
}

}  // namespace

Selection::Selection(catalog::Reader& reader) : reader_(reader) {
  const DumpOptions& options = reader.options();
  some_schemas_ = !options.include_schemas.empty();
  some_tables_ = !options.include_tables.empty() || !options.include_tables_and_children.empty();
  some_extensions_ = !options.include_extensions.empty() || !options.only_extensions.empty();
  whole_database_ = takes_whole_database(options);
  const bool strict = options.strict_names;
  resolve(reader, options.include_schemas, schema_target, strict, schemas_);
  require_match(some_schemas_, schemas_, schema_target);
  resolve(reader, options.exclude_schemas, schema_target, false, excluded_schemas_);
  resolve(reader, options.include_tables, table_target, strict, tables_);
  resolve(reader, options.include_tables_and_children, table_target, strict, tables_, Children::all);
  require_match(some_tables_, tables_, table_target);
  resolve(reader, options.exclude_tables, table_target, false, excluded_tables_);
  resolve(reader, options.exclude_tables_and_children, table_target, false, excluded_tables_, Children::all);
  resolve(reader, options.exclude_table_data, table_target, false, tables_without_data_);
  resolve(reader, options.exclude_table_data_and_children, table_target, false, tables_without_data_, Children::all);
  for (const RowCondition& some : options.row_conditions) {
    std::set<Oid> tables;
    resolve(reader, {some.table}, rows_target, true, tables, Children::partitions);
    for (const Oid table : tables) reader.store().row_conditions[table].push_back(some.condition);
  }
  resolve(reader, options.include_foreign_data, server_target, true, reader.store().servers_with_rows);
  resolve(reader, options.include_extensions, extension_target, strict, extensions_);
  resolve(reader, options.only_extensions, extension_target, strict, extensions_);
  require_match(some_extensions_, extensions_, extension_target);
  resolve(reader, options.exclude_extensions, extension_target, false, excluded_extensions_);
}

void Selection::decide() {
  auto& objects = reader_.store().objects();
  for (; decided_ < objects.size(); ++decided_) decide_one(objects[decided_]);
}

void Selection::decide_one(Object& object) const {
  switch (object.kind->selection_rule) {
    case SelectionRule::by_schema_rule:
      decide_schema(object);
      break;
    case SelectionRule::by_table_rule:
      decide_rows(object);
      object.extension != nullptr ? decide_member(object) : decide_table(object);
      break;
    case SelectionRule::by_extension_rule:
      decide_extension(object);
      break;
    case SelectionRule::in_schema:
      if (object.extension != nullptr)
        decide_member(object);
      else if (object.schema != nullptr)
        object.wanted = object.schema->member_components;
      else
        object.wanted = everything_if(whole_database_);
      break;
    case SelectionRule::in_database:
      object.extension != nullptr ? decide_member(object) : decide_in_database(object);
      break;
    case SelectionRule::whole_database:
      object.wanted = everything_if(whole_database_);
      break;
    case SelectionRule::with_parent:
      object.wanted = object.parent == nullptr ? Components::none() : object.parent->wanted;
      break;
    case SelectionRule::decided_by_kind:
      break;
  }
}

// A member comes with its extension; what was granted on it since is the dump's business.
void Selection::decide_member(Object& object) const {
  object.wanted = object.extension->member_components & Component::acl;
  catalog::depend(object, *object.extension);
}

void Selection::decide_schema(Object& schema) const {
  const std::string& name = schema.name;
  const bool system = name.starts_with("pg_") || name == "information_schema";
  if (some_tables_ || (!some_schemas_ && system && name != "pg_catalog")) {
    schema.wanted = schema.member_components = Components::none();
  } else if (some_schemas_) {
    schema.wanted = schema.member_components = everything_if(schemas_.contains(schema.address.objid));
  } else if (name == "pg_catalog") {
    schema.wanted = schema.member_components = Component::acl;
  } else if (name == "public") {
    // initdb made it: until 14 only its privileges are dumped; since 15 its owner and comment too where they differ
    // from initdb's (the kind knows).
    schema.member_components = Components::all();
    schema.wanted = reader_.major() < 15 ? Components(Component::acl) : Components::all();
    if (reader_.major() >= 15 && schema.owner == "pg_database_owner")
      schema.wanted = schema.wanted.without(Component::definition);
  } else {
    schema.wanted = schema.member_components = Components::all();
  }
  if (schema.member_components.any() && excluded_schemas_.contains(schema.address.objid))
    schema.wanted = schema.member_components = Components::none();
  // Membership decides about the schema itself, not about what others have put into it.
  if (schema.extension != nullptr) decide_member(schema);
}

void Selection::decide_table(Object& table) const {
  const Oid oid = table.address.objid;
  if (some_tables_)
    table.wanted = everything_if(tables_.contains(oid));
  else
    table.wanted = table.schema == nullptr ? Components::none() : table.schema->member_components;
  if (excluded_tables_.contains(oid)) table.wanted = Components::none();
}

// Rows can be excluded from a relation that is wanted for other reasons: by their own option, and, where they are the
// user's part of an extension's table, by those that leave out tables and schemas.
void Selection::decide_rows(Object& table) const {
  const Oid oid = table.address.objid;
  table.named = tables_.contains(oid);
  table.rows_excluded = tables_without_data_.contains(oid);
  if (table.extension == nullptr) return;
  const bool in_excluded_schema = table.schema != nullptr && excluded_schemas_.contains(table.schema->address.objid);
  table.rows_excluded |= excluded_tables_.contains(oid) || in_excluded_schema;
}

void Selection::decide_extension(Object& extension) const {
  const Oid oid = extension.address.objid;
  if (oid < catalog::first_normal_oid)
    extension.member_components = Component::acl;
  else if (some_extensions_)
    extension.member_components = everything_if(extensions_.contains(oid));
  else
    extension.member_components = everything_if(whole_database_);
  if (oid >= catalog::first_normal_oid && excluded_extensions_.contains(oid))
    extension.member_components = Components::none();
  extension.wanted = extension.member_components;
  extension.rows_excluded = (some_extensions_ && !extensions_.contains(oid)) || excluded_extensions_.contains(oid);
}

void Selection::decide_in_database(Object& object) const {
  if (!whole_database_)
    object.wanted = Components::none();
  else if (object.address.objid < catalog::first_normal_oid)
    object.wanted = Component::acl;
  else
    object.wanted = Components::all();
}

}  // namespace pgdumpcore::select
