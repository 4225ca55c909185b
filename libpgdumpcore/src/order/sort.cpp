#include "order/sort.hpp"

#include "order/by_name.hpp"
#include "order/loops.hpp"

#include <algorithm>
#include <queue>

namespace pgdumpcore::order {

namespace {

using catalog::Object;

// Fills `sorted` from its end: of all objects that nothing unplaced depends on, the one that comes last by name is
// placed last. Working backwards keeps objects next to what they belong to. Returns the objects that could not be
// placed, by id; empty when all were.
std::vector<Object*> sort_backwards(const std::vector<Object*>& by_name, std::vector<Object*>& sorted) {
  std::vector<int> waiting(by_name.size() + 1);       // how many unplaced objects depend on it
  std::vector<std::size_t> rank(by_name.size() + 1);  // by id: place in by_name
  const auto index = [](const Object* object) { return static_cast<std::size_t>(object->id); };
  for (std::size_t i = 0; i < by_name.size(); ++i) {
    rank[index(by_name[i])] = i;
    for (const Object* needed : by_name[i]->depends_on) ++waiting[index(needed)];
  }

  std::priority_queue<std::size_t> ready;
  for (const Object* object : by_name)
    if (waiting[index(object)] == 0) ready.push(rank[index(object)]);

  sorted.assign(by_name.size(), nullptr);
  std::size_t free = by_name.size();
  while (!ready.empty()) {
    Object* const object = by_name[ready.top()];
    ready.pop();
    sorted[--free] = object;
    for (const Object* needed : object->depends_on)
      if (--waiting[index(needed)] == 0) ready.push(rank[index(needed)]);
  }

  std::vector<Object*> stuck;
  if (free == 0) return stuck;
  for (Object* object : by_name)
    if (waiting[index(object)] > 0) stuck.push_back(object);
  std::ranges::sort(stuck, {}, [](const Object* object) { return object->id; });
  return stuck;
}

}  // namespace

std::vector<Object*> dump_order(catalog::Store& store, const std::vector<catalog::DumpRank>& dump_ranks,
                                std::span<const catalog::Kind* const> loop_breakers) {
  const NameOrder shelving(dump_ranks);
  std::vector<Object*> by_name;
  for (Object& object : store.objects()) by_name.push_back(&object);
  std::ranges::sort(by_name, [&](const Object* a, const Object* b) { return shelving.before(*a, *b); });

  std::vector<Object*> sorted;
  for (auto stuck = sort_backwards(by_name, sorted); !stuck.empty(); stuck = sort_backwards(by_name, sorted))
    break_loops(store, stuck, loop_breakers);
  return sorted;
}

}  // namespace pgdumpcore::order
