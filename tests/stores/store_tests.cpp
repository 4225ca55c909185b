// Backup, verification, list, pruning and restore in stores, with a server, and with each operation of a store failing
// once. Run by tests/integration/backup_stores.
#define BOOST_TEST_MODULE stores
#include "backup/backup_into.hpp"
#include "backup/prune.hpp"
#include "backup/restore_set_of.hpp"
#include "backup/verify_set.hpp"
#include "faulty_store.hpp"
#include "pg/connection.hpp"
#include "sets/known_sets.hpp"
#include "sets/latest.hpp"
#include "sets/set_files.hpp"
#include "sets/verified.hpp"
#include "storage/local_store.hpp"
#include "storage/memory_store.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>

#include <unistd.h>

using namespace pgdumpcore;
namespace fs = std::filesystem;

namespace pgdumpcore {
std::ostream& operator<<(std::ostream& out, Format format) {
  return out << static_cast<int>(format);
}
}  // namespace pgdumpcore

namespace {

using StorePointer = std::shared_ptr<storage::Store>;

const std::vector<Format> formats = {Format::plain, Format::custom, Format::directory};

BackupOptions options_for(Format format) {
  BackupOptions options;
  options.include_databases = {"stored"};
  options.format = format;
  return options;
}

BackupSummary back_up(const StorePointer& store, const BackupOptions& options) {
  return backups::backup_into(store, {}, options, {}, {});
}

VerifySummary verify(const StorePointer& store, const std::string& name, bool record = false) {
  return backups::verify_set({store, name}, {.record = record}, {}, {});
}

// Puts a copy of the one set that `from` has under another name into `to`.
void copy_set(const StorePointer& from, const StorePointer& to, const std::string& name) {
  const std::string original = sets::known_sets(from).at(0).info.name;
  const auto group = to->begin(name);
  const auto copy = [&](const std::string& object) {
    const auto sink = group->put(object);
    sink->write_text(storage::read_text(*from, original + "/" + object, std::size_t{1} << 30));
    sink->finish();
  };
  for (const std::string& object : from->list(original)) {
    if (object == sets::manifest_name) continue;
    if (from->size(original + "/" + object)) copy(object);
    for (const std::string& member : from->list(original + "/" + object)) copy(object + "/" + member);
  }
  group->commit(sets::manifest_name, storage::read_text(*from, original + "/" + sets::manifest_name, 1 << 20));
}

constexpr const char* older_set = "20260101T000000Z";
constexpr const char* newer_set = "20260102T000000Z";

std::string rows_of(const std::string& database) {
  pg::Connection connection = pg::Connection::open({.dbname = database}, {});
  return connection
      .query(
          "SELECT count(*)::text || ' ' || sum(id)::text || ' ' || md5(string_agg(note, '' ORDER BY id)) "
          "FROM notes")
      .row(0)
      .at(0)
      .str();
}

void drop(const std::string& database) {
  pg::Connection::open({.dbname = "postgres"}, {}).execute("DROP DATABASE IF EXISTS " + database);
}

// Local directories that are gone after a test.
struct Scratch {
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "pgdump-stores-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(path); }
  fs::path path;
};

// Every set that looks complete is; nothing is left that is unfinished.
void check_promises(const StorePointer& store, const std::string& context) {
  for (const storage::GroupInfo& group : store->groups())
    BOOST_TEST(group.is_finished, context << ": " << group.path << " is left");
  for (const sets::KnownSet& set : sets::known_sets(store)) {
    BOOST_TEST(set.is_readable(), context << ": set " << set.info.name << ": " << set.info.problem);
    const VerifySummary found = verify(store, set.info.name);
    for (const Problem& problem : found.problems)
      BOOST_TEST((problem.kind == ProblemKind::incomplete && set.info.state == SetState::partial),
                 context << ": set " << set.info.name << ": " << problem.file << ": " << problem.message);
  }
}

using MakeStore = std::function<StorePointer()>;

// Runs `work` with each operation of the store failing once, in turn, before or after it took effect; `prepare` fills
// each new store, `look` sees what is left in it.
void fail_each_operation(const MakeStore& make_store, const std::function<void(const StorePointer&)>& prepare,
                         const std::function<void(const StorePointer&)>& work,
                         const std::function<void(const StorePointer&, bool threw, const std::string&)>& look) {
  for (const bool after : {false, true}) {
    int failing = 1;
    for (bool has_failed = true; has_failed; ++failing) {
      const StorePointer store = make_store();
      prepare(store);
      const auto plan = std::make_shared<faults::Plan>(faults::Plan{.failing = failing, .after = after});
      bool threw = false;
      try {
        work(faults::faulty_store(store, plan));
      } catch (const Error&) {
        threw = true;
      }
      has_failed = plan->has_failed;
      look(store, threw, plan->what + (after ? " fails after it was done" : " fails"));
    }
    BOOST_TEST(failing > 2, "operations were counted: " << failing);
  }
}

}  // namespace

BOOST_DATA_TEST_CASE(a_set_lives_in_memory, boost::unit_test::data::make(formats), format) {
  const StorePointer store = storage::memory_store();
  const BackupSummary done = back_up(store, options_for(format));
  BOOST_TEST((done.status == BackupStatus::complete));
  const auto known = sets::known_sets(store);
  BOOST_REQUIRE(known.size() == 1U);
  BOOST_TEST(known[0].info.is_latest);
  BOOST_TEST(known[0].info.databases == 1U);
  BOOST_TEST(sets::latest_of(*store) == known[0].info.name);
  check_promises(store, "memory");

  const sets::Set set(store, known[0].info.name);
  drop("stored_again");
  SetRestoreOptions options;
  options.databases = {"stored"};
  options.as = "stored_again";
  BOOST_TEST(backups::restore_set_of(set, {}, options, {}, {}) == 0U);
  BOOST_TEST(rows_of("stored_again") == rows_of("stored"));
  drop("stored_again");
}

BOOST_DATA_TEST_CASE(memory_and_directory_hold_the_same, boost::unit_test::data::make(formats), format) {
  const Scratch scratch;
  const StorePointer local = storage::local_store(scratch.path);
  const StorePointer memory = storage::memory_store();
  const std::string in_directory = fs::path(back_up(local, options_for(format)).path).filename();
  const std::string in_memory = fs::path(back_up(memory, options_for(format)).path).filename();
  const sets::Manifest one = sets::Set(local, in_directory).read_manifest();
  const sets::Manifest other = sets::Set(memory, in_memory).read_manifest();
  BOOST_REQUIRE(one.databases.size() == 1U);
  BOOST_REQUIRE(other.databases.size() == 1U);
  BOOST_TEST(one.databases[0].file == other.databases[0].file);
  BOOST_TEST(one.databases[0].files.size() == other.databases[0].files.size());
  BOOST_TEST(local->list(in_directory) == memory->list(in_memory), boost::test_tools::per_element());
  check_promises(local, "directory");
}

BOOST_DATA_TEST_CASE(damage_is_found_in_memory, boost::unit_test::data::make(formats), format) {
  const StorePointer store = storage::memory_store();
  const std::string name = fs::path(back_up(store, options_for(format)).path).filename();
  const sets::Set set(store, name);
  for (const SetFile& file : sets::files_of(set.read_manifest().databases[0])) {
    const std::string key = set.key(file.name);
    const std::string whole = storage::read_text(*store, key, std::size_t{1} << 30);
    std::string changed = whole;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    store->put(key, changed);
    const VerifySummary found = verify(store, name);
    BOOST_TEST(std::ranges::any_of(
                   found.problems,
                   [](const Problem& problem) { return problem.message.find("SHA-256") != std::string::npos; }),
               file.name);
    store->put(key, whole);
  }
  BOOST_TEST(verify(store, name).problems.empty());
}

BOOST_DATA_TEST_CASE(a_backup_survives_each_fault, boost::unit_test::data::make(formats), format) {
  const StorePointer saved = storage::memory_store();
  BackupOptions without_globals = options_for(format);
  without_globals.globals = false;  // of one series with those that are made
  back_up(saved, without_globals);
  fail_each_operation(
      [] { return storage::memory_store(); }, [&](const StorePointer& store) { copy_set(saved, store, older_set); },
      [&](const StorePointer& store) {
        BackupOptions options = options_for(format);
        options.retention.keep_last = 1;
        options.globals = false;
        // Partial cannot be: there is one database.
        BOOST_TEST((back_up(store, options).status == BackupStatus::complete));
      },
      [&](const StorePointer& store, bool threw, const std::string& what) {
        check_promises(store, what);
        const auto known = sets::known_sets(store);
        BOOST_TEST(std::ranges::any_of(known, &sets::KnownSet::is_good), what << ": no good set is left");
        const bool is_new_there =
            std::ranges::any_of(known, [&](const auto& set) { return set.info.name != older_set; });
        BOOST_TEST((threw || is_new_there), what << ": success without a set");
      });
}

BOOST_AUTO_TEST_CASE(a_backup_into_a_directory_survives_each_fault) {
  std::vector<std::unique_ptr<Scratch>> places;
  fail_each_operation(
      [&] { return storage::local_store(places.emplace_back(std::make_unique<Scratch>())->path, Sync::none); },
      [](const StorePointer&) {}, [](const StorePointer& store) { back_up(store, options_for(Format::directory)); },
      [](const StorePointer& store, bool threw, const std::string& what) {
        check_promises(store, what);
        BOOST_TEST((threw || !sets::known_sets(store).empty()), what << ": success without a set");
      });
}

BOOST_AUTO_TEST_CASE(pruning_survives_each_fault) {
  const StorePointer saved = storage::memory_store();
  back_up(saved, options_for(Format::directory));
  fail_each_operation([] { return storage::memory_store(); },
                      [&](const StorePointer& store) {
                        for (const char* const name : {older_set, newer_set}) copy_set(saved, store, name);
                      },
                      [](const StorePointer& store) {
                        BOOST_TEST(backups::prune_in(store, {.retention = {.keep_last = 1}}, {}, {}).kept >= 1U);
                      },
                      [](const StorePointer& store, bool, const std::string& what) {
                        check_promises(store, what);
                        const auto known = sets::known_sets(store);
                        BOOST_TEST(std::ranges::any_of(known, &sets::KnownSet::is_good),
                                   what << ": no good set is left");
                      });
}

BOOST_AUTO_TEST_CASE(verification_says_what_it_could_not_read) {
  const StorePointer saved = storage::memory_store();
  back_up(saved, options_for(Format::directory));
  bool is_recorded_good = false;
  fail_each_operation(
      [] { return storage::memory_store(); }, [&](const StorePointer& store) { copy_set(saved, store, older_set); },
      [&](const StorePointer& store) { is_recorded_good = verify(store, older_set, true).problems.empty(); },
      [&](const StorePointer& store, bool threw, const std::string& what) {
        check_promises(store, what);
        const auto recorded = sets::read_verified({store, older_set});
        if (recorded && recorded->intact) BOOST_TEST((threw || is_recorded_good), what << ": recorded as intact");
      });
}

BOOST_AUTO_TEST_CASE(two_writers_exclude_each_other) {
  const StorePointer store = storage::memory_store();
  const auto lock = store->lock({});
  BOOST_CHECK_THROW(back_up(store, options_for(Format::plain)), Error);
}

BOOST_AUTO_TEST_CASE(what_is_read_is_not_removed) {
  const StorePointer store = storage::memory_store();
  const std::string name = fs::path(back_up(store, options_for(Format::plain)).path).filename();
  const auto reader = sets::Set(store, name).lock();
  BOOST_TEST(!store->remove(name, sets::manifest_name));
  BOOST_TEST(verify(store, name).problems.empty());
}
