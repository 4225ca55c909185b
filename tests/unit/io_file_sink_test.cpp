// A file appears under its name only when it is complete, whatever goes wrong before.
#include "io_support.hpp"

#include <pgdumpcore/sink.hpp>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace pgdumpcore;
using namespace io_support;

namespace {

struct stat status_of(const std::string& path) {
  struct stat status {};
  BOOST_REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

::mode_t permissions_of(const std::string& path) {
  return status_of(path).st_mode & 07777;
}

void write_file(const std::string& path, std::string_view content, const FileSinkOptions& options = {}) {
  const auto sink = file_sink(path, options);
  sink->write_text(content);
  sink->finish();
}

/// Sets the umask, which is the whole process's, for one test.
class Umask {
 public:
  explicit Umask(::mode_t mask) : former_(::umask(mask)) {}
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;
  ~Umask() { ::umask(former_); }

 private:
  ::mode_t former_;
};

/// A file system of 256 kB.
class SmallFileSystem {
 public:
  explicit SmallFileSystem(const fs::path& path)
      : path_(path), mounted_(::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=256k") == 0) {}
  SmallFileSystem(const SmallFileSystem&) = delete;
  SmallFileSystem& operator=(const SmallFileSystem&) = delete;
  ~SmallFileSystem() {
    if (mounted_) ::umount(path_.c_str());
  }
  [[nodiscard]] bool is_mounted() const { return mounted_; }

 private:
  fs::path path_;
  bool mounted_;
};

boost::test_tools::assertion_result may_mount(boost::unit_test::test_unit_id) {
  const ScratchDirectory scratch;
  return SmallFileSystem(scratch.path()).is_mounted();
}

/// Runs the function in a child process that is not root, and returns whether it returned true.
template <typename Function>
bool as_nobody(Function function) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr ::uid_t nobody = 65534;
    if (::geteuid() == 0 && ::setuid(nobody) != 0) ::_exit(1);
    ::_exit(function() ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(io_file_sink)

BOOST_AUTO_TEST_CASE(the_name_appears_with_finish) {
  const ScratchDirectory scratch;
  const auto sink = file_sink(scratch / "db.sql");
  sink->write_text(sample_content(300'000));
  const auto before = scratch.names();
  BOOST_REQUIRE(before.size() == 1U);
  BOOST_TEST(before[0].starts_with(".db.sql."));
  BOOST_TEST(before[0].ends_with(".tmp"));
  BOOST_TEST(permissions_of(scratch / before[0]) == 0600U);

  sink->finish();
  BOOST_TEST(scratch.names() == std::vector<std::string>{"db.sql"}, boost::test_tools::per_element());
  BOOST_TEST((file_content(scratch / "db.sql") == sample_content(300'000)));
}

BOOST_AUTO_TEST_CASE(nothing_is_left_without_finish) {
  const ScratchDirectory scratch;
  {
    const auto sink = file_sink(scratch / "db.sql");
    sink->write_text(sample_content(300'000));
  }
  BOOST_TEST(scratch.names().empty());
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_a_file) {
  const ScratchDirectory scratch;
  write_file(scratch / "empty", "");
  BOOST_TEST(file_content(scratch / "empty") == "");
}

BOOST_AUTO_TEST_CASE(unsynced_files_are_complete_too) {
  const ScratchDirectory scratch;
  write_file(scratch / "db.sql", "rows\n", {.sync = pgdumpcore::Sync::none});
  BOOST_TEST(file_content(scratch / "db.sql") == "rows\n");
}

BOOST_AUTO_TEST_CASE(the_mode_is_the_callers_less_the_umask) {
  const ScratchDirectory scratch;
  const Umask umask(027);
  write_file(scratch / "private", "");
  write_file(scratch / "shared", "", {.mode = 0666});
  BOOST_TEST(permissions_of(scratch / "private") == 0600U);
  BOOST_TEST(permissions_of(scratch / "shared") == 0640U);
}

BOOST_AUTO_TEST_CASE(an_old_file_stays_until_the_new_one_is_complete) {
  const ScratchDirectory scratch;
  put_file(scratch / "db.sql", "old");
  {
    const auto abandoned = file_sink(scratch / "db.sql");
    abandoned->write_text("half");
  }
  BOOST_TEST(file_content(scratch / "db.sql") == "old");
  write_file(scratch / "db.sql", "new");
  BOOST_TEST(file_content(scratch / "db.sql") == "new");
  BOOST_TEST(scratch.names().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_keeps_its_access) {
  const ScratchDirectory scratch;
  put_file(scratch / "db.sql", "old");
  BOOST_REQUIRE(::chmod((scratch / "db.sql").c_str(), 0604) == 0);
  const Umask umask(077);
  write_file(scratch / "db.sql", "new", {.mode = 0640});
  BOOST_TEST(file_content(scratch / "db.sql") == "new");
  BOOST_TEST(permissions_of(scratch / "db.sql") == 0604U);
}

// Its directory takes no other file, so there is nothing to replace it by.
BOOST_AUTO_TEST_CASE(a_file_written_in_place_keeps_its_content_until_the_first_write) {
  const ScratchDirectory scratch;
  const std::string path = scratch / "db.sql";
  put_file(path, "old and long");
  fs::permissions(scratch.path(), fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  fs::permissions(path, fs::perms::all);
  BOOST_TEST(as_nobody([&] {
    const auto sink = file_sink(path);
    const bool kept = file_content(path) == "old and long";
    sink->write_text("new");
    sink->finish();
    return kept;
  }));
  BOOST_TEST(file_content(path) == "new");
  BOOST_TEST(as_nobody([&] {
    { const auto not_begun = file_sink(path); }
    const bool kept = file_content(path) == "new";
    { file_sink(path)->write_text(sample_content(300'000)); }
    return kept;
  }));
  BOOST_TEST(file_content(path) == "");
  BOOST_TEST(scratch.names().size() == 1U);
}

BOOST_AUTO_TEST_CASE(two_sinks_for_one_name_do_not_meet) {
  const ScratchDirectory scratch;
  const auto first = file_sink(scratch / "db.sql");
  const auto second = file_sink(scratch / "db.sql");
  first->write_text("first");
  second->write_text("second");
  second->finish();
  first->finish();
  BOOST_TEST(file_content(scratch / "db.sql") == "first");
}

BOOST_AUTO_TEST_CASE(symbolic_links_are_followed_and_stay) {
  const ScratchDirectory scratch;
  fs::create_directory(scratch / "elsewhere");
  put_file(scratch / "elsewhere/real", "old");
  fs::create_symlink("elsewhere/real", scratch / "link");
  fs::create_symlink("link", scratch / "link to link");
  fs::create_symlink("elsewhere/fresh", scratch / "dangling");

  write_file(scratch / "link to link", "new");
  write_file(scratch / "dangling", "made");
  BOOST_TEST(fs::is_symlink(scratch / "link to link"));
  BOOST_TEST(fs::is_symlink(scratch / "link"));
  BOOST_TEST(fs::is_symlink(scratch / "dangling"));
  BOOST_TEST(file_content(scratch / "elsewhere/real") == "new");
  BOOST_TEST(file_content(scratch / "elsewhere/fresh") == "made");
}

BOOST_AUTO_TEST_CASE(links_in_a_circle_are_an_error) {
  const ScratchDirectory scratch;
  fs::create_symlink("b", scratch / "a");
  fs::create_symlink("a", scratch / "b");
  BOOST_CHECK_EXCEPTION(static_cast<void>(file_sink(scratch / "a")), Error, IsError(Fault::io, {scratch / "a"}));
}

BOOST_AUTO_TEST_CASE(devices_are_written_directly) {
  const auto sink = file_sink("/dev/null");
  sink->write_text(sample_content(300'000));
  sink->finish();
  BOOST_TEST(S_ISCHR(status_of("/dev/null").st_mode));
}

BOOST_AUTO_TEST_CASE(a_fifo_stays_one_and_passes_everything_on) {
  const ScratchDirectory scratch;
  const std::string path = scratch / "fifo";
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::string received;
  std::thread reader([&] { received = file_content(path); });
  write_file(path, sample_content(700'000));
  reader.join();
  BOOST_TEST((received == sample_content(700'000)));
  BOOST_TEST(S_ISFIFO(status_of(path).st_mode));
}

// /dev/stdout leads through /proc to whatever file the shell opened: that file is meant, not its name.
BOOST_AUTO_TEST_CASE(a_descriptor_named_by_path_is_written_directly) {
  const ScratchDirectory scratch;
  put_file(scratch / "opened by the shell", "");
  const auto before = status_of(scratch / "opened by the shell").st_ino;
  const int descriptor = ::open((scratch / "opened by the shell").c_str(), O_WRONLY | O_CLOEXEC);
  write_file("/dev/fd/" + std::to_string(descriptor), "rows\n");
  ::close(descriptor);
  BOOST_TEST(file_content(scratch / "opened by the shell") == "rows\n");
  BOOST_TEST(status_of(scratch / "opened by the shell").st_ino == before);
}

BOOST_AUTO_TEST_CASE(a_change_of_the_working_directory_does_not_lead_astray) {
  const ScratchDirectory scratch;
  const fs::path former = fs::current_path();
  fs::current_path(scratch.path());
  const auto finished = file_sink("finished");
  auto abandoned = file_sink("abandoned");
  fs::current_path(former);
  finished->finish();
  abandoned.reset();
  BOOST_TEST(scratch.names() == std::vector<std::string>{"finished"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_renamed_directory_is_still_the_one) {
  const ScratchDirectory scratch;
  fs::create_directory(scratch / "set.partial");
  const auto sink = file_sink(scratch / "set.partial/db.sql");
  fs::rename(scratch / "set.partial", scratch / "set");
  sink->finish();
  BOOST_TEST(fs::exists(scratch / "set/db.sql"));
}

BOOST_AUTO_TEST_CASE(the_longest_name_works_and_a_longer_one_fails_at_once) {
  const ScratchDirectory scratch;
  const std::string longest(255, 'n');
  write_file(scratch / longest, "rows\n");
  BOOST_TEST(file_content(scratch / longest) == "rows\n");
  BOOST_CHECK_EXCEPTION(static_cast<void>(file_sink(scratch / (longest + "n"))), Error,
                        IsError(Fault::io, {"File name too long"}));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_created_is_named) {
  const ScratchDirectory scratch;
  put_file(scratch / "file", "");
  fs::create_directory(scratch / "directory");
  const std::pair<std::string, std::string> rows[] = {
      {scratch / "file/db.sql", "Not a directory"},
      {scratch / "missing/db.sql", "No such file or directory"},
      {scratch / "directory", "Is a directory"},
      {scratch / "missing/", "No such file or directory"},
      {"", "No such file or directory"},
  };
  for (const auto& [path, reason] : rows) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(file_sink(path)), Error,
                          IsError(Fault::io, {"could not open output file \"" + path + "\"", reason}));
  }
  BOOST_TEST(scratch.names().size() == 2U);
}

BOOST_AUTO_TEST_CASE(permissions_are_respected_before_anything_is_written) {
  const ScratchDirectory scratch;
  fs::permissions(scratch.path(), fs::perms::all);
  put_file(scratch / "kept", "old");
  fs::permissions(scratch / "kept", fs::perms::owner_read | fs::perms::others_read);
  fs::create_directory(scratch / "closed");
  const auto is_refused = [](const std::string& path) {
    try {
      const auto sink = file_sink(path);
      return false;
    } catch (const Error& error) {
      return IsError(Fault::io, {"could not open output file", path, "Permission denied"})(error) &&
             !error.hint().empty();
    }
  };
  BOOST_TEST(as_nobody([&] { return is_refused(scratch / "kept"); }));
  // Read and search for all, so that it is the creation that fails.
  fs::permissions(scratch / "closed", fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_exec);
  BOOST_TEST(as_nobody([&] { return is_refused(scratch / "closed/db.sql"); }));
}

BOOST_AUTO_TEST_CASE(a_full_device_is_reported_with_a_hint) {
  const auto sink = file_sink("/dev/full");
  sink->write_text("rows\n");
  BOOST_CHECK_EXCEPTION(sink->finish(), Error, [](const Error& error) {
    return IsError(Fault::io, {"/dev/full", "No space left on device"})(error) && !error.hint().empty();
  });
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_nothing_behind, *boost::unit_test::precondition(may_mount)) {
  const ScratchDirectory scratch;
  const SmallFileSystem small(scratch.path());
  {
    const auto sink = file_sink(scratch / "db.sql");
    BOOST_CHECK_EXCEPTION(sink->write_text(sample_content(1'000'000)), Error,
                          IsError(Fault::io, {scratch / "db.sql", "No space left on device"}));
  }
  BOOST_TEST(scratch.names().empty());
}

BOOST_AUTO_TEST_CASE(a_failing_write_leaves_nothing_behind) {
  const ScratchDirectory scratch;
  rlimit former{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &former) == 0);
  const rlimit small{200'000, former.rlim_max};
  const auto former_handler = std::signal(SIGXFSZ, SIG_IGN);
  {
    const auto sink = file_sink(scratch / "db.sql");
    BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    BOOST_CHECK_EXCEPTION(sink->write_text(sample_content(1'000'000)), Error,
                          IsError(Fault::io, {"could not write to file", scratch / "db.sql", "File too large"}));
  }
  ::setrlimit(RLIMIT_FSIZE, &former);
  std::signal(SIGXFSZ, former_handler);
  BOOST_TEST(scratch.names().empty());
}

BOOST_AUTO_TEST_CASE(a_failing_rename_leaves_nothing_behind) {
  const ScratchDirectory scratch;
  {
    const auto sink = file_sink(scratch / "db.sql");
    fs::create_directory(scratch / "db.sql");
    BOOST_CHECK_EXCEPTION(sink->finish(), Error, IsError(Fault::io, {"could not rename", scratch / "db.sql"}));
  }
  BOOST_TEST(scratch.names() == std::vector<std::string>{"db.sql"}, boost::test_tools::per_element());
  BOOST_TEST(fs::is_directory(scratch / "db.sql"));
}

BOOST_AUTO_TEST_SUITE_END()
