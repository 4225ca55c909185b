#include "archive/script_order.hpp"

#include "archive/script.hpp"
#include "archive/script_targets.hpp"
#include "archive/sql_words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

// How an archive orders kinds whose privileges a dump may have without the object itself, as those of the system.
constexpr std::array<string_view, 12> ranks = {
    "SCHEMA",    "PROCEDURAL LANGUAGE",  "EXTENSION", "TYPE",  "DOMAIN", "FUNCTION", "PROCEDURE",
    "AGGREGATE", "FOREIGN DATA WRAPPER", "SERVER",    "TABLE", "BLOB"};

std::optional<int> rank_of(string_view kind) {
  if (kind == "LANGUAGE") kind = "PROCEDURAL LANGUAGE";
  if (kind == "FOREIGN SERVER") kind = "SERVER";
  if (kind == "SHELL TYPE" || kind == "DOMAIN") kind = "TYPE";
  if (kind == "PROCEDURE") kind = "FUNCTION";
  if (kind == "VIEW" || kind == "SEQUENCE" || kind == "MATERIALIZED VIEW" || kind == "FOREIGN TABLE" ||
      kind == "COLUMN")
    kind = "TABLE";
  const auto* const found = std::ranges::find(ranks, kind);
  if (found == ranks.end()) return std::nullopt;
  return static_cast<int>(found - ranks.begin());
}

using SortKey = std::tuple<int, std::string, std::string>;

std::string unquoted(string_view name) {
  if (!name.starts_with('"')) return std::string(name);
  const std::vector<std::string> parts = name_parts(name);
  return parts.empty() ? std::string() : parts.front();
}

std::optional<SortKey> key_of_tag(const Entry& entry);

// A comment on what is not there itself stands where that would.
std::optional<SortKey> key_of(const Entry& entry) {
  if (entry.description == "COMMENT") return key_of_tag(entry);
  if (const auto rank = rank_of(entry.description)) return SortKey(*rank, entry.schema, entry.tag.str());
  return std::nullopt;
}

// The tag of a privilege or a comment is the object's kind and its name.
std::optional<SortKey> key_of_tag(const Entry& entry) {
  for (const string_view kind : ranks)
    for (const string_view name :
         {kind, string_view("LANGUAGE"), string_view("FOREIGN SERVER"), string_view("COLUMN"), string_view("SEQUENCE")})
      if (entry.tag.starts_with(name) && entry.tag.view().substr(name.size()).starts_with(' '))
        return SortKey(*rank_of(name), entry.schema, unquoted(entry.tag.view().substr(name.size() + 1)));
  return std::nullopt;
}

// An entry goes behind another one; several behind the same one keep their order.
class Order {
 public:
  explicit Order(std::vector<ScriptEntry> entries) : entries_(std::move(entries)), targets_(entries_) {}

  std::vector<ScriptEntry> sorted() {
    followers_.resize(entries_.size() + 1);
    note_index_comments();
    std::vector<std::size_t> privileges;
    std::size_t late = first_of_post_data();
    const std::size_t late_end = end_of_late();
    for (std::size_t place = 0; place < entries_.size(); ++place) {
      const Entry& entry = entries_[place].entry;
      if (entry.description == "ACL") {
        privileges.push_back(place);
      } else if (is_late(place, late_end)) {
        late = std::max(late, behind_index_of(place));
        followers_[late].push_back(place);
      } else {
        main_.push_back(place);
      }
    }
    add_privileges(privileges);
    return collected();
  }

 private:
  [[nodiscard]] std::size_t first_of_post_data() const {
    const auto first =
        std::ranges::find(entries_, Section::post_data, [](const ScriptEntry& found) { return found.entry.section; });
    return static_cast<std::size_t>(first - entries_.begin());
  }

  // Statistics of tables are data, and stand with it. Those of indexes and materialized views wait for these.
  [[nodiscard]] bool is_late_statistics(std::size_t place) const {
    if (entries_[place].entry.description != "STATISTICS DATA") return false;
    const auto object = targets_.of(entries_[place]);
    if (!object) return false;
    const string_view kind = entries_[*object].entry.description;
    return kind == "INDEX" || kind == "CONSTRAINT" || kind == "MATERIALIZED VIEW";
  }

  // A script has late statistics at its end, an archive at the beginning of its last section, with what they wait for.
  // What fills views and stands before any of them is there for them.
  [[nodiscard]] std::size_t end_of_late() const {
    for (std::size_t place = entries_.size(); place-- > 0;)
      if (is_late_statistics(place)) return place + 1;
    return 0;
  }
  [[nodiscard]] bool is_late(std::size_t place, std::size_t end) const {
    return place < end && (is_late_statistics(place) || entries_[place].entry.description == "MATERIALIZED VIEW DATA");
  }

  [[nodiscard]] std::size_t behind_index_of(std::size_t place) const {
    const auto object = targets_.of(entries_[place]);
    if (!object || entries_[*object].entry.section != Section::post_data) return 0;
    const auto comment = index_comments_.find(*object);
    return std::max(behind(*object), comment == index_comments_.end() ? 0 : comment->second) + 1;
  }

  // Where the comment on a key's index stands: with the indexes, not with the key.
  void note_index_comments() {
    for (std::size_t place = 0; place < entries_.size(); ++place) {
      const Entry& entry = entries_[place].entry;
      if (entry.description != "COMMENT" || !entry.tag.starts_with("INDEX ")) continue;
      if (const auto object = targets_.of(entries_[place])) index_comments_.emplace(*object, place);
    }
  }

  // The last entry that goes with an object before its privileges.
  [[nodiscard]] std::size_t behind(std::size_t object) const {
    const Entry& made = entries_[object].entry;
    const bool is_type = made.description == "TYPE" || made.description == "DOMAIN";
    std::size_t last = object;
    for (std::size_t next = object + 1; next < entries_.size(); ++next) {
      const Entry& entry = entries_[next].entry;
      if (entry.description == "SEQUENCE OWNED BY" && made.description == "SEQUENCE" && entry.tag == made.tag) {
        last = next;
        continue;
      }
      const bool comments = entry.description == "COMMENT" || entry.description == "SECURITY LABEL";
      if (!comments) break;
      // The attributes and constraints of a type are spoken of behind its privileges.
      if (is_type && (entry.tag.starts_with("COLUMN ") || entry.tag.starts_with("CONSTRAINT "))) break;
      const bool of_group = made.description == "BLOB METADATA" && entry.tag.starts_with("LARGE OBJECT ");
      if (!of_group && targets_.of(entries_[next]) != object) break;
      last = next;
    }
    return last;
  }

  [[nodiscard]] std::optional<std::size_t> group_of(const Entry& entry) const {
    for (std::size_t place = 0; place < entries_.size(); ++place)
      if (entries_[place].entry.description == "BLOB METADATA" &&
          entry.tag.view().ends_with(' ' + entries_[place].entry.tag.str()))
        return place;
    return std::nullopt;
  }

  // Privileges are in the order of their objects. Where an object is not there, its place is where it sorts, but not
  // behind the next one's: what an object needs may be drawn before it.
  void add_privileges(const std::vector<std::size_t>& privileges) {
    std::vector<std::size_t> after(privileges.size());
    std::size_t next = entries_.size();
    for (std::size_t i = privileges.size(); i-- > 0;) {
      const ScriptEntry& found = entries_[privileges[i]];
      std::optional<std::size_t> object = targets_.of(found);
      if (!object && found.entry.tag.starts_with("LARGE OBJECT")) object = group_of(found.entry);
      after[i] = object ? behind(*object) + 1 : std::min(next, sorted_place(found.entry).value_or(next));
      next = after[i];
    }
    std::size_t last = 0;
    for (std::size_t i = 0; i < privileges.size(); ++i) {
      last = std::max(last, after[i]);
      followers_[last].push_back(privileges[i]);
    }
  }

  // The place with the fewest entries on the wrong side of it, as few stand where they sort. Behind what is about the
  // entry before it.
  [[nodiscard]] std::optional<std::size_t> sorted_place(const Entry& entry) const {
    const std::optional<SortKey> key = key_of_tag(entry);
    if (!key) return std::nullopt;
    long wrong = 0;
    long fewest = 0;
    std::size_t best = 0;
    for (std::size_t place = 0; place < entries_.size(); ++place) {
      const std::optional<SortKey> other = key_of(entries_[place].entry);
      if (!other) continue;
      wrong += *other <= *key ? -1 : 1;
      if (wrong > fewest) continue;
      fewest = wrong;
      best = behind(place) + 1;
    }
    return best;
  }

  std::vector<ScriptEntry> collected() {
    std::vector<ScriptEntry> out;
    out.reserve(entries_.size());
    const auto add_followers = [&](std::size_t index) {
      for (const std::size_t place : followers_[index]) out.push_back(std::move(entries_[place]));
    };
    add_followers(0);
    std::size_t next = 0;
    for (std::size_t place = 0; place < entries_.size(); ++place) {
      if (next < main_.size() && main_[next] == place) {
        out.push_back(std::move(entries_[place]));
        ++next;
      }
      add_followers(place + 1);
    }
    return out;
  }

  std::vector<ScriptEntry> entries_;
  ScriptTargets targets_;
  std::unordered_map<std::size_t, std::size_t> index_comments_{};
  std::vector<std::size_t> main_{};                    // those that stay where they are
  std::vector<std::vector<std::size_t>> followers_{};  // behind the entry before this place
};

}  // namespace

std::vector<ScriptEntry> in_archive_order(std::vector<ScriptEntry> entries) {
  return Order(std::move(entries)).sorted();
}

}  // namespace pgdumpcore::archive
