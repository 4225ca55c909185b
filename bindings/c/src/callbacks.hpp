// A C caller's functions, as the callbacks and sinks of the C++ interface.
#pragma once

#include "boundary.hpp"

#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/restore.hpp>
#include <pgdumpcore/sink.hpp>

#include <memory>
#include <string>

struct pgdumpcore_failure {
  int system_code = 0;
  std::string message{};
  bool out_of_memory = false;  ///< The message could not be copied.
};

namespace c_binding {

[[noreturn]] void throw_failure(Call& call, const char* doing, int returned, const pgdumpcore_failure& failure);

/// Calls a function of the caller's that says why it fails. If it returned nonzero, throws Error (io): `doing: reason`.
template <typename Function, typename... Arguments>
void call_sink(Call& call, const char* doing, Function* function, Arguments... arguments) {
  pgdumpcore_failure failure;
  if (const int returned = function(arguments..., &failure); returned != 0)
    throw_failure(call, doing, returned, failure);
}

/// Where a call's output goes. `call` must outlive what is made of it.
[[nodiscard]] std::unique_ptr<pgdumpcore::Sink> sink_of(const pgdumpcore_target* target, Call& call);
[[nodiscard]] pgdumpcore::Target target_of(const pgdumpcore_target* target, pgdumpcore::Format format, Call& call);

/// Throws Stopped if a callback that was called returned nonzero.
void go_on(int returned, const char* callback);

/// Those that are NULL make empty ones.
[[nodiscard]] pgdumpcore::ProgressCallback progress_callback(const pgdumpcore_callbacks& callbacks);
[[nodiscard]] pgdumpcore::LogCallback log_callback(const pgdumpcore_callbacks& callbacks);
[[nodiscard]] pgdumpcore::RestoreObserver restore_observer(const pgdumpcore_callbacks& callbacks);
void tell_progress(const pgdumpcore_callbacks& callbacks, const pgdumpcore::Progress& progress, const char* database);

}  // namespace c_binding
