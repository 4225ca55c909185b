// What a script of globals says of one database.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct DatabaseStatements {
  std::vector<std::string> settings{};           // of the session that runs the others
  std::vector<std::string> statements{};         // that make the database, its owner, privileges
  std::vector<std::string> database_settings{};  // that would hold for the session that loads the rows
};

// What a statement of the globals is about.
enum class GlobalsPart { roles, tablespaces, databases, database_settings, other };
[[nodiscard]] GlobalsPart part_of_globals(const std::string& sql);
// Whether a statement among the settings of databases sets a parameter of an application or an extension, which has a
// dot in its name. A server takes any such parameter, and what is evaluated while rows are loaded may ask for it.
[[nodiscard]] bool sets_custom_parameter(const std::string& sql);

// The roles that a script of globals makes. Throws as statements_about().
[[nodiscard]] std::set<std::string> roles_made_by(const std::string& globals);
// Gives each statement to `take`, with the line that it begins on. Throws as statements_about().
void for_each_statement(const std::string& globals,
                        const std::function<void(const std::string& sql, std::uint64_t line)>& take);

// With `as` in the place of its name. Throws Error: io, data if the script is damaged.
[[nodiscard]] DatabaseStatements statements_about(const std::string& globals, const std::string& database,
                                                  const std::string& as);

// The statement with the database's name, which must be `database`, replaced; empty: it is not about that database.
[[nodiscard]] std::string renamed_statement(const std::string& statement, const std::string& database,
                                            const std::string& as);

}  // namespace pgdumpcore::backups
