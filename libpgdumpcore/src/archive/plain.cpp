#include "archive/plain.hpp"

#include "archive/large_object_script.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

// The passes over the table of contents: privileges wait until all data is in, so that a grant cannot get in the
// way; event triggers and refreshes wait for the privileges.
enum class Pass { main, acl, post_acl };

Pass pass_of(const Entry& entry) {
  const string_view what = entry.description;
  if (what == "ACL" || what == "DEFAULT ACL") return Pass::acl;
  if (what == "EVENT TRIGGER" || what == "MATERIALIZED VIEW DATA") return Pass::post_acl;
  if ((what == "COMMENT" || what == "SECURITY LABEL") && entry.tag.starts_with("EVENT TRIGGER ")) return Pass::post_acl;
  return Pass::main;
}

bool is_database(const Entry& entry) {
  return entry.description == "DATABASE" || entry.description == "DATABASE PROPERTIES";
}

bool speaks_of_large_objects(const Entry& entry) {
  const string_view what = entry.description;
  if (what == "BLOB" || what == "BLOB METADATA") return true;
  return (what == "ACL" || what == "COMMENT" || what == "SECURITY LABEL") && entry.tag.starts_with("LARGE OBJECT");
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
std::string owned_object(const Entry& entry, const PlainSettings& settings) {
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

class PlainScript {
 public:
  PlainScript(Sink& out, const PlainSettings& settings, const WriteData& write_data)
      : out_(out), settings_(settings), options_(settings.options), write_data_(write_data) {}

  void write(std::span<const Entry> entries) {
    const std::vector<Wanted> wanted = select(entries);
    begin();
    if (options_.clean) drop_all(wanted);
    for (const Pass pass : {Pass::main, Pass::acl, Pass::post_acl})
      for (const Wanted& item : wanted)
        if (pass_of(*item.entry) == pass) write_entry(*item.entry, item.parts);
    end();
  }

 private:
  struct Wanted {
    const Entry* entry;
    Parts parts;
  };

  // Comments, labels and privileges have no section of their own: they belong to that of the entry before them.
  std::vector<Wanted> select(std::span<const Entry> entries) {
    std::vector<Wanted> wanted;
    Section section = Section::pre_data;
    for (const Entry& entry : entries) {
      by_id_[entry.dump_id] = &entry;
      if (entry.section != Section::none) section = entry.section;
      const Parts parts = wanted_parts(entry, section, options_);
      if (parts.any()) wanted.push_back({&entry, parts});
    }
    return wanted;
  }

  void put(string_view text) { out_.write(std::as_bytes(std::span(text.data(), text.size()))); }
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    put(fmt::format(format, std::forward<Args>(args)...));
  }

  void begin() {
    put("--\n-- PostgreSQL database dump\n--\n\n");
    print("\\restrict {}\n\n", settings_.restrict_key);
    print("-- Dumped from database version {}\n-- Dumped by {}\n\n", settings_.server_version, settings_.writer);
    fixed_state();
  }

  void end() {
    put("--\n-- PostgreSQL database dump complete\n--\n\n");
    print("\\unrestrict {}\n\n", settings_.restrict_key);
  }

  void fixed_state() {
    put("SET statement_timeout = 0;\nSET lock_timeout = 0;\nSET idle_in_transaction_session_timeout = 0;\n");
    if (settings_.major >= 17) put("SET transaction_timeout = 0;\n");
    print("SET client_encoding = '{}';\n", settings_.encoding);
    print("SET standard_conforming_strings = {};\n", settings_.standard_conforming_strings ? "on" : "off");
    put("SELECT pg_catalog.set_config('search_path', '', false);\n");
    put("SET check_function_bodies = false;\nSET xmloption = content;\nSET client_min_messages = warning;\n");
    if (!settings_.standard_conforming_strings) put("SET escape_string_warning = off;\n");
    print("SET row_security = {};\n\n", options_.enable_row_security ? "on" : "off");
  }

  // --- dropping, in reverse order

  void drop_all(const std::vector<Wanted>& wanted) {
    for (auto item = wanted.rbegin(); item != wanted.rend(); ++item) {
      const Entry& entry = *item->entry;
      // With -C only the database itself is dropped: this script runs in another one until it has made its own.
      if (options_.create && !is_database(entry)) continue;
      if (entry.drop.empty()) continue;
      become_owner(entry);
      put(drop_text(entry));
    }
  }

  [[nodiscard]] std::string drop_text(const Entry& entry) const {
    if (entry.description == "BLOB METADATA") {
      if (options_.if_exists)
        return for_each_large_object(entry.create,
                                     "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata "
                                     "WHERE oid = '",
                                     "'") +
               "\n";
      return for_each_large_object(entry.create, "SELECT pg_catalog.lo_unlink('", "')") + "\n";
    }
    return options_.if_exists ? with_if_exists(entry) : entry.drop;
  }

  // --- one entry

  void write_entry(const Entry& entry, const Parts& parts) {
    if (parts.schema) {
      write_definition(entry, "");
      if (is_database(entry)) reconnect(entry.tag);
    }
    if (!parts.data) return;
    if (entry.has_data)
      write_rows(entry);
    else if (!parts.schema)
      write_definition(entry, "");
  }

  void write_rows(const Entry& entry) {
    write_definition(entry, "Data for ");
    if (entry.description == "BLOBS") {
      write_data_(entry, out_);
      return;
    }
    const bool guard = options_.data_only && options_.disable_triggers;
    const std::string table = settings_.quote.qualified(entry.schema, entry.tag);
    if (guard) {
      become_user(options_.superuser);
      print("ALTER TABLE {} DISABLE TRIGGER ALL;\n\n", table);
    }
    become_owner(entry);
    put(entry.copy);
    write_data_(entry, out_);
    if (guard) {
      become_user(options_.superuser);
      print("ALTER TABLE {} ENABLE TRIGGER ALL;\n\n", table);
    }
  }

  void write_definition(const Entry& entry, string_view prefix) {
    become_owner(entry);
    select_tablespace(entry);
    // A partitioned table has no storage: its access method is altered after it exists (17 and later).
    const bool altered_access_method = entry.relkind == 'p';
    if (!altered_access_method) select_access_method(entry);
    write_header(entry, prefix);
    put(definition_text(entry));
    write_owner(entry);
    if (altered_access_method && !options_.no_table_access_method && !entry.access_method.empty())
      print("ALTER TABLE {} SET ACCESS METHOD {};\n\n", settings_.quote.qualified(entry.schema, entry.tag),
            settings_.quote(entry.access_method));
    // An ACL may contain SET SESSION AUTHORIZATION of its own.
    if (pass_of(entry) == Pass::acl) current_user_.reset();
  }

  void write_header(const Entry& entry, string_view prefix) {
    // What speaks of an object always states its owner, even an empty one.
    const string_view what = entry.description;
    const bool facet = what == "COMMENT" || what == "SECURITY LABEL" || what == "ACL";
    const std::string owner = options_.no_owner ? std::string() : entry.owner;
    print("--\n-- {}Name: {}; Type: {}; Schema: {}; Owner: {}", prefix, pg::comment_safe(entry.tag), entry.description,
          pg::comment_safe(entry.schema, true), pg::comment_safe(owner, options_.no_owner || !facet));
    if (entry.tablespace && !entry.tablespace->empty() && !options_.no_tablespaces)
      print("; Tablespace: {}", pg::comment_safe(*entry.tablespace));
    put("\n--\n\n");
  }

  [[nodiscard]] std::string definition_text(const Entry& entry) const {
    if (options_.no_owner && entry.description == "SCHEMA" && !entry.create.starts_with("--"))
      return fmt::format("CREATE SCHEMA {};\n\n\n", settings_.quote(entry.tag));
    if (entry.description == "BLOB METADATA")
      return for_each_large_object(entry.create, "SELECT pg_catalog.lo_create('", "')") + "\n";
    if (entry.description == "ACL" && entry.tag.starts_with("LARGE OBJECTS")) return large_object_acl(entry);
    if (entry.create.empty()) return {};
    return entry.create + "\n\n";
  }

  // One GRANT or REVOKE that names one large object stands for all that its BLOB METADATA entry lists.
  [[nodiscard]] std::string large_object_acl(const Entry& entry) const {
    static constexpr string_view mark = "LARGE OBJECT ";
    const Entry* const metadata = entry.dependencies.empty() ? nullptr : by_id_.at(entry.dependencies.front());
    if (metadata == nullptr) return entry.create + "\n\n";
    std::string out;
    for (const std::string& command : pg::split_statements(entry.create)) {
      const auto oid = command.find(mark) + mark.size();
      const auto after = std::min(command.find_first_not_of("0123456789", oid), command.size());
      out += for_each_large_object(metadata->create, string_view(command).substr(0, oid),
                                   string_view(command).substr(after)) +
             "\n";
    }
    return out;
  }

  void write_owner(const Entry& entry) {
    if (options_.no_owner || entry.owner.empty() || entry.drop.empty()) return;
    const bool public_schema = entry.description == "SCHEMA" && entry.create.starts_with("--");
    if (options_.use_set_session_authorization && !public_schema) return;
    if (entry.description == "BLOB METADATA") {
      put(for_each_large_object(entry.create, "ALTER LARGE OBJECT ", " OWNER TO " + settings_.quote(entry.owner)) +
          "\n");
      return;
    }
    if (const std::string object = owned_object(entry, settings_); !object.empty())
      print("ALTER {} OWNER TO {};\n\n", object, settings_.quote(entry.owner));
  }

  // --- the imaginary session the script runs in

  void become_owner(const Entry& entry) {
    if (!options_.no_owner && options_.use_set_session_authorization) become_user(entry.owner);
  }

  void become_user(const std::string& user) {
    if (current_user_ == user) return;
    const std::string name = user.empty() ? "DEFAULT" : pg::quote_literal(user, settings_.standard_conforming_strings);
    print("SET SESSION AUTHORIZATION {};\n\n", name);
    current_user_ = user;
  }

  void select_tablespace(const Entry& entry) {
    if (options_.no_tablespaces || !entry.tablespace || current_tablespace_ == entry.tablespace) return;
    print("SET default_tablespace = {};\n\n", entry.tablespace->empty() ? "''" : settings_.quote(*entry.tablespace));
    current_tablespace_ = entry.tablespace;
  }

  void select_access_method(const Entry& entry) {
    if (options_.no_table_access_method || entry.access_method.empty()) return;
    if (current_access_method_ == entry.access_method) return;
    print("SET default_table_access_method = {};\n\n", settings_.quote(entry.access_method));
    current_access_method_ = entry.access_method;
  }

  void reconnect(const std::string& database) {
    print("\\unrestrict {}\n", settings_.restrict_key);
    put(psql_connect(database));
    print("\\restrict {}\n\n", settings_.restrict_key);
    current_user_.reset();
    current_tablespace_.reset();
    current_access_method_.reset();
    fixed_state();
  }

  // A \connect that reaches exactly this database: names psql could take for options or connection strings go
  // in as a conninfo of their own.
  [[nodiscard]] std::string psql_connect(const std::string& database) const {
    bool plain = !database.empty();
    for (const char c : database)
      plain =
          plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.');
    if (plain) return fmt::format("\\connect {}\n", settings_.quote(database));
    std::string conninfo = "dbname='";
    for (const char c : database) {
      if (c == '\'' || c == '\\') conninfo += '\\';
      conninfo += c;
    }
    conninfo += '\'';
    if (database.find_first_of("\n\r") != std::string::npos)
      throw Error(Fault::unsupported,
                  "a script cannot connect to a database whose name contains a newline or carriage return")
          .hint("Dump it without --create.");
    return fmt::format("\\encoding SQL_ASCII\n\\connect -reuse-previous=on {}\n", pg::double_quoted(conninfo));
  }

  Sink& out_;
  const PlainSettings& settings_;
  const DumpOptions& options_;
  const WriteData& write_data_;
  std::map<int, const Entry*> by_id_{};
  std::optional<std::string> current_user_{};
  std::optional<std::string> current_tablespace_{};
  std::optional<std::string> current_access_method_{};
};

}  // namespace

Parts wanted_parts(const Entry& entry, Section section, const DumpOptions& options) {
  const string_view what = entry.description;
  if (what == "ENCODING" || what == "STDSTRINGS" || what == "SEARCHPATH") return {};
  if (is_database(entry)) return {.schema = options.create, .data = false};
  if (what == "ACL" || what == "DEFAULT ACL") {
    if (options.no_privileges) return {};
  }
  if (what == "COMMENT" && options.no_comments) return {};
  if (what == "SECURITY LABEL" && options.no_security_labels) return {};
  if (!in_section(section, options.sections)) return {};
  const bool facet = what == "ACL" || what == "COMMENT" || what == "SECURITY LABEL";
  if (facet && entry.tag.starts_with("DATABASE ") && !options.create) return {};

  Parts parts{.schema = true, .data = true};
  if (!entry.has_data) {
    const bool data_entry = what == "SEQUENCE SET" || speaks_of_large_objects(entry);
    parts = {.schema = !data_entry, .data = data_entry};
  }
  // "load via partition root" is a remark on data, not a definition.
  if (entry.create.empty() || entry.create.starts_with("-- load via partition root ")) parts.schema = false;
  if (options.schema_only) parts.data = false;
  if (options.data_only) parts.schema = false;
  return parts;
}

std::string with_if_exists(const Entry& entry) {
  const string_view what = entry.description;
  std::string statement = entry.drop;
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

void write_plain(Sink& out, std::span<const Entry> entries, const PlainSettings& settings,
                 const WriteData& write_data) {
  PlainScript(out, settings, write_data).write(entries);
}

}  // namespace pgdumpcore::archive
