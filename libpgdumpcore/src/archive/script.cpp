#include "archive/script.hpp"

#include "archive/large_object_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

bool speaks_of_large_objects(const Entry& entry) {
  const string_view what = entry.description;
  if (what == "BLOB" || what == "BLOB METADATA") return true;
  return (what == "ACL" || what == "COMMENT" || what == "SECURITY LABEL") && entry.tag.starts_with("LARGE OBJECT");
}

// Whether a kind of object is not wanted: `what` begins with the kind.
bool left_out(string_view what, const ScriptOptions& options) {
  if (options.no_policies && (what.starts_with("POLICY") || what.starts_with("ROW SECURITY"))) return true;
  if (options.no_publications && what.starts_with("PUBLICATION")) return true;
  return options.no_subscriptions && what.starts_with("SUBSCRIPTION");
}

bool in_section(Section section, const Sections& sections) {
  switch (section) {
    case Section::pre_data:
      return sections.pre_data;
    case Section::data:
      return sections.data;
    case Section::post_data:
      return sections.post_data;
    case Section::none:
      break;
  }
  return false;
}

// How ALTER … OWNER TO names an entry's object; empty for objects without an owner of their own.
std::string owned_object(const Entry& entry, const ScriptSettings& settings) {
  static constexpr std::array named = {"COLLATION",
                                       "CONVERSION",
                                       "DATABASE",
                                       "DOMAIN",
                                       "EVENT TRIGGER",
                                       "FOREIGN DATA WRAPPER",
                                       "FOREIGN TABLE",
                                       "MATERIALIZED VIEW",
                                       "PROCEDURAL LANGUAGE",
                                       "PUBLICATION",
                                       "SCHEMA",
                                       "SEQUENCE",
                                       "SERVER",
                                       "STATISTICS",
                                       "SUBSCRIPTION",
                                       "TABLE",
                                       "TEXT SEARCH CONFIGURATION",
                                       "TEXT SEARCH DICTIONARY",
                                       "TYPE",
                                       "VIEW"};
  static constexpr std::array spelled_by_drop = {"AGGREGATE",      "FUNCTION",        "OPERATOR",
                                                 "OPERATOR CLASS", "OPERATOR FAMILY", "PROCEDURE"};
  string_view type = entry.description;
  if (std::ranges::find(named, type) != named.end()) {
    // Until 15 every relation was altered as a table.
    const bool relation = type == "VIEW" || type == "SEQUENCE" || type == "MATERIALIZED VIEW";
    if (relation && settings.major < 16) type = "TABLE";
    return fmt::format("{} {}", type, settings.quote.qualified(entry.schema, entry.tag));
  }
  if (type == "BLOB") return "LARGE OBJECT " + entry.tag;
  if (std::ranges::find(spelled_by_drop, type) != spelled_by_drop.end()) {
    // Its DROP statement has the argument types that ALTER wants too.
    string_view name = entry.drop;
    name.remove_prefix(string_view("DROP ").size());
    while (name.ends_with('\n') || name.ends_with(';')) name.remove_suffix(1);
    return std::string(name);
  }
  return {};
}

}  // namespace

// The kinds that --no-policies and its like leave out are not read from the server in the first place.
ScriptOptions script_options(const DumpOptions& options) {
  const Contents contents = contents_of(options);
  return {.sections = options.sections,
          .schema = contents.schema,
          .data = contents.data,
          .statistics = contents.statistics,
          .sequence_data = options.sequence_data,
          .clean = options.clean,
          .if_exists = options.if_exists,
          .create = options.create,
          .no_owner = options.no_owner,
          .no_privileges = options.no_privileges,
          .no_comments = options.no_comments,
          .no_security_labels = options.no_security_labels,
          .no_tablespaces = options.no_tablespaces,
          .no_table_access_method = options.no_table_access_method,
          .disable_triggers = options.disable_triggers,
          .enable_row_security = options.enable_row_security,
          .use_set_session_authorization = options.use_set_session_authorization,
          .superuser = options.superuser};
}

Pass pass_of(const Entry& entry) {
  const string_view what = entry.description;
  if (what == "ACL" || what == "DEFAULT ACL") return Pass::acl;
  if (what == "EVENT TRIGGER" || what == "MATERIALIZED VIEW DATA") return Pass::post_acl;
  if ((what == "COMMENT" || what == "SECURITY LABEL") && entry.tag.starts_with("EVENT TRIGGER ")) return Pass::post_acl;
  // Those of a materialized view come after it is filled, and all others in their order with them.
  if (what == "STATISTICS DATA" && entry.section == Section::post_data) return Pass::post_acl;
  return Pass::main;
}

bool is_statistics_data(const Entry& entry) {
  return entry.description == "STATISTICS DATA" || entry.description == "EXTENDED STATISTICS DATA";
}

bool is_database(const Entry& entry) {
  return entry.description == "DATABASE" || entry.description == "DATABASE PROPERTIES";
}

Parts wanted_parts(const Entry& entry, Section section, const ScriptOptions& options) {
  const string_view what = entry.description;
  if (what == "ENCODING" || what == "STDSTRINGS" || what == "SEARCHPATH") return {};
  if (is_database(entry)) return {.schema = options.create, .data = false};
  if (what == "ACL" || what == "DEFAULT ACL") {
    if (options.no_privileges) return {};
  }
  if (what == "COMMENT" && options.no_comments) return {};
  if (what == "SECURITY LABEL" && options.no_security_labels) return {};
  if (left_out(what, options)) return {};
  if ((what == "COMMENT" || what == "SECURITY LABEL") && left_out(entry.tag, options)) return {};
  if (!in_section(section, options.sections)) return {};
  if (is_statistics_data(entry)) return {.schema = options.statistics, .data = false};
  const bool facet = what == "ACL" || what == "COMMENT" || what == "SECURITY LABEL";
  if (facet && entry.tag.starts_with("DATABASE ") && !options.create) return {};

  Parts parts{.schema = true, .data = true};
  if (!entry.has_data) {
    const bool data_entry = what == "SEQUENCE SET" || speaks_of_large_objects(entry);
    parts = {.schema = !data_entry, .data = data_entry};
  }
  // "load via partition root" is a remark on data, not a definition.
  if (entry.create.empty() || entry.create.starts_with("-- load via partition root ")) parts.schema = false;
  if (!options.data && !(options.sequence_data && what == "SEQUENCE SET")) parts.data = false;
  if (!options.schema) parts.schema = false;
  return parts;
}

std::vector<Wanted> wanted_entries(std::span<const Entry> entries, const ScriptOptions& options) {
  std::vector<const Entry*> pointers;
  pointers.reserve(entries.size());
  for (const Entry& entry : entries) pointers.push_back(&entry);
  return wanted_entries(pointers, options);
}

// Comments, labels and privileges have no section of their own: they belong to that of the entry before them.
std::vector<Wanted> wanted_entries(std::span<const Entry* const> entries, const ScriptOptions& options) {
  std::vector<Wanted> wanted;
  Section section = Section::pre_data;
  for (const Entry* entry : entries) {
    if (entry->section != Section::none) section = entry->section;
    const Parts parts = wanted_parts(*entry, section, options);
    if (parts.any()) wanted.push_back({entry, parts});
  }
  return wanted;
}

std::string with_if_exists(const Entry& entry) {
  const string_view what = entry.description;
  std::string statement = entry.drop.str();
  if (statement.starts_with("--")) return statement;
  if (what == "BLOB")
    return fmt::format("SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '{}';\n",
                       entry.oid);
  std::string out;
  if (statement.starts_with("ALTER TABLE")) {
    out = "ALTER TABLE IF EXISTS";
    statement.erase(0, string_view("ALTER TABLE").size());
  }
  // DROP DEFAULT has no IF EXISTS; a view put back in place of its rule is not dropped at all.
  if (what == "DEFAULT" || what == "DATABASE PROPERTIES" || statement.starts_with("CREATE OR REPLACE VIEW"))
    return out + statement;
  const bool is_constraint = what == "CONSTRAINT" || what == "CHECK CONSTRAINT" || what == "FK CONSTRAINT";
  const std::string mark = is_constraint ? "DROP CONSTRAINT" : fmt::format("DROP {}", what);
  if (const auto at = statement.find(mark); at != std::string::npos) statement.insert(at + mark.size(), " IF EXISTS");
  return out + statement;
}

Script::Script(ScriptOutput& out, const ScriptSettings& settings, std::span<const Entry> entries)
    : out_(out), settings_(settings), options_(settings.options) {
  for (const Entry& entry : entries)
    if (entry.description == "BLOB METADATA") large_objects_.emplace(entry.dump_id, &entry);
}

void Script::begin_session() {
  std::string sql = "SET statement_timeout = 0;\nSET lock_timeout = 0;\nSET idle_in_transaction_session_timeout = 0;\n";
  if (settings_.major >= 17) sql += "SET transaction_timeout = 0;\n";
  sql += fmt::format("SET client_encoding = '{}';\n", settings_.encoding);
  sql += fmt::format("SET standard_conforming_strings = {};\n", settings_.standard_conforming_strings ? "on" : "off");
  if (!options_.role.empty()) sql += fmt::format("SET ROLE {};\n", settings_.quote(options_.role));
  sql += "SELECT pg_catalog.set_config('search_path', '', false);\n";
  sql += "SET check_function_bodies = false;\nSET xmloption = content;\nSET client_min_messages = warning;\n";
  if (!settings_.standard_conforming_strings) sql += "SET escape_string_warning = off;\n";
  sql += fmt::format("SET row_security = {};\n\n", options_.enable_row_security ? "on" : "off");
  out_.commands(sql);
}

// --- dropping

void Script::drop_all(std::span<const Wanted> wanted) {
  for (auto item = wanted.rbegin(); item != wanted.rend(); ++item) {
    const Entry& entry = *item->entry;
    // With -C only the database itself is dropped: this script runs in another one until it has made its own.
    if (options_.create && !is_database(entry)) continue;
    if (entry.drop.empty()) continue;
    out_.begin_entry(entry);
    become_owner(entry);
    if (entry.description == "BLOB METADATA")
      out_.each_line(drop_text(entry));
    else
      out_.commands(drop_text(entry));
  }
}

std::string Script::drop_text(const Entry& entry) const {
  if (entry.description != "BLOB METADATA") return options_.if_exists ? with_if_exists(entry) : entry.drop.str();
  if (options_.if_exists)
    return for_each_large_object(
               entry.create, "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '",
               "'") +
           "\n";
  return for_each_large_object(entry.create, "SELECT pg_catalog.lo_unlink('", "')") + "\n";
}

// --- one entry

void Script::write(const Wanted& wanted) {
  const Entry& entry = *wanted.entry;
  out_.begin_entry(entry);
  if (wanted.parts.schema) {
    write_definition(entry, is_statistics_data(entry) ? "Statistics for " : "");
    if (is_database(entry)) {
      out_.connect(entry.tag.str());
      current_user_.reset();
      current_tablespace_.reset();
      current_access_method_.reset();
      begin_session();
    }
  }
  if (!wanted.parts.data) return;
  if (entry.has_data)
    write_rows(entry);
  else if (!wanted.parts.schema)
    write_definition(entry, "");
}

void Script::write_rows(const Entry& entry) {
  write_definition(entry, "Data for ");
  const bool guard = entry.description != "BLOBS" && !options_.schema && options_.disable_triggers;
  const auto switch_triggers = [&](string_view how) {
    become_user(options_.superuser);
    out_.commands(
        fmt::format("ALTER TABLE {} {} TRIGGER ALL;\n\n", settings_.quote.qualified(entry.schema, entry.tag), how));
  };
  if (guard) switch_triggers("DISABLE");
  if (entry.description != "BLOBS") become_owner(entry);
  out_.data(entry);
  if (guard) switch_triggers("ENABLE");
}

void Script::write_definition(const Entry& entry, string_view prefix) {
  become_owner(entry);
  select_tablespace(entry);
  // A partitioned table has no storage: its access method is altered after it exists (17 and later).
  const bool altered_access_method = entry.relkind == 'p';
  if (!altered_access_method) select_access_method(entry);
  write_header(entry, prefix);
  write_commands(entry);
  write_owner(entry);
  if (altered_access_method && !options_.no_table_access_method && !entry.access_method.empty())
    out_.commands(fmt::format("ALTER TABLE {} SET ACCESS METHOD {};\n\n",
                              settings_.quote.qualified(entry.schema, entry.tag),
                              settings_.quote(entry.access_method)));
  // An ACL may contain SET SESSION AUTHORIZATION of its own.
  if (pass_of(entry) == Pass::acl) current_user_.reset();
}

void Script::write_header(const Entry& entry, string_view prefix) {
  // What speaks of an object always states its owner, even an empty one.
  const string_view what = entry.description;
  const bool facet = what == "COMMENT" || what == "SECURITY LABEL" || what == "ACL";
  const std::string owner = options_.no_owner ? std::string() : entry.owner.str();
  std::string text = fmt::format("--\n-- {}Name: {}; Type: {}; Schema: {}; Owner: {}", prefix,
                                 pg::comment_safe(entry.tag), entry.description, pg::comment_safe(entry.schema, true),
                                 pg::comment_safe(owner, options_.no_owner || !facet));
  if (entry.tablespace && !entry.tablespace->empty() && !options_.no_tablespaces)
    text += fmt::format("; Tablespace: {}", pg::comment_safe(*entry.tablespace));
  out_.comment(text + "\n--\n\n");
}

void Script::write_commands(const Entry& entry) {
  if (options_.no_owner && entry.description == "SCHEMA" && !entry.create.starts_with("--"))
    return out_.commands(fmt::format("CREATE SCHEMA {};\n\n\n", settings_.quote(entry.tag)));
  if (entry.description == "BLOB METADATA")
    return out_.each_line(for_each_large_object(entry.create, "SELECT pg_catalog.lo_create('", "')") + "\n");
  if (entry.description == "ACL" && entry.tag.starts_with("LARGE OBJECTS")) return write_large_object_acl(entry);
  if (!entry.create.empty()) out_.commands(entry.create + "\n\n");
}

// One GRANT or REVOKE that names one large object stands for all that its BLOB METADATA entry lists.
void Script::write_large_object_acl(const Entry& entry) {
  static constexpr string_view mark = "LARGE OBJECT ";
  const auto metadata = large_objects_.find(entry.dependencies.empty() ? 0 : entry.dependencies.front());
  if (metadata == large_objects_.end()) return out_.commands(entry.create + "\n\n");
  for (const std::string& command : pg::split_statements(entry.create)) {
    const auto oid = std::min(command.find(mark), command.size() - mark.size()) + mark.size();
    const auto after = std::min(command.find_first_not_of("0123456789", oid), command.size());
    out_.each_line(for_each_large_object(metadata->second->create, string_view(command).substr(0, oid),
                                         string_view(command).substr(after)) +
                   "\n");
  }
}

void Script::write_owner(const Entry& entry) {
  if (options_.no_owner || entry.owner.empty() || entry.drop.empty()) return;
  const bool public_schema = entry.description == "SCHEMA" && entry.create.starts_with("--");
  if (options_.use_set_session_authorization && !public_schema) return;
  if (entry.description == "BLOB METADATA")
    return out_.each_line(
        for_each_large_object(entry.create, "ALTER LARGE OBJECT ", " OWNER TO " + settings_.quote(entry.owner)) + "\n");
  if (const std::string object = owned_object(entry, settings_); !object.empty())
    out_.commands(fmt::format("ALTER {} OWNER TO {};\n\n", object, settings_.quote(entry.owner)));
}

// --- the session

void Script::become_owner(const Entry& entry) {
  if (!options_.no_owner && options_.use_set_session_authorization) become_user(entry.owner);
}

void Script::become_user(const std::string& user) {
  if (current_user_ == user) return;
  const std::string name = user.empty() ? "DEFAULT" : pg::quote_literal(user, settings_.standard_conforming_strings);
  out_.commands(fmt::format("SET SESSION AUTHORIZATION {};\n\n", name));
  current_user_ = user;
}

void Script::select_tablespace(const Entry& entry) {
  if (options_.no_tablespaces || !entry.tablespace || current_tablespace_ == entry.tablespace) return;
  out_.commands(fmt::format("SET default_tablespace = {};\n\n",
                            entry.tablespace->empty() ? "''" : settings_.quote(*entry.tablespace)));
  current_tablespace_ = entry.tablespace;
}

void Script::select_access_method(const Entry& entry) {
  if (options_.no_table_access_method || entry.access_method.empty()) return;
  if (current_access_method_ == entry.access_method) return;
  out_.commands(fmt::format("SET default_table_access_method = {};\n\n", settings_.quote(entry.access_method)));
  current_access_method_ = entry.access_method;
}

}  // namespace pgdumpcore::archive
