#include "restore/schedule.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace pgdumpcore::restoring {

using archive::Entry;
using archive::Section;
using archive::Wanted;

namespace {

// All that can be come to from `ids`, without these.
std::vector<int> reached(const std::vector<int>& ids, const std::unordered_map<int, std::vector<int>>& steps) {
  std::vector<int> found;
  std::unordered_set<int> seen(ids.begin(), ids.end());
  const auto step = [&](int id) {
    if (const auto next = steps.find(id); next != steps.end())
      for (const int other : next->second)
        if (seen.insert(other).second) found.push_back(other);
  };
  std::ranges::for_each(ids, step);
  for (std::size_t i = 0; i < found.size(); ++i) step(found[i]);
  return found;
}

// A trigger would change the rows that are loaded behind it, a condition that was never validated refuse them.
bool reaches_below(const Entry& entry) {
  return entry.description == "TRIGGER" ||
         (entry.description.str().ends_with("CONSTRAINT") && !entry.create.starts_with("ALTER TABLE ONLY "));
}

bool intersect(const std::vector<int>& one, const std::vector<int>& other) {
  return std::ranges::any_of(one, [&](int id) { return std::ranges::find(other, id) != other.end(); });
}

}  // namespace

Weights stored_sizes(archive::ArchiveReader& reader) {
  Weights sizes;
  for (const Entry& entry : reader.toc().entries)
    if (entry.has_data)
      if (const auto size = reader.stored_size(entry)) sizes.emplace(entry.dump_id, *size);
  return sizes;
}

// A table depends on those that it is a partition or a child of.
Inheritance inheritance_in(const archive::Toc& toc) {
  const auto is_table = [](const Entry& entry) {
    return entry.description == "TABLE" || entry.description == "FOREIGN TABLE";
  };
  std::unordered_set<int> tables;
  for (const Entry& entry : toc.entries)
    if (is_table(entry)) tables.insert(entry.dump_id);
  Inheritance found;
  for (const Entry& entry : toc.entries) {
    if (!is_table(entry)) continue;
    for (const int id : entry.dependencies) {
      if (!tables.contains(id)) continue;
      found.parents[entry.dump_id].push_back(id);
      found.children[id].push_back(entry.dump_id);
    }
  }
  return found;
}

Schedule::Schedule(std::span<const Wanted> items, const Weights& weights, const Inheritance& inheritance,
                   const WaitsFor& waits)
    : unfinished_(items.size()) {
  read_entries(items, weights, inheritance);
  add_waits(items, waits);
  link(items);
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (items_[i].missing == 0) ready_.push_back(i);
}

void Schedule::read_entries(std::span<const Wanted> wanted, const Weights& weights, const Inheritance& inheritance) {
  std::unordered_map<int, int> data_of;  // a table's rows
  for (const Wanted& item : wanted)
    if (item.entry->description == "TABLE DATA")
      for (const int table : item.entry->dependencies) data_of.emplace(table, item.entry->dump_id);

  const auto weight_of = [&](int id) {
    const auto found = weights.find(id);
    return found == weights.end() ? 0 : found->second;
  };
  items_.resize(wanted.size());
  std::unordered_map<std::string_view, std::vector<int>> created_triggers;  // by the last word of their names, so far
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Entry& entry = *wanted[i].entry;
    Item& item = items_[i];
    item.dependencies = entry.dependencies;
    // pg_dump does not say that a partition's trigger, which is only altered, comes with the one of its root.
    if (entry.description == "TRIGGER") {
      const std::string_view tag = entry.tag;
      std::vector<int>& namesakes = created_triggers[tag.substr(tag.rfind(' ') + 1)];
      if (entry.create.view().find("CREATE ") != std::string::npos)
        namesakes.push_back(entry.dump_id);
      else
        item.dependencies.insert(item.dependencies.end(), namesakes.begin(), namesakes.end());
    }
    item.weight = weight_of(entry.dump_id);
    if (entry.section != Section::post_data) continue;
    const std::vector<int> above = reached(item.dependencies, inheritance.parents);
    if (reaches_below(entry)) {
      const std::vector<int> below = reached(item.dependencies, inheritance.children);
      item.dependencies.insert(item.dependencies.end(), below.begin(), below.end());
    }
    for (int& id : item.dependencies) {
      const auto rows = data_of.find(id);
      if (rows == data_of.end()) continue;
      id = rows->second;
      item.weight += weight_of(id);
    }
    // CREATE INDEX lets others of its kind in; everything else is taken to alter the tables it depends on, for which it
    // may have to lock those above them.
    if (entry.description == "INDEX") continue;
    item.locks = item.dependencies;
    item.locks.insert(item.locks.end(), above.begin(), above.end());
  }
}

void Schedule::add_waits(std::span<const Wanted> wanted, const WaitsFor& waits) {
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (const auto found = waits.find(wanted[i].entry->dump_id); found != waits.end())
      items_[i].dependencies.insert(items_[i].dependencies.end(), found->second.begin(), found->second.end());
}

void Schedule::link(std::span<const Wanted> wanted) {
  std::unordered_map<int, std::size_t> place;
  for (std::size_t i = 0; i < wanted.size(); ++i) place.emplace(wanted[i].entry->dump_id, i);
  for (std::size_t i = 0; i < items_.size(); ++i) {
    std::vector<int> ids = items_[i].dependencies;
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const int id : ids) {
      const auto found = place.find(id);
      if (found == place.end() || found->second == i) continue;
      items_[found->second].followers.push_back(i);
      ++items_[i].missing;
    }
  }
}

bool Schedule::conflicts(const Item& item) const {
  return std::ranges::any_of(running_, [&](std::size_t other) {
    return intersect(item.locks, items_[other].dependencies) || intersect(items_[other].locks, item.dependencies);
  });
}

std::optional<std::size_t> Schedule::take() {
  auto best = ready_.end();
  for (auto candidate = ready_.begin(); candidate != ready_.end(); ++candidate) {
    const Item& item = items_[*candidate];
    const bool better = best == ready_.end() || item.weight > items_[*best].weight ||
                        (item.weight == items_[*best].weight && *candidate < *best);
    if (better && !conflicts(item)) best = candidate;
  }
  std::size_t chosen = 0;
  if (best != ready_.end()) {
    chosen = *best;
    *best = ready_.back();
    ready_.pop_back();
  } else {
    if (!running_.empty() || unfinished_ == 0) return std::nullopt;
    const auto stuck = std::ranges::find(items_, State::waiting, &Item::state);
    chosen = static_cast<std::size_t>(stuck - items_.begin());
  }
  items_[chosen].state = State::running;
  running_.push_back(chosen);
  return chosen;
}

void Schedule::done(std::size_t item) {
  std::erase(running_, item);
  items_[item].state = State::done;
  --unfinished_;
  for (const std::size_t follower : items_[item].followers) {
    Item& next = items_[follower];
    if (--next.missing == 0 && next.state == State::waiting) ready_.push_back(follower);
  }
}

}  // namespace pgdumpcore::restoring
