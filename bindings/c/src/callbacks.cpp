#include "callbacks.hpp"

#include "arguments.hpp"

#include <fmt/format.h>

#include <new>
#include <system_error>

using pgdumpcore::Error;
using pgdumpcore::Fault;

namespace c_binding {
namespace {

bool is_given(const char* text) {
  return text != nullptr && *text != '\0';
}

class CallersSink : public pgdumpcore::Sink {
 public:
  CallersSink(const pgdumpcore_target& target, Call& call) : target_(target), call_(call) {}

  void write(std::span<const std::byte> bytes) override {
    if (bytes.empty()) return;
    call_sink(call_, "could not write to the caller's sink", target_.write, target_.user_data,
              static_cast<const void*>(bytes.data()), bytes.size());
  }

  void finish() override {
    if (target_.finish != nullptr)
      call_sink(call_, "could not finish the caller's sink", target_.finish, target_.user_data);
  }

 private:
  pgdumpcore_target target_;
  Call& call_;
};

// The one place of a target that is given.
pgdumpcore_target checked(const pgdumpcore_target* given) {
  const auto target = taken(required(given, "target"), "target");
  const int places =
      (is_given(target.path) ? 1 : 0) + (target.write != nullptr ? 1 : 0) + (target.descriptor != 0 ? 1 : 0);
  if (places != 1)
    throw Error(Fault::usage, places == 0 ? "a target needs a path, a descriptor or a function that writes"
                                          : "a target has one path, one descriptor or one function that writes");
  if (target.finish != nullptr && target.write == nullptr)
    throw Error(Fault::usage, "a target that is finished by a function is written by one");
  if (target.descriptor < 0) throw Error(Fault::usage, "a target's descriptor is negative");
  return target;
}

std::unique_ptr<pgdumpcore::Sink> open_sink(const pgdumpcore_target& target, Call& call) {
  if (target.write != nullptr) return std::make_unique<CallersSink>(target, call);
  return pgdumpcore::descriptor_sink(target.descriptor);
}

}  // namespace

void throw_failure(Call& call, const char* doing, int returned, const pgdumpcore_failure& failure) {
  if (failure.out_of_memory) throw std::bad_alloc();
  int code = failure.system_code;
  if (code == 0 && failure.message.empty() && returned > 0) code = returned;
  call.system_code = code;
  std::string reason = failure.message;
  if (reason.empty()) reason = code == 0 ? "it gave no reason" : std::generic_category().message(code);
  throw Error(Fault::io, fmt::format("{}: {}", doing, reason));
}

std::unique_ptr<pgdumpcore::Sink> sink_of(const pgdumpcore_target* given, Call& call) {
  return target_of(given, pgdumpcore::Format::plain, call).open();
}

pgdumpcore::Target target_of(const pgdumpcore_target* given, pgdumpcore::Format format, Call& call) {
  const pgdumpcore_target target = checked(given);
  pgdumpcore::Recipients recipients = recipients_of(target.recipients);
  if (!is_given(target.path))
    return pgdumpcore::sink_target(open_sink(target, call)).encrypted_to(std::move(recipients));
  const pgdumpcore::Sync sync = sync_of(target.sync);
  return (format == pgdumpcore::Format::directory ? pgdumpcore::directory_target(target.path, sync)
                                                  : pgdumpcore::file_target(target.path, sync))
      .encrypted_to(std::move(recipients));
}

void go_on(int returned, const char* callback) {
  if (returned != 0) throw Stopped{callback};
}

void tell_progress(const pgdumpcore_callbacks& callbacks, const pgdumpcore::Progress& progress, const char* database) {
  const pgdumpcore_progress view = {.struct_size = sizeof view,
                                    .database = database,
                                    .table = progress.table.c_str(),
                                    .tables_total = progress.tables_total,
                                    .tables_done = progress.tables_done,
                                    .bytes_total = progress.bytes_total,
                                    .bytes_done = progress.bytes_done,
                                    .bytes_read = progress.bytes_read,
                                    .rows = 0};
  go_on(callbacks.on_progress(callbacks.user_data, &view), "on_progress");
}

pgdumpcore::ProgressCallback progress_callback(const pgdumpcore_callbacks& callbacks) {
  if (callbacks.on_progress == nullptr) return {};
  return [callbacks](const pgdumpcore::Progress& progress) { tell_progress(callbacks, progress, ""); };
}

pgdumpcore::LogCallback log_callback(const pgdumpcore_callbacks& callbacks) {
  if (callbacks.on_log == nullptr) return {};
  return [callbacks](pgdumpcore::LogLevel level, const std::string& message, const std::string& hint) {
    constexpr pgdumpcore_log_level levels[] = {PGDUMPCORE_LOG_DEBUG, PGDUMPCORE_LOG_INFO, PGDUMPCORE_LOG_WARNING};
    go_on(callbacks.on_log(callbacks.user_data, levels[static_cast<int>(level)], message.c_str(), hint.c_str()),
          "on_log");
  };
}

}  // namespace c_binding

void pgdumpcore_failure_set(pgdumpcore_failure* failure, int system_code, const char* message) {
  if (failure == nullptr) return;
  failure->system_code = system_code;
  try {
    failure->message = c_binding::text(message);
  } catch (...) {
    failure->out_of_memory = true;
  }
}
