#include "restore/belonging.hpp"

#include "archive/script_definition.hpp"
#include "archive/sql_words.hpp"
#include "pg/quote.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using std::string_view;

Relation own_relation(const Entry& entry) {
  return {entry.schema, entry.tag.str()};
}

template <std::size_t size>
bool is_one_of(const std::array<string_view, size>& kinds, const Entry& entry) {
  return std::ranges::find(kinds, string_view(entry.description)) != kinds.end();
}

// These have the name of their relation.
constexpr std::array<string_view, 4> same_name = {"TABLE DATA", "SEQUENCE SET", "MATERIALIZED VIEW DATA",
                                                  "ROW SECURITY"};
constexpr std::array<string_view, 10> kinds_of_parts = {
    "DEFAULT", "CONSTRAINT", "CHECK CONSTRAINT", "FK CONSTRAINT", "INDEX",
    "TRIGGER", "RULE",       "POLICY",           "STATISTICS",    "PUBLICATION TABLE"};

class Owners {
 public:
  Owners(const archive::Toc& toc, bool data_only) : data_only_(data_only) {
    const int major = std::atoi(toc.server_version.c_str());
    for (const Entry& entry : toc.entries) note(entry, archive::define(entry, "", major));
    for (const auto& [attach, index] : attached_indexes_)
      if (const auto table = table_of_index_.find(index); table != table_of_index_.end())
        owned_[table->second].push_back(attach);
  }

  // All that belongs to the relation, and to what belongs to it.
  void add_to(Entries& found, const Relation& relation) {
    if (!seen_.insert(relation).second) return;
    if (const auto owned = owned_.find(relation); owned != owned_.end())
      found.insert(owned->second.begin(), owned->second.end());
    if (const auto others = inner_.find(relation); others != inner_.end())
      for (const Relation& inner : others->second) add_to(found, inner);
  }

 private:
  void note(const Entry& entry, const archive::Definition& definition) {
    std::optional<Relation> about = relation_of(definition.relation);
    if (!about && entry.description == "TRIGGER") about = altered_table(entry);
    const std::optional<Relation> other =
        definition.relations.empty() ? std::nullopt : relation_of(definition.relations.front());
    if (makes_relation(entry)) owned_[own_relation(entry)].push_back(&entry);
    if (is_one_of(same_name, entry) && !(data_only_ && entry.description == "SEQUENCE SET"))
      owned_[own_relation(entry)].push_back(&entry);
    if (is_one_of(kinds_of_parts, entry) && about) owned_[*about].push_back(&entry);
    if (entry.description == "INDEX" && about) table_of_index_[{entry.schema, name_of(definition)}] = *about;
    if (entry.description == "CONSTRAINT" && about) table_of_index_[{about->first, name_of(definition)}] = *about;
    if (entry.description == "INDEX ATTACH" && other) attached_indexes_.emplace_back(&entry, *other);
    if (entry.description == "TABLE ATTACH" && other) {
      owned_[*other].push_back(&entry);
      if (about) inner_[*about].push_back(*other);
    }
    if (entry.description == "TABLE") note_partition(entry);
    note_sequence(entry, about, other);
  }

  static std::string name_of(const archive::Definition& definition) {
    const std::vector<std::string> names = archive::name_parts(definition.name);
    return names.empty() ? std::string() : names.back();
  }

  // Of a trigger that came with its whole, a partition has its own mode.
  static std::optional<Relation> altered_table(const Entry& entry) {
    archive::SqlWords words(entry.create);
    if (!words.accept("ALTER") || !words.accept("TABLE")) return std::nullopt;
    words.accept("ONLY");
    return relation_of(std::string(words.name()));
  }

  // Until 13 a partition is attached where it is made.
  void note_partition(const Entry& entry) {
    static constexpr string_view mark = "\nALTER TABLE ONLY ";
    const std::size_t at = entry.create.view().find(mark);
    if (at == string_view::npos) return;
    archive::SqlWords words(entry.create.view().substr(at + mark.size()));
    const std::optional<Relation> whole = relation_of(std::string(words.name()));
    if (whole && words.accept("ATTACH")) inner_[*whole].push_back(own_relation(entry));
  }

  // Of a serial column, and of an identity column.
  void note_sequence(const Entry& entry, const std::optional<Relation>& about, const std::optional<Relation>& other) {
    const Relation self = own_relation(entry);
    if (entry.description == "SEQUENCE OWNED BY" && other) {
      inner_[*other].push_back(self);
      owned_[*other].push_back(&entry);
    }
    if (entry.description == "SEQUENCE" && about && *about != self) inner_[*about].push_back(self);
  }

  bool data_only_;
  std::map<Relation, std::vector<const Entry*>> owned_{};
  std::map<Relation, std::vector<Relation>> inner_{};  // partitions and sequences
  std::map<Relation, Relation> table_of_index_{};
  std::vector<std::pair<const Entry*, Relation>> attached_indexes_{};
  std::set<Relation> seen_{};
};

// CREATE EXTENSION IF NOT EXISTS name WITH SCHEMA schema
std::string schema_of_extension(const Entry& entry) {
  archive::SqlWords words(entry.create);
  if (!words.until("SCHEMA")) return {};
  std::vector<std::string> names = archive::name_parts(words.name());
  return names.size() == 1 ? std::move(names.front()) : std::string();
}

}  // namespace

std::optional<Relation> relation_of(const std::string& written) {
  std::vector<std::string> names = archive::name_parts(written);
  if (names.size() != 2) return std::nullopt;
  return Relation(std::move(names.front()), std::move(names.back()));
}

std::pair<std::string, std::string> attachment(const Entry& entry) {
  static constexpr string_view mark = "\nALTER TABLE ONLY ";
  string_view create = entry.create;
  if (entry.description == "TABLE") {
    const std::size_t at = create.find(mark);
    if (at == string_view::npos) return {};
    create = create.substr(at);
  } else if (entry.description != "TABLE ATTACH") {
    return {};
  }
  archive::SqlWords words(create);
  for (const string_view word : {"ALTER", "TABLE", "ONLY"}) words.accept(word);
  std::string whole(words.name());
  if (!words.accept("ATTACH") || !words.accept("PARTITION")) return {};
  return {std::move(whole), std::string(words.name())};
}

bool makes_relation(const Entry& entry) {
  static constexpr std::array<string_view, 5> kinds = {"TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW",
                                                       "SEQUENCE"};
  return is_one_of(kinds, entry);
}

std::vector<std::string> made_relations(std::span<const archive::Wanted> wanted) {
  std::vector<std::string> names;
  for (const archive::Wanted& item : wanted)
    if (item.parts.schema && makes_relation(*item.entry))
      names.push_back(pg::double_quoted(item.entry->schema, item.entry->tag));
  return names;
}

namespace {

// Those of its partitions, without which an index of a partitioned table is not valid. They stand behind it.
void add_parts_of_indexes(Entries& found, const archive::Toc& toc, const std::function<bool(const Entry&)>& chosen) {
  std::set<std::string> names;
  for (const Entry& entry : toc.entries)
    if (entry.description == "INDEX" && chosen(entry)) names.insert(archive::define(entry, "", 0).name);
  for (std::size_t known = 0; known < names.size();) {
    known = names.size();
    for (const Entry& entry : toc.entries) {
      if (entry.description != "INDEX ATTACH") continue;
      const archive::Definition attach = archive::define(entry, "", 0);
      if (attach.relations.empty() || !names.contains(attach.relation)) continue;
      names.insert(attach.relations.front());
      found.insert(&entry);
    }
  }
  for (const Entry& entry : toc.entries)
    if (entry.description == "INDEX" && names.contains(archive::define(entry, "", 0).name)) found.insert(&entry);
}

}  // namespace

Entries belonging(const archive::Toc& toc, const RestoreOptions& options,
                  const std::function<bool(const Entry&)>& chosen) {
  Entries found;
  if (!options.indexes.empty()) add_parts_of_indexes(found, toc, chosen);
  if (!options.tables.empty()) {
    Owners owners(toc, options.data_only);
    for (const Entry& entry : toc.entries)
      // A script of rows has no definitions.
      if ((makes_relation(entry) || entry.description == "TABLE DATA") && chosen(entry))
        owners.add_to(found, own_relation(entry));
  }
  // Those that the relations are in too, as they may be gone with them.
  std::set<std::string> schemas;
  if (options.tables.empty()) schemas.insert(options.schemas.begin(), options.schemas.end());
  for (const Entry* entry : found) schemas.insert(entry->schema);
  if (!options.data_only)
    for (const Entry& entry : toc.entries)
      if (entry.description == "SCHEMA" && schemas.contains(entry.tag.str())) found.insert(&entry);
  if (options.tables.empty() && !options.data_only)
    for (const Entry& entry : toc.entries)
      if (entry.description == "EXTENSION" && std::ranges::count(options.schemas, schema_of_extension(entry)) > 0)
        found.insert(&entry);
  return found;
}

}  // namespace pgdumpcore::restoring
