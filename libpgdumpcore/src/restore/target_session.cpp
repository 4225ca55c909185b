#include "restore/target_session.hpp"

#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "pg/sqlstate.hpp"
#include "base/plural.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

// Enough of a command to know it by.
std::string excerpt(std::string command) {
  static constexpr std::size_t most = 400;
  while (!command.empty() && (command.back() == '\n' || command.back() == ' ')) command.pop_back();
  if (command.size() <= most) return command;
  std::size_t size = most;
  while (size > 0 && (static_cast<unsigned char>(command[size]) & 0xC0U) == 0x80U) --size;
  return command.substr(0, size) + " …";
}

}  // namespace

TargetSession::TargetSession(ConnectOptions connect, std::string role, Report& report, const std::stop_token& stop)
    : connect_(std::move(connect)),
      role_(std::move(role)),
      report_(report),
      stop_(stop),
      log_([&report](LogLevel level, const std::string& message, const std::string& hint) {
        report.log(level, message, hint);
      }) {
  open();
}

void TargetSession::open() {
  lock_waits_.reset();
  connection_.reset();
  connection_.emplace(pg::open_session(connect_, pg::Purpose::restore, stop_));
  lock_waits_.emplace(*connection_, connect_, log_, "End that transaction, and the restore goes on.");
  pass_on_notices();
  report_.in_database(connection_->database());
  take_role();
}

void TargetSession::pass_on_notices() {
  connection_->on_notice([this](const pg::Notice& notice) { pass_on(notice); });
}

// libpq's callback must not throw; what the log throws is thrown after the command.
void TargetSession::pass_on(const pg::Notice& notice) {
  try {
    std::string message = (context_.empty() ? "" : context_ + ": ") + notice.message;
    for (const std::string* more : {&notice.detail, &notice.context})
      if (!more->empty()) message += "\n" + *more;
    report_.log(notice.severity == "WARNING" ? LogLevel::warning : LogLevel::info, message, notice.hint);
  } catch (...) {
    thrown_by_callback_ = std::current_exception();
  }
}

void TargetSession::rethrow_from_callback() {
  if (thrown_by_callback_) std::rethrow_exception(std::exchange(thrown_by_callback_, nullptr));
}

void TargetSession::take_role() {
  if (!role_.empty()) connection_->execute("SET ROLE " + pg::double_quoted(role_));
}

void TargetSession::set_error_context(std::string context, std::string object) {
  rethrow_from_callback();
  context_ = std::move(context);
  object_ = std::move(object);
  failed_ = false;
}

bool TargetSession::run(const std::string& sql, int attempts) {
  if (sql.find('\0') != std::string::npos) {
    fail(Error(Fault::data, "a command contains a null byte"), "");
    return false;
  }
  std::optional<Error> error = connection_->try_execute(sql);
  while (error && error->sqlstate() == pg::sqlstate::deadlock_detected && --attempts > 0 && !in_transaction_)
    error = connection_->try_execute(sql);
  rethrow_from_callback();
  if (error) fail(*error, sql);
  return !error;
}

void TargetSession::run_each(const std::vector<std::string>& commands) {
  if (commands.size() > 1) {
    std::string all;
    for (const std::string& command : commands) all += command + ";\n";
    const bool sound = all.find('\0') == std::string::npos;
    if (in_transaction_) {
      run(all);
      return;
    }
    if (sound && !connection_->try_execute(all)) return;
  }
  for (const std::string& command : commands) run(command);
}

void TargetSession::fail(const Error& error, const std::string& command) {
  failed_ = true;
  Error told = context_.empty() ? error : error.within(context_);
  if (!object_.empty()) told.object(object_);
  std::string detail = error.detail();
  if (!command.empty()) {
    if (!detail.empty()) detail += '\n';
    detail += "Command was: " + excerpt(command);
  }
  told.detail(std::move(detail));
  report_.error(told);
}

void TargetSession::compare_rows(std::uint64_t sent, std::uint64_t taken, const std::string& table) {
  if (sent == taken) return;
  const std::string where = context_.empty() ? table : context_;
  report_.log(LogLevel::warning, fmt::format("{}: the server took {} of {}", where, taken, counted(sent, "row")),
              "A trigger of the table keeps the others out; --disable-triggers loads rows without triggers.");
}

void TargetSession::connect(const std::string& database) {
  connect_.dbname = database;
  open();
}

void TargetSession::begin() {
  connection_->execute("BEGIN");
  in_transaction_ = true;
}

void TargetSession::end(bool keep) {
  connection_->execute(keep ? "COMMIT" : "ROLLBACK");
  in_transaction_ = false;
}

}  // namespace pgdumpcore::restoring
