// The lock of a directory of sets, and what other machines leave behind in one.
#include "storage/directory_lock.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <unistd.h>

namespace fs = std::filesystem;
using namespace pgdumpcore;
using namespace pgdumpcore::storage;
using namespace std::chrono_literals;

namespace {

constexpr LockTiming fast = {.heartbeat = 20ms, .stale_after = 200ms};

struct Directory {
  Directory() {
    std::string pattern = (fs::temp_directory_path() / "pgdump-lock-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Directory() { fs::remove_all(path); }
  [[nodiscard]] fs::path holder() const { return path / ".pgdump.holder"; }
  [[nodiscard]] std::string content() const {
    std::ostringstream text;
    text << std::ifstream(holder()).rdbuf();
    return text.str();
  }
  void leave(const std::string& text) const { std::ofstream(holder()) << text; }
  fs::path path;
};

std::string problem_of(const Directory& directory) {
  try {
    const DirectoryLock lock(directory.path, {}, fast);
    return "none";
  } catch (const Error& error) {
    return error.what() + (" " + error.detail());
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_lock)

BOOST_AUTO_TEST_CASE(one_at_a_time) {
  const Directory directory;
  {
    const DirectoryLock lock(directory.path, {}, fast);
    BOOST_TEST(problem_of(directory).find("is running It is process " + std::to_string(::getpid())) !=
               std::string::npos);
    const std::string before = directory.content();
    std::this_thread::sleep_for(100ms);
    BOOST_TEST(directory.content() != before);
  }
  BOOST_TEST(!fs::exists(directory.holder()));
  BOOST_TEST(problem_of(directory) == "none");
}

// kill -9: the system ended the lock, the file is still there.
BOOST_AUTO_TEST_CASE(left_by_a_run_of_this_machine) {
  const Directory directory;
  {
    const DirectoryLock lock(directory.path, {}, fast);
    fs::copy_file(directory.holder(), directory.path / "copy");
  }
  fs::rename(directory.path / "copy", directory.holder());
  const auto before = std::chrono::steady_clock::now();
  BOOST_TEST(problem_of(directory) == "none");
  BOOST_TEST((std::chrono::steady_clock::now() - before < fast.stale_after));
}

BOOST_AUTO_TEST_CASE(left_by_another_machine) {
  const Directory directory;
  for (const char* left : {"process 7 on far\nboot elsewhere\ntoken 1\nbeat 3\n", ""}) {
    directory.leave(left);
    const auto before = std::chrono::steady_clock::now();
    BOOST_TEST(problem_of(directory) == "none");
    BOOST_TEST((std::chrono::steady_clock::now() - before >= fast.stale_after));
  }
}

BOOST_AUTO_TEST_CASE(held_by_another_machine) {
  const Directory directory;
  directory.leave("process 7 on far\nboot elsewhere\ntoken 1\nbeat 1\n");
  const std::jthread far([&](const std::stop_token& over) {
    for (int beat = 2; !over.stop_requested(); ++beat) {
      directory.leave("process 7 on far\nboot elsewhere\ntoken 1\nbeat " + std::to_string(beat) + "\n");
      std::this_thread::sleep_for(20ms);
    }
  });
  BOOST_TEST(problem_of(directory).find("is running") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(waiting_can_be_cancelled) {
  const Directory directory;
  directory.leave("process 7 on far\n");
  std::stop_source stop;
  stop.request_stop();
  try {
    const DirectoryLock lock(directory.path, stop.get_token());
    BOOST_ERROR("the lock was taken");
  } catch (const Error& error) {
    BOOST_TEST((error.fault() == Fault::cancelled));
  }
}

BOOST_AUTO_TEST_SUITE_END()
