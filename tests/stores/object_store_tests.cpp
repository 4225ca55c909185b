// Sets in a bucket of a real object store, or a container of one: what a store promises, uploads in parts, locks, and
// some hundred drawn faults over backup, verification, restore and pruning. Run by tests/integration/object_storage and
// azure_storage, which start the object store and the proxy that lets requests go wrong.
#define BOOST_TEST_MODULE object_store
#include "backup/backup_into.hpp"
#include "backup/prune.hpp"
#include "backup/restore_set_of.hpp"
#include "backup/verify_set.hpp"
#include "io/rewritable.hpp"
#include "pg/connection.hpp"
#include "sets/known_sets.hpp"
#include "sets/names.hpp"
#include "storage/azure/client.hpp"
#include "storage/objects/object_store.hpp"
#include "storage/objects/objects.hpp"
#include "storage/s3/client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <type_traits>

#include <sys/wait.h>
#include <unistd.h>

using namespace pgdumpcore;
using namespace std::chrono_literals;

namespace {

using StorePointer = std::shared_ptr<storage::Store>;
using ClientPointer = std::shared_ptr<storage::ObjectClient>;

const std::vector<Format> formats = {Format::plain, Format::custom, Format::directory};
const storage::Patience patience{.stop = {}, .limit = 5s};

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  BOOST_REQUIRE_MESSAGE(value != nullptr, name << " is not set");
  return value;
}

void set_limits(storage::ObjectSettings& settings) {
  settings.first_part_size = 65536;
  settings.retried_for = 4s;
  settings.cleanup_retried_for = 1s;
  settings.heartbeat = 100ms;
  settings.stale_after = 800ms;
}

// The address of the bucket or the container that the tests are run in.
std::string place() {
  return variable("PGDUMP_TEST_PLACE");
}

bool is_azure() {
  return place().starts_with("azure://");
}

ClientPointer client_at(const std::string& address, const std::string& endpoint = {}) {
  const storage::Environment environment = storage::process_environment();
  const std::string rest = address.substr(address.find("://") + 3);
  const auto client_of = [&]<typename Client>(auto settings, std::type_identity<Client> /*type*/) -> ClientPointer {
    if (!endpoint.empty()) settings.endpoint = endpoint;
    set_limits(settings.objects);
    return std::make_shared<Client>(settings, environment);
  };
  if (is_azure())
    return client_of(storage::azure::read_settings(rest, environment), std::type_identity<storage::azure::Client>());
  return client_of(storage::s3::read_settings(rest, environment), std::type_identity<storage::s3::Client>());
}

ClientPointer client_for(const std::string& prefix) {
  return client_at(place() + "/" + prefix);
}

StorePointer store_for(const std::string& prefix) {
  return storage::object_store(client_for(prefix));
}

// The store behind the proxy.
StorePointer faulty_store_for(const std::string& prefix) {
  return storage::object_store(client_at(place() + "/" + prefix, variable("PGDUMP_TEST_FAULTY_ENDPOINT")));
}

// As a run leaves it that is killed.
void leave_upload(storage::ObjectClient& client, const std::string& key) {
  const storage::ListedUpload upload{key, client.begin_upload(key, patience)};
  static_cast<void>(client.put_part(upload, 1, storage::bytes_of("content"), patience));
}

// What goes wrong from now on, until this goes.
class FaultsAtWork {
 public:
  explicit FaultsAtWork(const std::string& rates) : file_(variable("PGDUMP_TEST_FAULTS")) { set(rates); }
  FaultsAtWork(const FaultsAtWork&) = delete;
  FaultsAtWork& operator=(const FaultsAtWork&) = delete;
  ~FaultsAtWork() { set(""); }

 private:
  void set(const std::string& rates) const {
    std::ofstream(file_ + ".new") << rates;
    std::rename((file_ + ".new").c_str(), file_.c_str());
  }
  std::string file_;
};

std::string noise(std::size_t size, unsigned seed) {
  std::minstd_rand random(seed);
  std::string text(size, '\0');
  std::ranges::generate(text, [&] { return static_cast<char>(random() >> 8U); });
  return text;
}

void put(storage::NewGroup& group, const std::string& name, const std::string& content) {
  const auto sink = group.put(name);
  sink->write_text(content);
  sink->finish();
}

BackupOptions options_for(Format format) {
  BackupOptions options;
  options.include_databases = {"stored"};
  options.format = format;
  options.jobs = 2;
  return options;
}

BackupSummary back_up(const StorePointer& store, const BackupOptions& options) {
  return backups::backup_into(store, {}, options, {}, {});
}

VerifySummary verify(const StorePointer& store, const std::string& name, bool record = false) {
  return backups::verify_set({store, name}, {.record = record}, {}, {});
}

std::string rows_of(const std::string& database) {
  pg::Connection connection = pg::Connection::open({.dbname = database}, {});
  return connection
      .query("SELECT count(*)::text || ' ' || sum(id)::text || ' ' || md5(string_agg(note, '' ORDER BY id)) FROM notes")
      .row(0)
      .at(0)
      .str();
}

void drop(const std::string& database) {
  pg::Connection::open({.dbname = "postgres"}, {}).execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
}

std::uint64_t restore_again(const StorePointer& store, const std::string& name) {
  drop("stored_again");
  SetRestoreOptions options;
  options.databases = {"stored"};
  options.as = "stored_again";
  options.restore.jobs = 2;
  return backups::restore_set_of({store, name}, {}, options, {}, {});
}

std::string name_of(const BackupSummary& summary) {
  return summary.path.substr(summary.path.rfind('/') + 1);
}

// Every set that looks complete is, and none was recorded as damaged.
void check_promises(const StorePointer& store, const std::string& context) {
  for (const sets::KnownSet& set : sets::known_sets(store)) {
    if (set.info.state == SetState::unfinished) continue;
    BOOST_TEST(set.is_readable(), context << ": set " << set.info.name << ": " << set.info.problem);
    BOOST_TEST(!set.was_found_damaged(), context << ": set " << set.info.name << " was recorded as damaged");
    for (const Problem& problem : verify(store, set.info.name).problems)
      BOOST_TEST((problem.kind == ProblemKind::incomplete && set.info.state == SetState::partial),
                 context << ": set " << set.info.name << ": " << problem.file << ": " << problem.message);
  }
}

}  // namespace

namespace pgdumpcore {
std::ostream& operator<<(std::ostream& out, Format format) {
  return out << static_cast<int>(format);
}
}  // namespace pgdumpcore

BOOST_AUTO_TEST_CASE(a_group_appears_as_a_whole) {
  const StorePointer store = store_for("group");
  const std::string big = noise(1'000'000, 1);
  {
    const auto group = store->begin("one");
    put(*group, "a", "content");
    put(*group, "d/b", big);
    put(*group, "empty", "");
    put(*group, "gone", "content");
    group->remove("gone");
    group->remove("never there");
    BOOST_TEST(!store->groups().at(0).is_finished);
    BOOST_TEST(group->open("a")->size() == 7U);
    group->commit(storage::last_object, "{}");
  }
  const auto groups = store->groups();
  BOOST_REQUIRE(groups.size() == 1U);
  BOOST_TEST(groups[0].name == "one");
  BOOST_TEST(groups[0].is_finished);
  BOOST_TEST(groups[0].path == store->describe("one"));
  BOOST_TEST(store->has_group("one"));
  BOOST_CHECK_THROW(static_cast<void>(store->begin("one")), Error);
  BOOST_TEST(store->list("one") == (std::vector<std::string>{"a", "d", "empty", "manifest.json"}),
             boost::test_tools::per_element());
  BOOST_TEST(store->list("one/d") == std::vector<std::string>{"b"}, boost::test_tools::per_element());
  BOOST_TEST(store->list("nothing").empty());
  BOOST_TEST(storage::read_text(*store, "one/a", 100) == "content");
  BOOST_TEST(storage::read_text(*store, "one/empty", 100).empty());
  BOOST_TEST((storage::read_text(*store, "one/d/b", 2'000'000) == big));
  BOOST_TEST(store->size("one/d/b").value() == big.size());
  BOOST_TEST(store->size("one/empty").value() == 0U);
  BOOST_TEST(!store->size("one/d"));
  BOOST_TEST(!store->size("one/nothing"));
  BOOST_TEST((store->open("one/nothing") == nullptr));
  BOOST_TEST((store->access("one/a") == storage::Access::granted));
  BOOST_TEST((store->access("one/empty") == storage::Access::granted));
  BOOST_TEST((store->access("one") == storage::Access::granted));
  BOOST_TEST((store->access("two") == storage::Access::missing));
  store->put("one/verified.json", "1");
  store->put("one/verified.json", "2");
  BOOST_TEST(storage::read_text(*store, "one/verified.json", 100) == "2");
  BOOST_TEST(store->remove("one", storage::last_object));
  BOOST_TEST(!store->has_group("one"));
  BOOST_TEST(store->groups().empty());
}

BOOST_AUTO_TEST_CASE(a_group_without_its_last_object_leaves_nothing) {
  const StorePointer store = store_for("abandoned");
  {
    const auto group = store->begin("one");
    put(*group, "a", "content");
    const auto sink = group->put("b");
    sink->write_text(noise(500'000, 2));
  }
  BOOST_TEST(store->groups().empty());
  BOOST_TEST(client_for("abandoned")->list_uploads("abandoned/", patience).empty());
}

// What a run leaves that ends without a word: objects, and an upload in the middle.
BOOST_AUTO_TEST_CASE(what_a_killed_run_left_is_removed) {
  const StorePointer store = store_for("killed");
  const auto client = client_for("killed");
  storage::put_object(*client, "killed/one/a", storage::bytes_of("content"), patience);
  leave_upload(*client, "killed/one/b");
  leave_upload(*client, "killed/two/b");
  leave_upload(*client, "killed-not/one/b");
  BOOST_TEST(store->groups().size() == 2U);
  for (const storage::GroupInfo& group : store->groups()) {
    BOOST_TEST(!group.is_finished);
    store->remove_unfinished(group.name);
  }
  BOOST_TEST(store->groups().empty());
  BOOST_TEST(client->list_uploads("killed/", patience).empty());
  BOOST_TEST(client->list_uploads("killed-not/", patience).size() == 1U);
  const auto finished = store->begin("three");
  finished->commit(storage::last_object, "{}");
  store->remove_unfinished("three");
  BOOST_TEST(store->has_group("three"));
}

// More than a page of a list, and of a request that removes.
BOOST_AUTO_TEST_CASE(many_objects) {
  const StorePointer store = store_for("many");
  // Azurite is slow, and its pages have 5,000.
  const int each = is_azure() ? 10 : 280;
  const auto client = client_for("many");
  {
    const auto group = store->begin("one");
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < each; ++i) put(*group, "d/" + std::to_string(i * 4 + thread), "x");
      });
    threads.clear();
    group->commit(storage::last_object, "{}");
  }
  BOOST_TEST(store->list("one/d").size() == 4U * static_cast<unsigned>(each));
  BOOST_TEST(store->remove("one", storage::last_object));
  BOOST_TEST(!storage::has_objects(*client, "many/one", patience));
}

BOOST_AUTO_TEST_CASE(early_bytes_are_rewritten) {
  const StorePointer store = store_for("rewritten");
  const auto group = store->begin("one");
  std::string content = noise(900'000, 3);
  const auto sink = group->put("a");
  io::Rewritable* const file = io::rewritable(*sink);
  BOOST_REQUIRE(file != nullptr);
  file->begin_front();
  sink->write_text(content.substr(0, 200'000));
  file->end_front();
  sink->write_text(content.substr(200'000));
  const std::string other = noise(200'000, 4);
  for (std::size_t at = 0; at < other.size(); at += 1000)
    file->rewrite(at, storage::bytes_of(std::string_view(other).substr(at, 1000)));
  content.replace(0, other.size(), other);
  sink->finish();
  std::string read(content.size(), '\0');
  BOOST_TEST(group->open("a")->read_at(0, std::as_writable_bytes(std::span(read))) == content.size());
  BOOST_TEST((read == content));
  const auto plain = group->put("b");
  plain->write_text(content);
  BOOST_CHECK_THROW(io::rewritable(*plain)->rewrite(0, storage::bytes_of("x")), Error);
}

BOOST_AUTO_TEST_CASE(threads_read_one_object_at_many_places) {
  const StorePointer store = store_for("read");
  const auto group = store->begin("one");
  const std::string content = noise(9'000'000, 5);
  put(*group, "a", content);
  const auto object = group->open("a");
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned seed = 1; seed <= 4; ++seed)
      threads.emplace_back([&, seed] {
        std::minstd_rand random(seed);
        std::size_t at = seed * 2'000'000;
        for (int i = 0; i < 2000; ++i) {
          if (i % 100 == 0) at = random() % content.size();
          std::string bytes(1 + random() % 20'000, '\0');
          const std::size_t size = object->read_at(at, std::as_writable_bytes(std::span(bytes)));
          bytes.resize(size);
          if (bytes != content.substr(std::min(at, content.size()), 20'001).substr(0, bytes.size())) ++wrong;
          at = (at + size) % content.size();
        }
      });
  }
  BOOST_TEST(wrong == 0);
  std::array<std::byte, 10> behind{};
  BOOST_TEST(object->read_at(content.size(), behind) == 0U);
  BOOST_TEST(object->read_at(content.size() - 3, behind) == 3U);
  // Not a mixture of two.
  const auto replaced = group->open("a");
  put(*group, "a", noise(9'000'000, 6));
  std::vector<std::byte> whole(content.size());
  BOOST_CHECK_THROW(static_cast<void>(replaced->read_at(0, whole)), Error);
}

BOOST_AUTO_TEST_CASE(writers_exclude_each_other) {
  const StorePointer one = store_for("locks");
  const StorePointer other = store_for("locks");
  auto lock = one->lock({});
  BOOST_CHECK_THROW(static_cast<void>(other->lock({})), Error);
  lock.reset();
  lock = other->lock({});
  BOOST_CHECK_THROW(static_cast<void>(one->lock({})), Error);
  std::stop_source stop;
  stop.request_stop();
  BOOST_CHECK_EXCEPTION(static_cast<void>(one->lock(stop.get_token())), Error,
                        [](const Error& error) { return error.fault() == Fault::cancelled; });
}

BOOST_AUTO_TEST_CASE(a_lock_whose_owner_is_gone_is_taken) {
  const auto client = client_for("stale");
  storage::put_object(*client, "stale/.pgdump.lock",
                      storage::bytes_of(R"({"tool":"pgdump","owner":"elsewhere","renewal":7,"held":true})"), patience);
  BOOST_CHECK_NO_THROW(static_cast<void>(store_for("stale")->lock({})));
}

BOOST_AUTO_TEST_CASE(a_writer_that_lost_its_lock_commits_nothing) {
  const StorePointer store = store_for("lost");
  const auto client = client_for("lost");
  const auto lock = store->lock({});
  const auto group = store->begin("one");
  put(*group, "a", "content");
  storage::put_object(*client, "lost/.pgdump.lock",
                      storage::bytes_of(R"({"tool":"pgdump","owner":"another","renewal":1,"held":true})"), patience);
  BOOST_CHECK_THROW(group->commit(storage::last_object, "{}"), Error);
  BOOST_TEST(!store->groups().at(0).is_finished);
}

BOOST_AUTO_TEST_CASE(what_is_read_is_not_removed) {
  const StorePointer store = store_for("readers");
  store->begin("one")->commit(storage::last_object, "{}");
  store->begin("on")->commit(storage::last_object, "{}");
  auto reader = store->lock_for_reading("one", storage::last_object);
  BOOST_TEST(!store->remove("one", storage::last_object));
  BOOST_TEST(store->remove("on", storage::last_object));
  reader.reset();
  BOOST_TEST(store->remove("one", storage::last_object));
}

BOOST_AUTO_TEST_CASE(a_check_leaves_nothing) {
  const StorePointer store = store_for("checked");
  for (const storage::PlaceCheck& check : store->check())
    BOOST_TEST(check.is_good, check.question << ": " << check.message);
  BOOST_TEST(!storage::has_objects(*client_for("checked"), "checked/", patience));
  const ClientPointer elsewhere = client_at(place().substr(0, place().find("://")) + "://no-such-place/checked");
  const auto checks = storage::object_store(elsewhere)->check();
  BOOST_TEST(!checks.back().is_good);
  BOOST_TEST(checks.back().message.find(elsewhere->missing_place_code()) != std::string::npos, checks.back().message);
}

BOOST_DATA_TEST_CASE(a_set_lives_in_a_bucket, boost::unit_test::data::make(formats), format) {
  const StorePointer store = store_for("set" + std::to_string(static_cast<int>(format)));
  const std::string name = name_of(back_up(store, options_for(format)));
  const auto known = sets::known_sets(store);
  BOOST_REQUIRE(known.size() == 1U);
  BOOST_TEST(known[0].info.is_latest);
  check_promises(store, "bucket");
  BOOST_TEST(verify(store, name, true).problems.empty());
  BOOST_TEST(restore_again(store, name) == 0U);
  BOOST_TEST(rows_of("stored_again") == rows_of("stored"));
  drop("stored_again");
}

// The table of contents is in front, and written last; here it is encrypted as well.
BOOST_DATA_TEST_CASE(an_encrypted_set_lives_in_a_bucket, boost::unit_test::data::make(formats), format) {
  const StorePointer store = store_for("encrypted" + std::to_string(static_cast<int>(format)));
  BackupOptions options = options_for(format);
  options.recipients.add("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
  const std::string name = name_of(back_up(store, options));
  Identities identities;
  identities.add("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
  const VerifySummary found = backups::verify_set({store, name}, {.identities = identities}, {}, {});
  BOOST_TEST(found.problems.empty());
  BOOST_TEST(found.databases.at(0).rows > 0U);
}

// --- drawn faults

namespace {

// What passes: nobody may notice, unless it goes on for long.
const std::string passing_faults_of_all =
    "internal 0.02\nslow_down 0.02\ntoo_many 0.02\nreset 0.03\nlost_answer 0.03\nlate_internal 0.03\ncut_answer 0.03\n"
    "drip 0.01\n";
// What S3 alone answers.
const std::string passing_faults_of_s3 = "skewed 0.01\ngood_with_error 0.03\n";
// What does not: the run fails, and says why.
const std::string lasting_faults = "expired 0.01\ndenied 0.01\nwrong_etag 0.02\npage 0.01\n";

std::string passing_faults() {
  return passing_faults_of_all + (is_azure() ? "" : passing_faults_of_s3);
}

struct Campaign {
  StorePointer faulty = faulty_store_for("faults");
  StorePointer direct = store_for("faults");
  std::minstd_rand random{20260101};
  int done = 0;
  int failed = 0;
  int killed = 0;

  [[nodiscard]] bool chance(unsigned percent) { return random() % 100 < percent; }
  [[nodiscard]] Format format() { return formats[random() % formats.size()]; }

  template <typename Action>
  void attempt(const Action& action) {
    try {
      action();
      ++done;
    } catch (const Error& error) {
      ++failed;
      const std::string text = std::string(error.what()) + error.hint() + error.detail();
      std::istringstream secrets(variable("PGDUMP_TEST_SECRETS"));
      for (std::string secret; secrets >> secret;) BOOST_TEST(text.find(secret) == std::string::npos, text);
    }
  }

  void back_up_once() {
    const FaultsAtWork faults(passing_faults() + (chance(50) ? lasting_faults : ""));
    attempt([&] {
      const BackupSummary summary = back_up(faulty, options_for(format()));
      BOOST_TEST(direct->has_group(name_of(summary)));
    });
  }

  // In a process of its own, which ends without a word.
  void back_up_and_kill() {
    const FaultsAtWork faults(passing_faults());
    const Format chosen = format();
    const auto after = std::chrono::milliseconds(20 + random() % 500);
    const ::pid_t child = ::fork();
    if (child == 0) {
      try {
        back_up(faulty_store_for("faults"), options_for(chosen));
      } catch (const std::exception&) {
      }
      ::_exit(0);
    }
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ++killed;
  }

  void prune_once() {
    const FaultsAtWork faults(passing_faults() + (chance(50) ? lasting_faults : ""));
    attempt([&] { static_cast<void>(backups::prune_in(faulty, {.retention = {.keep_last = 3}}, {}, {})); });
  }

  [[nodiscard]] std::string any_set() {
    std::vector<std::string> names;
    for (const sets::KnownSet& set : sets::known_sets(direct))
      if (set.is_good()) names.push_back(set.info.name);
    return names.empty() ? std::string() : names[random() % names.size()];
  }

  void verify_once() {
    const std::string name = any_set();
    if (name.empty()) return;
    const FaultsAtWork faults(passing_faults());
    attempt([&] {
      for (const Problem& problem : verify(faulty, name, true).problems)
        BOOST_TEST(false, "an intact set is called damaged: " << problem.file << ": " << problem.message);
    });
  }

  void restore_once() {
    const std::string name = any_set();
    if (name.empty()) return;
    const FaultsAtWork faults(passing_faults() + (chance(30) ? lasting_faults : ""));
    attempt([&] {
      if (restore_again(faulty, name) == 0U) BOOST_TEST(rows_of("stored_again") == rows_of("stored"));
    });
  }

  void step() {
    const auto choice = random() % 100;
    if (choice < 40)
      back_up_once();
    else if (choice < 60)
      back_up_and_kill();
    else if (choice < 75)
      prune_once();
    else if (choice < 88)
      verify_once();
    else
      restore_once();
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_after_a_killed_one) {
  Campaign campaign;
  campaign.back_up_and_kill();
  back_up(campaign.direct, options_for(Format::directory));
  for (const storage::GroupInfo& group : campaign.direct->groups())
    BOOST_TEST(group.is_finished, group.path << " is left");
  check_promises(campaign.direct, "after a killed run");
}

BOOST_AUTO_TEST_CASE(drawn_faults) {
  Campaign campaign;
  back_up(campaign.direct, options_for(Format::plain));
  const int steps = std::stoi(variable("PGDUMP_TEST_FAULT_STEPS"));
  for (int i = 0; i < steps; ++i) {
    campaign.step();
    if (i % 5 == 4) check_promises(campaign.direct, "step " + std::to_string(i));
  }
  check_promises(campaign.direct, "at the end");
  // The next run without faults leaves nothing behind of those before.
  back_up(campaign.direct, options_for(Format::directory));
  for (const storage::GroupInfo& group : campaign.direct->groups())
    BOOST_TEST(group.is_finished, group.path << " is left");
  BOOST_TEST(client_for("faults")->list_uploads("faults/", patience).empty());
  BOOST_TEST(campaign.done > 0);
  drop("stored_again");
  std::cout << "drawn faults: " << campaign.done << " runs succeeded, " << campaign.failed << " failed, "
            << campaign.killed << " were killed\n";
}
