// A restore's commands, entry by entry: the same ones whether psql reads them or a server runs them.
#pragma once

#include "archive/entry.hpp"
#include "pg/quote.hpp"

#include <pgdumpcore/options.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pgdumpcore::archive {

// What an archive's reader may choose when its entries become commands.
struct ScriptOptions {
  Sections sections{};
  bool schema = true;
  bool data = true;
  bool statistics = true;
  bool sequence_data = false;  // the sequences' values even without other data
  bool clean = false;
  bool if_exists = false;
  bool create = false;
  bool no_owner = false;
  bool no_privileges = false;
  bool no_comments = false;
  bool no_policies = false;
  bool no_publications = false;
  bool no_security_labels = false;
  bool no_subscriptions = false;
  bool no_tablespaces = false;
  bool no_table_access_method = false;
  bool disable_triggers = false;
  bool enable_row_security = false;
  bool use_set_session_authorization = false;
  std::string superuser{};
  std::string role{};
};
[[nodiscard]] ScriptOptions script_options(const DumpOptions& options);

struct ScriptSettings {
  ScriptOptions options{};
  const pg::IdentifierQuoter& quote;
  int major = 0;  // the dialect: what pg_dump of this major writes
  std::string encoding{};
  bool standard_conforming_strings = true;
};

// What of an entry the options ask for.
struct Parts {
  bool schema = false;
  bool data = false;
  [[nodiscard]] bool any() const { return schema || data; }
};
//   section: the entry's, or for entries without one that of the entry before it
[[nodiscard]] Parts wanted_parts(const Entry& entry, Section section, const ScriptOptions& options);

struct Wanted {
  const Entry* entry = nullptr;
  Parts parts{};
};
// The entries that the options ask for, in the order of the table of contents.
[[nodiscard]] std::vector<Wanted> wanted_entries(std::span<const Entry> entries, const ScriptOptions& options);
// The same in another order, and of some entries only.
[[nodiscard]] std::vector<Wanted> wanted_entries(std::span<const Entry* const> entries, const ScriptOptions& options);

// The passes over the table of contents: privileges wait until all data is in, so that a grant cannot get in the
// way; event triggers and refreshes wait for the privileges.
enum class Pass { main, acl, post_acl };
inline constexpr Pass passes[] = {Pass::main, Pass::acl, Pass::post_acl};
[[nodiscard]] Pass pass_of(const Entry& entry);

// DATABASE and DATABASE PROPERTIES, which only --create asks for.
[[nodiscard]] bool is_database(const Entry& entry);

// STATISTICS DATA and EXTENDED STATISTICS DATA.
[[nodiscard]] bool is_statistics_data(const Entry& entry);

// `drop` with IF EXISTS put in where the statement has a place for it.
[[nodiscard]] std::string with_if_exists(const Entry& entry);

// Where the commands go.
class ScriptOutput {
 public:
  ScriptOutput() = default;
  ScriptOutput(const ScriptOutput&) = delete;
  ScriptOutput& operator=(const ScriptOutput&) = delete;
  virtual ~ScriptOutput() = default;

  // What follows is about this entry.
  virtual void begin_entry(const Entry& entry) = 0;
  // A remark for those who read the script.
  virtual void comment(std::string_view text) = 0;
  // One command or several that stand or fall together, as they stand in a script.
  virtual void commands(std::string_view sql) = 0;
  // Many commands, each on a line of its own, that do not depend on each other.
  virtual void each_line(std::string_view sql) = 0;
  // What follows runs in this database.
  virtual void connect(const std::string& database) = 0;
  // The entry's rows, which its `copy` loads (INSERT commands if that is empty), or its large objects.
  virtual void data(const Entry& entry) = 0;
};

// Turns entries into commands, and keeps in mind what those before have set in the session: one Script per session.
class Script {
 public:
  // All of them must outlive the script. `entries` are all of the archive, since one may need another.
  Script(ScriptOutput& out, const ScriptSettings& settings, std::span<const Entry> entries);

  // The settings every session begins with.
  void begin_session();
  // Drops what is wanted, in reverse order.
  void drop_all(std::span<const Wanted> wanted);
  void write(const Wanted& wanted);

 private:
  [[nodiscard]] std::string drop_text(const Entry& entry) const;
  void write_rows(const Entry& entry);
  void write_definition(const Entry& entry, std::string_view prefix);
  void write_header(const Entry& entry, std::string_view prefix);
  void write_commands(const Entry& entry);
  void write_large_object_acl(const Entry& entry);
  void write_owner(const Entry& entry);
  void become_owner(const Entry& entry);
  void become_user(const std::string& user);
  void select_tablespace(const Entry& entry);
  void select_access_method(const Entry& entry);

  ScriptOutput& out_;
  const ScriptSettings& settings_;
  const ScriptOptions& options_;
  std::unordered_map<int, const Entry*> large_objects_{};  // BLOB METADATA entries by dump id
  std::optional<std::string> current_user_{};
  std::optional<std::string> current_tablespace_{};
  std::optional<std::string> current_access_method_{};
};

}  // namespace pgdumpcore::archive
