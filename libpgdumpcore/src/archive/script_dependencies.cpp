#include "archive/script_dependencies.hpp"

#include "archive/script.hpp"
#include "archive/script_targets.hpp"
#include "archive/sql_words.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

class Dependencies {
 public:
  explicit Dependencies(std::vector<ScriptEntry>& entries) : entries_(entries), targets_(entries) {}

  void add() {
    for (std::size_t place = 0; place < entries_.size(); ++place) entries_[place].entry.dump_id = id(place);
    for (std::size_t place = 0; place < entries_.size(); ++place) note_keys(place);
    note_parts_of_keys();
    for (std::size_t place = 0; place < entries_.size(); ++place) add_to(place);
    for (ScriptEntry& found : entries_) {
      std::vector<int>& ids = found.entry.dependencies;
      std::erase(ids, found.entry.dump_id);
      const bool keeps_order = found.entry.description == "ACL";
      if (keeps_order) continue;
      std::ranges::sort(ids);
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    }
  }

 private:
  static int id(std::size_t place) { return static_cast<int>(place) + 1; }

  void depend(std::size_t place, std::optional<std::size_t> other) {
    if (other) entries_[place].entry.dependencies.push_back(id(*other));
  }

  // The keys and unique indexes of each table, for foreign keys.
  void note_keys(std::size_t place) {
    const ScriptEntry& found = entries_[place];
    const string_view kind = found.entry.description;
    if (kind == "CONSTRAINT" || (kind == "INDEX" && found.entry.create.starts_with("CREATE UNIQUE")))
      add_key(found.definition.relation, place);
    if (kind == "INDEX ATTACH" && !found.definition.relations.empty())
      if (const auto part = index(found.definition.relations.front()))
        if (const auto whole = index(found.definition.relation)) whole_index_.emplace(*part, *whole);
    if (kind == "BLOB METADATA") groups_.emplace(found.entry.tag.str(), place);
  }

  void add_key(const std::string& relation, std::size_t place) {
    if (const auto table = targets_.relation(relation)) keys_[*table].push_back(place);
  }

  // The key of a partitioned table is one only when all of its parts are attached, whatever they are parts of.
  void note_parts_of_keys() {
    for (std::size_t place = 0; place < entries_.size(); ++place) {
      if (entries_[place].entry.description != "INDEX ATTACH") continue;
      auto root = index(entries_[place].definition.relation);
      std::size_t steps = 0;
      for (auto next = root ? whole_index_.find(*root) : whole_index_.end();
           next != whole_index_.end() && steps < whole_index_.size(); next = whole_index_.find(*root), ++steps)
        root = next->second;
      if (root) add_key(entries_[*root].definition.relation, place);
    }
  }

  [[nodiscard]] std::optional<std::size_t> index(const std::string& written) const {
    const std::vector<std::string> parts = name_parts(written);
    return parts.size() == 2 ? targets_.named(parts.front(), parts.back()) : std::nullopt;
  }

  void add_to(std::size_t place) {
    const ScriptEntry& found = entries_[place];
    const Entry& entry = found.entry;
    const string_view kind = entry.description;
    if (is_facet(entry) || is_statistics_data(entry)) return add_object(place);
    if (kind == "TABLE DATA" || kind == "SEQUENCE SET" || kind == "MATERIALIZED VIEW DATA")
      return depend(place, targets_.named(entry.schema, entry.tag.str()));
    if (kind == "BLOBS") return depend(place, group(entry.tag.str()));
    if (!found.definition.relation.empty()) {
      depend(place, targets_.relation(found.definition.relation));
      depend(place, targets_.identified("INDEX " + found.definition.relation));
    }
    for (const std::string& other : found.definition.relations) {
      depend(place, targets_.relation(other));
      depend(place, targets_.identified("INDEX " + other));
      if (kind == "FK CONSTRAINT") add_keys(place, other);
    }
    if (kind == "TABLE ATTACH") add_parent(found);
    if (kind == "TABLE") add_parent_of_partition(place);
    if (kind == "INDEX ATTACH") add_tables_of_indexes(place);
    if (kind.starts_with("PUBLICATION ") || kind == "SUBSCRIPTION TABLE") add_publication(place);
  }

  void add_keys(std::size_t place, const std::string& relation) {
    const auto table = targets_.relation(relation);
    const auto keys = table ? keys_.find(*table) : keys_.end();
    if (keys == keys_.end()) return;
    for (const std::size_t key : keys->second) depend(place, key);
  }

  void add_object(std::size_t place) {
    const Entry& entry = entries_[place].entry;
    std::optional<std::size_t> object = targets_.of(entries_[place]);
    if (!object && entry.tag.starts_with("LARGE OBJECT")) object = large_object(entry.tag.view());
    depend(place, object);
    if (entry.description != "ACL" || !object) return;
    // A REVOKE on a table takes away those on its columns too.
    const auto [first, is_new] = privileges_.try_emplace(*object, place);
    if (!is_new) depend(place, first->second);
  }

  [[nodiscard]] std::optional<std::size_t> group(const std::string& tag) const {
    const auto found = groups_.find(tag);
    return found == groups_.end() ? std::nullopt : std::optional(found->second);
  }

  // `LARGE OBJECTS 1..3` is about a group; `LARGE OBJECT 2` about the group that lists it.
  [[nodiscard]] std::optional<std::size_t> large_object(string_view tag) const {
    const std::string name(tag.substr(tag.rfind(' ') + 1));
    if (const auto found = group(name)) return found;
    for (const auto& [group_name, place] : groups_) {
      const string_view oids = entries_[place].entry.create;
      const std::string line = name + "\n";
      if (oids.starts_with(line) || oids.find("\n" + line) != string_view::npos) return place;
    }
    return std::nullopt;
  }

  // A partition depends on the table that it is attached to.
  void add_parent(const ScriptEntry& attach) {
    if (attach.definition.relations.empty()) return;
    const auto part = targets_.relation(attach.definition.relations.front());
    const auto whole = targets_.relation(attach.definition.relation);
    if (part && whole) depend(*part, *whole);
  }

  // Until 13 a partition is attached where it is made.
  void add_parent_of_partition(std::size_t place) {
    static constexpr string_view mark = "\nALTER TABLE ONLY ";
    const string_view create = entries_[place].entry.create;
    const std::size_t at = create.find(mark);
    if (at == string_view::npos) return;
    SqlWords words(create.substr(at + mark.size()));
    const std::string whole(words.name());
    if (words.accept("ATTACH")) depend(place, targets_.relation(whole));
  }

  void add_tables_of_indexes(std::size_t place) {
    const Definition& self = entries_[place].definition;
    for (const std::string& written :
         {self.relation, self.relations.empty() ? std::string() : self.relations.front()}) {
      const auto made_by = index(written);
      if (!made_by) continue;
      depend(place, made_by);
      depend(place, targets_.relation(entries_[*made_by].definition.relation));
    }
  }

  void add_publication(std::size_t place) {
    SqlWords words(entries_[place].entry.create);
    if (words.accept("ALTER") && words.accept("PUBLICATION"))
      depend(place, targets_.identified("PUBLICATION " + std::string(words.name())));
  }

  std::vector<ScriptEntry>& entries_;
  ScriptTargets targets_;
  std::unordered_map<std::size_t, std::vector<std::size_t>> keys_{};  // of each table
  std::unordered_map<std::size_t, std::size_t> whole_index_{};        // of the index of a partition
  std::unordered_map<std::string, std::size_t> groups_{};
  std::unordered_map<std::size_t, std::size_t> privileges_{};  // the first of each object
};

}  // namespace

void add_dependencies(std::vector<ScriptEntry>& entries) {
  Dependencies(entries).add();
}

}  // namespace pgdumpcore::archive
