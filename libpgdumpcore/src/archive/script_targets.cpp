#include "archive/script_targets.hpp"

#include "archive/script.hpp"
#include "archive/sql_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

// What else a statement may call an object of this kind.
struct Alias {
  string_view kind;
  string_view other;
};
constexpr Alias aliases[] = {{"VIEW", "TABLE"},
                             {"MATERIALIZED VIEW", "TABLE"},
                             {"FOREIGN TABLE", "TABLE"},
                             {"DOMAIN", "TYPE"},
                             {"AGGREGATE", "FUNCTION"},
                             {"PROCEDURAL LANGUAGE", "LANGUAGE"},
                             {"SERVER", "FOREIGN SERVER"},
                             {"PROCEDURE", "FUNCTION"}};

constexpr std::array<string_view, 5> relations = {"TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "SEQUENCE"};

bool is_relation(const Entry& entry) {
  return std::ranges::find(relations, string_view(entry.description)) != relations.end();
}

// Behind the first ON, which ends the privileges or begins what a comment is about.
string_view behind_on(string_view statement) {
  static constexpr string_view on = " ON ";
  const std::size_t at = statement.find(on);
  return at == string_view::npos ? string_view() : statement.substr(at + on.size());
}

}  // namespace

bool is_facet(const Entry& entry) {
  return entry.description == "ACL" || entry.description == "COMMENT" || entry.description == "SECURITY LABEL";
}

ScriptTargets::ScriptTargets(std::span<const ScriptEntry> entries) : entries_(entries) {
  for (std::size_t place = 0; place < entries.size(); ++place) {
    const ScriptEntry& found = entries[place];
    if (!found.definition.identity.empty()) {
      add(found.definition.identity, place);
      add_aliases(found, place);
    }
    const Entry& entry = found.entry;
    const bool is_index = entry.description == "INDEX" || entry.description == "CONSTRAINT";
    if (is_relation(entry)) by_name_[{entry.schema, entry.tag.str()}] = place;
    if (!is_index) continue;
    if (std::vector<std::string> parts = name_parts(found.definition.name); !parts.empty())
      by_name_.try_emplace({entry.schema, parts.back()}, place);
    const string_view relation = found.definition.relation;
    if (entry.description == "CONSTRAINT")
      by_identity_.try_emplace(
          fmt::format("INDEX {}{}", relation.substr(0, relation.size() - last_part(relation).size()),
                      found.definition.name),
          place);
  }
}

void ScriptTargets::add_aliases(const ScriptEntry& entry, std::size_t place) {
  const std::string& identity = entry.definition.identity;
  for (const Alias& alias : aliases)
    if (entry.entry.description == alias.kind && identity.starts_with(alias.kind))
      by_identity_.try_emplace(std::string(alias.other) + identity.substr(alias.kind.size()), place);
  // Privileges name an aggregate as its tag does.
  const std::vector<std::string> name = name_parts(entry.definition.name);
  if (entry.entry.description == "AGGREGATE" && !name.empty())
    by_identity_.try_emplace(
        fmt::format("FUNCTION {}{}", entry.definition.name,
                    entry.entry.tag.view().substr(std::min(name.back().size(), entry.entry.tag.size()))),
        place);
}

std::optional<std::size_t> ScriptTargets::identified(const std::string& identity) const {
  const auto found = by_identity_.find(identity);
  return found == by_identity_.end() ? std::nullopt : std::optional(found->second);
}

// The server, which wrote many definitions, may quote more than the dump does.
std::optional<std::size_t> ScriptTargets::relation(const std::string& written) const {
  for (const string_view kind : {"TABLE", "SEQUENCE", "TYPE"})
    if (const auto found = identified(fmt::format("{} {}", kind, written))) return found;
  const std::vector<std::string> parts = name_parts(written);
  if (parts.size() != 2) return std::nullopt;
  const auto found = named(parts.front(), parts.back());
  return found && is_relation(entries_[*found].entry) ? found : std::nullopt;
}

std::optional<std::size_t> ScriptTargets::named(const std::string& schema, const std::string& name) const {
  const auto found = by_name_.find({schema, name});
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

// `COLUMN sales.orders.id` is about the table; so is `CONSTRAINT c ON sales.orders`, where that was made with it.
std::optional<std::size_t> ScriptTargets::owner_of_part(const std::string& identity) const {
  static constexpr string_view column = "COLUMN ", constraint = "CONSTRAINT ", on = " ON ", domain = "DOMAIN ";
  if (identity.starts_with(column)) {
    std::string name = identity.substr(column.size());
    name.resize(std::min(name.rfind('.'), name.size()));
    return relation(name);
  }
  if (!identity.starts_with(constraint)) return std::nullopt;
  for (std::size_t at = identity.find(on); at != std::string::npos; at = identity.find(on, at + 1)) {
    const std::string owner = identity.substr(at + on.size());
    if (owner.starts_with(domain))
      if (const auto found = identified(owner)) return found;
    if (const auto found = relation(owner)) return found;
  }
  return std::nullopt;
}

// The separator may be within a name too: what is known before the first of them that fits is meant.
std::optional<std::size_t> ScriptTargets::first_of(string_view text, string_view separator) const {
  static constexpr std::size_t longest = 10000;
  text = text.substr(0, longest);
  for (std::size_t at = text.find(separator); at != string_view::npos; at = text.find(separator, at + 1)) {
    const std::string identity(text.substr(0, at));
    if (const auto found = identified(identity)) return found;
    if (const auto found = owner_of_part(identity)) return found;
  }
  return std::nullopt;
}

std::optional<std::size_t> ScriptTargets::of(const ScriptEntry& about) const {
  const Entry& entry = about.entry;
  if (is_statistics_data(entry)) return named(entry.schema, entry.tag.str());
  const string_view object = behind_on(entry.create);
  if (entry.description != "ACL") return first_of(object, " IS ");
  // The first statement may be of someone else's privileges, whose name could hold an ON.
  const std::string_view statement = object.substr(0, object.find(";\n"));
  if (const auto found = first_of(statement, " TO ")) return found;
  return first_of(statement, " FROM ");
}

}  // namespace pgdumpcore::archive
