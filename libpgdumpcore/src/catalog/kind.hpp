// What every kind offers: a plain value with a few functions.
//
// A dump calls them in this order, each for all kinds of the list of ranks (kinds/order.cpp) before the next:
// - read asks the reader for the kind's objects. The queries of all kinds of a list travel together; the answers come
// in
//   the order of the list, and add the objects to the store. Of an answer's objects, the selection decides what is
//   wanted before the next kind's answer. A kind whose query or objects depend on what an earlier kind of the list has
//   found says so with Reader::then(), or asks from within an answer;
// - read_details, after locks, asks for what rendering needs, for the wanted objects alone, in one query;
// - add_dependencies adds the dependencies that pg_depend does not hold;
// - compare_equal_names orders two objects of the kind whose schema and name are equal;
// - break_loop opens a dependency loop that the kind closes;
// - render turns one object into statements, and asks the server nothing.
#pragma once

#include "catalog/object.hpp"

#include <compare>
#include <string_view>
#include <vector>

namespace pgdumpcore::catalog {

class Reader;
class Renderer;
class Store;

// How the selection decides about a kind's objects (select/selection.cpp).
enum class SelectionRule {
  by_schema_rule,     // schemas themselves: -n, -N, system schemas
  by_table_rule,      // relations: -t, -T, else their schema
  by_extension_rule,  // extensions themselves: -e; those of initdb give ACLs only
  in_schema,          // what their schema lets its members have; without schema: as in_database
  in_database,        // only when the whole database is dumped; those of initdb give ACLs only
  whole_database,     // only when the whole database is dumped, whatever the OID
  with_parent,        // what their parent has
  decided_by_kind,    // the kind's read() has set `wanted` itself
};

// A loop of dependencies: each object depends on the next, the last on the first.
using Loop = std::vector<Object*>;

struct Kind {
  std::string_view name;  // in PostgreSQL's words: "TABLE"
  SelectionRule selection_rule = SelectionRule::in_schema;
  void (*read)(Reader&) = nullptr;
  void (*read_details)(Reader&) = nullptr;
  void (*add_dependencies)(Store&) = nullptr;
  void (*render)(const Object&, Renderer&) = nullptr;
  std::strong_ordering (*compare_equal_names)(const Object&, const Object&) = nullptr;
  bool (*break_loop)(Loop&, Store&) = nullptr;  // true when the loop is open now
};

enum class Section { none = 1, pre_data, data, post_data };

// One place in the list of ranks: kinds of equal rank, sorted together by name.
struct DumpRank {
  Section section;
  std::vector<const Kind*> kinds;
};

}  // namespace pgdumpcore::catalog
