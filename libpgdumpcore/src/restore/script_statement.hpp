// What a statement of a script does, as far as a restore has to know before it runs it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

struct StatementToken {
  enum class Kind { word, quoted_name, constant, other };
  Kind kind = Kind::other;
  std::string text{};  // a word in lower case, a quoted name or a constant without its quotes, or one character
};

// The first tokens of a statement. Comments are none.
[[nodiscard]] std::vector<StatementToken> statement_tokens(std::string_view statement, std::size_t most);

// A name as a script writes it. Without a schema it is empty.
struct ScriptName {
  std::string schema{};
  std::string name{};
  auto operator<=>(const ScriptName&) const = default;
};

struct StatementFacts {
  enum class Kind {
    other,
    creates_relation,  // name: a table, view, sequence; not one that replaces another or may be there
    drops_relation,    // name
    drops_schema,      // name.name
    creates_database,  // name.name
    drops_database,    // name.name
    sets_parameter,    // name.name
    sets_search_path,  // name.schema: the schema that unqualified names are made in; empty: none
    sets_owner,        // also SET SESSION AUTHORIZATION
    sets_privileges,   // of an object; not who is a member of which role
    changes_rows,      // or may do so: INSERT, SELECT, CALL, …; name: of INSERT, the table
    begins_transaction,
    commits_transaction,
    leaves_transaction  // ROLLBACK, but not to a savepoint; PREPARE TRANSACTION
  };
  Kind kind = Kind::other;
  ScriptName name{};

  // The table that an INSERT fills.
  [[nodiscard]] ScriptName name_of_rows() const { return kind == Kind::changes_rows ? name : ScriptName{}; }
};

[[nodiscard]] StatementFacts statement_facts(std::string_view statement);

}  // namespace pgdumpcore::restoring
