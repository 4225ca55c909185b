#include "restore/key_order.hpp"

#include "base/some_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;

// Partitions refer, and are referred to, as the tables above them do.
constexpr const char* keys_query =
    "WITH RECURSIVE above(member, ancestor) AS ("
    " SELECT oid, oid FROM pg_catalog.pg_class WHERE relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', "
    "'p']::pg_catalog.\"char\"[])"
    " UNION ALL"
    " SELECT a.member, i.inhparent FROM above AS a JOIN pg_catalog.pg_inherits AS i ON i.inhrelid "
    "OPERATOR(pg_catalog.=) a.ancestor"
    " JOIN pg_catalog.pg_class AS p ON p.oid OPERATOR(pg_catalog.=) i.inhparent AND p.relkind OPERATOR(pg_catalog.=) "
    "'p') "
    "SELECT DISTINCT fn.nspname, f.relname, tn.nspname, t.relname FROM pg_catalog.pg_constraint AS k "
    "JOIN above AS fa ON fa.ancestor OPERATOR(pg_catalog.=) k.conrelid JOIN above AS ta ON ta.ancestor "
    "OPERATOR(pg_catalog.=) k.confrelid "
    "JOIN pg_catalog.pg_class AS f ON f.oid OPERATOR(pg_catalog.=) fa.member AND f.relkind OPERATOR(pg_catalog.=) 'r' "
    "JOIN pg_catalog.pg_namespace AS fn ON fn.oid OPERATOR(pg_catalog.=) f.relnamespace "
    "JOIN pg_catalog.pg_class AS t ON t.oid OPERATOR(pg_catalog.=) ta.member AND t.relkind OPERATOR(pg_catalog.=) 'r' "
    "JOIN pg_catalog.pg_namespace AS tn ON tn.oid OPERATOR(pg_catalog.=) t.relnamespace "
    "WHERE k.contype OPERATOR(pg_catalog.=) 'f' AND k.conparentid OPERATOR(pg_catalog.=) 0 AND f.oid "
    "OPERATOR(pg_catalog.<>) t.oid";

using Steps = std::vector<std::vector<std::size_t>>;

// Places in the order in which a depth-first walk leaves them.
class Walk {
 public:
  explicit Walk(const Steps& steps) : steps_(steps), seen_(steps.size(), false) {}

  // Those that are reached from `start` and were not before.
  std::vector<std::size_t> leave_all(std::size_t start) {
    std::vector<std::size_t> left;
    if (seen_[start]) return left;
    seen_[start] = true;
    std::vector<std::pair<std::size_t, std::size_t>> path = {{start, 0}};
    while (!path.empty()) {
      auto& [at, next] = path.back();
      if (next == steps_[at].size()) {
        left.push_back(at);
        path.pop_back();
        continue;
      }
      const std::size_t to = steps_[at][next++];
      if (seen_[to]) continue;
      seen_[to] = true;
      path.emplace_back(to, 0);
    }
    return left;
  }

 private:
  const Steps& steps_;
  std::vector<bool> seen_;
};

// For each place the circle that it is in (Kosaraju's algorithm: strongly connected components).
std::vector<std::size_t> circles(const Steps& steps) {
  Steps back(steps.size());
  std::vector<std::size_t> left;
  Walk forth(steps);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const std::size_t to : steps[i]) back[to].push_back(i);
    const std::vector<std::size_t> more = forth.leave_all(i);
    left.insert(left.end(), more.begin(), more.end());
  }
  std::vector<std::size_t> circle(steps.size());
  Walk backwards(back);
  for (auto start = left.rbegin(); start != left.rend(); ++start)
    for (const std::size_t member : backwards.leave_all(*start)) circle[member] = *start;
  return circle;
}

std::string full_name(const std::string& schema, const std::string& name) {
  return schema + '\0' + name;
}

}  // namespace

KeyOrder ordered_by_references(std::span<const int> ids, const std::vector<Reference>& references) {
  Steps steps(ids.size());
  for (const auto& [from, to] : references) steps[from].push_back(to);
  const std::vector<std::size_t> circle = circles(steps);
  KeyOrder order;
  std::set<std::size_t> circular;
  for (const auto& [from, to] : references) {
    const bool is_circle = circle[from] == circle[to];
    if (is_circle) circular.insert({from, to});
    const std::size_t later = is_circle ? std::max(from, to) : from;
    order.waits[ids[later]].push_back(ids[later == from ? to : from]);
  }
  order.circular.assign(circular.begin(), circular.end());
  return order;
}

void order_rows_by_foreign_keys(std::vector<archive::Wanted>& wanted, const WaitsFor& waits) {
  if (waits.empty()) return;
  std::vector<std::size_t> places;
  std::unordered_map<int, std::size_t> row_of;  // in `places`
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].entry->description != "TABLE DATA") continue;
    row_of.emplace(wanted[i].entry->dump_id, places.size());
    places.push_back(i);
  }
  Steps steps(places.size());
  for (const auto& [id, others] : waits)
    for (const int other : others) steps[row_of.at(id)].push_back(row_of.at(other));
  // A walk leaves what is waited for first.
  const std::vector<archive::Wanted> before = wanted;
  Walk walk(steps);
  std::size_t next = 0;
  for (std::size_t i = 0; i < places.size(); ++i)
    for (const std::size_t row : walk.leave_all(i)) wanted[places[next++]] = before[places[row]];
}

WaitsFor waits_of_foreign_keys(TargetSession& session, std::span<const archive::Wanted> wanted,
                               const RestoreOptions& options, const std::function<bool(const Entry&)>& is_loaded_into) {
  std::vector<int> ids;
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> place;
  for (const archive::Wanted& item : wanted) {
    const Entry& entry = *item.entry;
    if (entry.description != "TABLE DATA" || !item.parts.data || !is_loaded_into(entry)) continue;
    place.emplace(full_name(entry.schema, entry.tag.str()), ids.size());
    ids.push_back(entry.dump_id);
    names.push_back(fmt::format("{}.{}", entry.schema, entry.tag));
  }
  if (ids.size() < 2) return {};
  std::vector<Reference> references;
  const pg::Result keys = session.connection().query(keys_query);
  for (int i = 0; i < keys.rows(); ++i) {
    const auto text = [&](int column) { return keys.row(i).at(column).str(); };
    const auto from = place.find(full_name(text(0), text(1)));
    const auto to = place.find(full_name(text(2), text(3)));
    if (from != place.end() && to != place.end()) references.emplace_back(from->second, to->second);
  }
  KeyOrder order = ordered_by_references(ids, references);
  if (!order.circular.empty() && !options.disable_triggers) {
    std::vector<std::string> circular;
    for (const std::size_t at : order.circular) circular.push_back(names[at]);
    session.report().log(
        LogLevel::warning,
        "tables refer to each other by foreign keys, and their rows may be refused in any order: " + some_of(circular),
        "--disable-triggers loads them without looking at the keys, as a superuser.");
  }
  return std::move(order.waits);
}

}  // namespace pgdumpcore::restoring
