#include "order/loops.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace pgdumpcore::order {

namespace {

using catalog::Loop;
using catalog::Object;
using catalog::Store;

class LoopFinder {
 public:
  explicit LoopFinder(std::size_t objects) : processed_(objects + 1), failed_from_(objects + 1) {}

  // The loop through `start`, or an empty one. Objects of loops found before are not entered again: their edges are
  // about to change.
  Loop through(Object& start) {
    loop_.clear();
    return search(start, start) ? loop_ : Loop{};
  }

  [[nodiscard]] bool processed(const Object& object) const { return processed_[index(object)]; }
  void mark(const Object& object) { processed_[index(object)] = true; }

 private:
  static std::size_t index(const Object& object) { return static_cast<std::size_t>(object.id); }

  // Depth first, with the path kept apart from the call stack: dependency chains can be long.
  bool search(Object& start, Object& first) {
    std::vector<std::size_t> next_edge;
    const auto enter = [&](Object& object) {
      loop_.push_back(&object);
      on_path_.insert(object.id);
      next_edge.push_back(0);
    };
    enter(first);
    while (!loop_.empty()) {
      Object& object = *loop_.back();
      std::size_t& edge = next_edge.back();
      if (edge == 0 && std::ranges::find(object.depends_on, &start) != object.depends_on.end()) {
        on_path_.clear();
        return true;
      }
      if (edge == object.depends_on.size()) {
        failed_from_[index(object)] = start.id;
        on_path_.erase(object.id);
        loop_.pop_back();
        next_edge.pop_back();
        continue;
      }
      Object& next = *object.depends_on[edge++];
      if (processed_[index(next)] || failed_from_[index(next)] == start.id || on_path_.contains(next.id)) continue;
      enter(next);
    }
    return false;
  }

  Loop loop_{};
  std::set<int> on_path_{};
  std::vector<bool> processed_;
  std::vector<int> failed_from_;
};

std::string described(const Object& object) {
  const std::string schema = catalog::schema_name(object);
  return fmt::format("{} {}{}{}  (ID {} OID {})", object.kind->name, schema, schema.empty() ? "" : ".", object.name,
                     object.id, object.address.objid);
}

void break_at_first_edge(Loop& loop, Store& store) {
  std::string message = "could not resolve dependency loop among these items:";
  for (const Object* object : loop) message += "\n  " + described(*object);
  store.notices.push_back({message, ""});
  catalog::undepend(*loop.front(), *(loop.size() > 1 ? loop[1] : loop[0]));
}

void open(Loop& loop, Store& store, std::span<const catalog::Kind* const> asked) {
  for (const catalog::Kind* kind : asked) {
    const bool present = std::ranges::any_of(loop, [&](const Object* object) { return object->kind == kind; });
    if (present && kind->break_loop(loop, store)) return;
  }
  break_at_first_edge(loop, store);
}

}  // namespace

void break_loops(Store& store, const std::vector<Object*>& stuck, std::span<const catalog::Kind* const> asked) {
  LoopFinder finder(store.objects().size());
  bool found_one = false;
  for (Object* start : stuck) {
    if (finder.processed(*start)) continue;
    Loop loop = finder.through(*start);
    if (loop.empty()) {
      finder.mark(*start);
      continue;
    }
    for (const Object* object : loop) finder.mark(*object);
    open(loop, store, asked);
    found_one = true;
  }
  if (!found_one) throw Error(Fault::internal, "could not identify dependency loop");
}

}  // namespace pgdumpcore::order
