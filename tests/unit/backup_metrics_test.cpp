// The metrics file of a run, and what it keeps of the run before.
#include "backup/metrics.hpp"

#include <boost/test/unit_test.hpp>

using namespace pgdumpcore;
using namespace pgdumpcore::backups;
using namespace std::chrono_literals;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_metrics)

BOOST_AUTO_TEST_CASE(a_run_and_the_next_ones) {
  std::vector<DatabaseOutcome> databases = {
      {.name = "it's \"odd\" \\\n", .size = 34},
      {.name = "crm", .status = DatabaseStatus::failed, .error = Error(Fault::server, "refused")}};
  databases[0].dump.bytes_read = 56;
  databases[0].duration = 1500ms;
  const std::string first =
      metrics_text({BackupStatus::complete, std::chrono::sys_seconds(1000s), databases}, "garbage");
  BOOST_TEST(has_line(first, "pgdump_backup_last_success_timestamp_seconds 1000"));
  BOOST_TEST(has_line(first, "pgdump_backup_last_status 0"));
  BOOST_TEST(has_line(first, R"(pgdump_database_duration_seconds{database="it's \"odd\" \\\n"} 1.500)"));
  BOOST_TEST(has_line(first, R"(pgdump_database_bytes_read{database="it's \"odd\" \\\n"} 56)"));
  BOOST_TEST(has_line(first, R"(pgdump_database_bytes_written{database="it's \"odd\" \\\n"} 34)"));
  BOOST_TEST(has_line(first, R"(pgdump_database_status{database="crm"} 1)"));

  const std::string second = metrics_text({BackupStatus::partial, std::chrono::sys_seconds(2000s), databases}, first);
  BOOST_TEST(has_line(second, "pgdump_backup_last_success_timestamp_seconds 1000"));
  BOOST_TEST(has_line(second, "pgdump_backup_last_status 3"));

  const std::string third = metrics_text({{}, std::chrono::sys_seconds(3000s), {}}, second);
  BOOST_TEST(has_line(third, "pgdump_backup_last_success_timestamp_seconds 1000"));
  BOOST_TEST(has_line(third, "pgdump_backup_last_status 1"));
  BOOST_TEST(third.find("database=") == std::string::npos);
  BOOST_TEST(has_line(metrics_text({}, ""), "pgdump_backup_last_success_timestamp_seconds 0"));
}

BOOST_AUTO_TEST_SUITE_END()
