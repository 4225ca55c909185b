// What a script of globals says of one database.
#pragma once

#include <pgdumpcore/restore.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct DatabaseStatements {
  std::vector<std::string> settings{};           // of the session that runs the others
  std::vector<std::string> statements{};         // that make the database, its owner, privileges
  std::vector<std::string> database_settings{};  // ALTER DATABASE … SET, ALTER ROLE … IN DATABASE … SET
};

// What a statement of the globals is about.
enum class GlobalsPart { roles, tablespaces, databases, database_settings, other };
[[nodiscard]] GlobalsPart part_of_globals(const std::string& sql);
// The parameter that a statement among the settings of databases sets, in lower case; empty: none.
[[nodiscard]] std::string parameter_of(const std::string& sql);
// Whether rows and what is evaluated while they are loaded would be something else without the setting: an amount of
// money in another currency's form, a day in another time zone. So may parameters of applications and extensions, which
// have a dot in their names, and which any server takes. Such settings come before the rows.
[[nodiscard]] bool gives_values_their_meaning(const std::string& sql);

// That takes the setting of such a statement back; empty if it is none.
[[nodiscard]] std::string reset_statement(const std::string& sql);

// A script of globals.
struct GlobalsFile {
  std::optional<RestoreInput> input{};  // nullopt: there is none, and it has no statements
  bool up_to_damage = false;            // where it cannot be read any further, it ends
};

// The roles that a script of globals makes. Throws as statements_about().
[[nodiscard]] std::set<std::string> roles_made_by(const GlobalsFile& globals);
// Gives each statement to `take`, with the line that it begins on. Throws as statements_about().
void for_each_statement(const GlobalsFile& globals,
                        const std::function<void(const std::string& sql, std::uint64_t line)>& take);

// With `as` in the place of its name. Throws Error: io, data if the script is damaged.
[[nodiscard]] DatabaseStatements statements_about(const GlobalsFile& globals, const std::string& database,
                                                  const std::string& as);

// The statement with the database's name, which must be `database`, replaced; empty: it is not about that database.
[[nodiscard]] std::string renamed_statement(const std::string& statement, const std::string& database,
                                            const std::string& as);

}  // namespace pgdumpcore::backups
