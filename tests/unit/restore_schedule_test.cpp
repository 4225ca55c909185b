// The order in which several workers restore an archive's entries.
#include "restore/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace pgdumpcore;
using archive::Entry;
using archive::Section;
using restoring::Schedule;

namespace {

struct TocOfTables {
  std::vector<Entry> entries{};
  std::vector<archive::Wanted> wanted{};
  restoring::Weights weights{};
  restoring::Inheritance inheritance{};

  void add_trigger(int id, const char* tag, const char* create, std::vector<int> dependencies) {
    add(id, "TRIGGER", Section::post_data, std::move(dependencies));
    entries.back().tag = tag;
    entries.back().create = create;
  }
  void add(int id, const char* description, Section section, std::vector<int> dependencies, std::uint64_t weight = 0) {
    Entry entry;
    entry.dump_id = id;
    entry.description = description;
    entry.section = section;
    entry.dependencies = std::move(dependencies);
    entries.push_back(entry);
    if (weight > 0) weights.emplace(id, weight);
  }
  Schedule schedule() {
    wanted.clear();
    for (const Entry& entry : entries) wanted.push_back({&entry, {.schema = true, .data = true}});
    return {wanted, weights, inheritance};
  }
};

// Two workers that each finish what they began first; what runs beside what, as `1+2 3`.
std::string two_at_work(TocOfTables& contents) {
  Schedule schedule = contents.schedule();
  std::string out;
  while (!schedule.finished()) {
    const auto one = schedule.take();
    const auto other = schedule.take();
    BOOST_REQUIRE(one.has_value());
    out += (out.empty() ? "" : " ") + std::to_string(contents.entries[*one].dump_id);
    if (other) out += "+" + std::to_string(contents.entries[*other].dump_id);
    schedule.done(*one);
    if (other) schedule.done(*other);
  }
  return out;
}

constexpr Section data = Section::data;
constexpr Section post = Section::post_data;

}  // namespace

BOOST_AUTO_TEST_SUITE(restore_schedule)

BOOST_AUTO_TEST_CASE(more_data_comes_first) {
  TocOfTables contents;
  contents.add(1, "TABLE DATA", data, {101}, 5);
  contents.add(2, "TABLE DATA", data, {102}, 50);
  contents.add(3, "TABLE DATA", data, {103}, 20);
  BOOST_TEST(two_at_work(contents) == "2+3 1");
}

BOOST_AUTO_TEST_CASE(indexes_wait_for_the_rows_and_run_side_by_side) {
  TocOfTables contents;
  contents.add(1, "TABLE DATA", data, {101}, 5);
  contents.add(2, "INDEX", post, {101});
  contents.add(3, "INDEX", post, {101});
  BOOST_TEST(two_at_work(contents) == "1 2+3");
}

BOOST_AUTO_TEST_CASE(what_alters_a_table_runs_alone_on_it) {
  TocOfTables contents;
  contents.add(2, "CONSTRAINT", post, {101});
  contents.add(3, "INDEX", post, {101});
  contents.add(4, "TRIGGER", post, {102});
  BOOST_TEST(two_at_work(contents) == "2+4 3");
}

// Archives of pg_dump 13 do not say so.
BOOST_AUTO_TEST_CASE(a_trigger_that_is_only_altered_waits_for_its_namesakes_that_are_created) {
  TocOfTables contents;
  contents.add_trigger(1, "root audit", "CREATE TRIGGER audit AFTER INSERT ON root EXECUTE FUNCTION f();", {101});
  contents.add_trigger(2, "partition audit", "ALTER TABLE partition ENABLE REPLICA TRIGGER audit;", {102});
  contents.add_trigger(3, "partition other", "ALTER TABLE partition ENABLE REPLICA TRIGGER other;", {103});
  BOOST_TEST(two_at_work(contents) == "1+3 2");
}

BOOST_AUTO_TEST_CASE(a_foreign_key_keeps_others_from_both_tables) {
  TocOfTables contents;
  contents.add(1, "CONSTRAINT", post, {101});
  contents.add(2, "FK CONSTRAINT", post, {101, 102, 1});
  contents.add(3, "CONSTRAINT", post, {102});
  contents.add(4, "INDEX", post, {102});
  BOOST_TEST(two_at_work(contents) == "1+3 2 4");
}

// 101, above 102, above 103.
restoring::Inheritance three_generations() {
  archive::Toc tables;
  for (const int id : {101, 102, 103}) {
    tables.entries.emplace_back();
    tables.entries.back().dump_id = id;
    tables.entries.back().description = "TABLE";
    tables.entries.back().dependencies = {7, id - 1};
  }
  return restoring::inheritance_in(tables);
}

// Archives of pg_dump name only the nearest table above.
BOOST_AUTO_TEST_CASE(what_alters_a_partition_keeps_others_from_all_tables_above_it) {
  TocOfTables contents;
  contents.add(1, "INDEX ATTACH", post, {103, 102});
  contents.add(2, "POLICY", post, {101});
  contents.add(3, "POLICY", post, {106});
  BOOST_TEST(two_at_work(contents) == "1+2 3");
  contents.inheritance = three_generations();
  BOOST_TEST(two_at_work(contents) == "1+3 2");
  // As damaged archives have it.
  contents.inheritance.parents[101] = {101, 103};
  BOOST_TEST(two_at_work(contents) == "1+3 2");
}

BOOST_AUTO_TEST_CASE(what_reaches_partitions_waits_for_their_rows) {
  TocOfTables contents;
  contents.add_trigger(1, "root touch", "CREATE TRIGGER touch BEFORE INSERT ON root EXECUTE FUNCTION f();", {101});
  contents.add(2, "INDEX", post, {101});
  contents.add(3, "TABLE DATA", data, {103});
  contents.add(4, "CHECK CONSTRAINT", post, {101});
  BOOST_TEST(two_at_work(contents) == "1+3 2 4");
  contents.inheritance = three_generations();
  BOOST_TEST(two_at_work(contents) == "2+3 1 4");
}

BOOST_AUTO_TEST_CASE(dependencies_on_what_is_not_there_count_as_done_and_doubled_ones_once) {
  TocOfTables contents;
  contents.add(1, "TABLE DATA", data, {7, 7, 8}, 1);
  contents.add(2, "COMMENT", Section::none, {1, 1});
  BOOST_TEST(two_at_work(contents) == "1 2");
}

BOOST_AUTO_TEST_CASE(a_loop_does_not_stop_it) {
  TocOfTables contents;
  contents.add(1, "INDEX", post, {2});
  contents.add(2, "INDEX", post, {1});
  contents.add(3, "INDEX", post, {3});
  BOOST_TEST(two_at_work(contents) == "3 1 2");
}

BOOST_AUTO_TEST_SUITE_END()
