#include "archive/script_drops.hpp"

#include "archive/script_targets.hpp"
#include "pg/quote.hpp"
#include "archive/sql_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

std::string without_quotes(const std::string& written) {
  const std::vector<std::string> parts = name_parts(written);
  const bool is_plain = parts.size() == 1 && pg::IdentifierQuoter().where_needed(parts.front()) == parts.front();
  return is_plain ? parts.front() : written;
}

class Drops {
 public:
  explicit Drops(std::vector<ScriptEntry>& entries) : entries_(entries), targets_(entries) {}

  void complete() {
    for (ScriptEntry& found : entries_) {
      const string_view kind = found.entry.description;
      if (kind == "RULE" && found.definition.identity.empty()) put_back_view(found);
      if (kind == "RULE" || kind == "INDEX" || kind == "TRIGGER") respell(found);
    }
    for (const ScriptEntry& found : entries_)
      if (found.entry.description == "INDEX ATTACH" && !found.definition.relations.empty())
        if (const auto part = index(found.definition.relations.front())) clear(entries_[*part]);
  }

 private:
  [[nodiscard]] std::optional<std::size_t> index(const std::string& written) const {
    const std::vector<std::string> parts = name_parts(written);
    return parts.size() == 2 ? targets_.named(parts.front(), parts.back()) : std::nullopt;
  }

  static void clear(ScriptEntry& found) {
    if (found.entry.description == "INDEX") found.entry.drop = {};
  }

  void put_back_view(ScriptEntry& found) {
    static constexpr string_view create = "CREATE VIEW ";
    const auto view = targets_.identified("VIEW " + found.definition.relation);
    if (!view || !entries_[*view].entry.create.starts_with(create)) return;
    found.entry.drop =
        "CREATE OR REPLACE VIEW " + std::string(entries_[*view].entry.create.view().substr(create.size()));
  }

  // The server, which wrote the definition, may quote more than the dump does.
  void respell(ScriptEntry& found) {
    const auto relation = targets_.relation(found.definition.relation);
    if (!relation || found.entry.drop.empty()) return;
    const std::string& spelled = entries_[*relation].definition.name;
    if (spelled == found.definition.relation || found.definition.identity.empty()) return;
    const string_view kind = found.entry.description;
    const std::vector<std::string> parts = name_parts(spelled);
    if (parts.size() != 2) return;
    if (kind == "INDEX") {
      const std::string schema = spelled.substr(0, spelled.size() - last_part(spelled).size());
      const std::string name(last_part(found.definition.name));
      found.entry.drop = fmt::format("DROP INDEX {}{};\n", schema, without_quotes(name));
    } else {
      found.entry.drop = fmt::format("DROP {} {} ON {};\n", kind, without_quotes(found.definition.name), spelled);
    }
  }

  std::vector<ScriptEntry>& entries_;
  ScriptTargets targets_;
};

}  // namespace

void complete_drops(std::vector<ScriptEntry>& entries) {
  Drops(entries).complete();
}

}  // namespace pgdumpcore::archive
