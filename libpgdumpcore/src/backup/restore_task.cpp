#include "backup/restore_task.hpp"

#include "pg/session.hpp"

namespace pgdumpcore::backups {

ConnectOptions RestoreTask::inside(const std::string& database) const {
  ConnectOptions inside = connect_;
  if (!database.empty()) inside.dbname = database;
  inside.read_write = true;
  inside.client_encoding = pg::no_encoding;
  return inside;
}

pg::Connection RestoreTask::open_maintenance(const std::stop_token& stop) const {
  pg::Connection connection = pg::open_session(connect_, pg::Purpose::administer, stop);
  connection.execute("SET client_encoding = 'UTF8'");
  connection.on_notice([log = observer_.restore.on_log](const pg::Notice& notice) {
    if (!log) return;
    const LogLevel level = notice.severity == "WARNING" ? LogLevel::warning : LogLevel::info;
    log(level, notice.detail.empty() ? notice.message : notice.message + "\n" + notice.detail, notice.hint);
  });
  return connection;
}

void RestoreTask::warn(const std::string& message, const std::string& hint) const {
  if (observer_.restore.on_log) observer_.restore.on_log(LogLevel::warning, message, hint);
}

void RestoreTask::report(const Error& error) {
  ++errors_;
  if (observer_.restore.on_error) observer_.restore.on_error(error);
}

}  // namespace pgdumpcore::backups
