// The boundary that no exception crosses: how a function of the C interface calls the library.
#pragma once

#include <pgdumpcore.h>
#include <pgdumpcore/error.hpp>

#include <atomic>
#include <string>
#include <utility>

/// The errors of the C interface are values of the C++ one.
struct pgdumpcore_error {
  pgdumpcore_status status = PGDUMPCORE_OK;
  std::string message{};
  std::string sqlstate{};
  std::string object{};
  std::string detail{};
  std::string hint{};
  int system_code = 0;
};

namespace c_binding {

/// What a call remembers for its error beside the exception that ends it, which may be wrapped on its way.
struct Call {
  std::atomic<int> system_code{0};  ///< The errno that a sink of the caller's failed with.
};

/// Ends a call that ran to its end but lacks something.
struct Incomplete {
  std::string message;
};

/// Ends a call whose callback returned nonzero.
struct Stopped {
  const char* callback;
};

[[nodiscard]] pgdumpcore_error error_of(const pgdumpcore::Error& error);

/// To be called while an exception is handled: its status, and the error, if the caller wants it.
pgdumpcore_status report(const Call& call, pgdumpcore_error** error) noexcept;

/// Runs `work(Call&)`; what it throws becomes the call's status and error.
template <typename Work>
pgdumpcore_status guarded(pgdumpcore_error** error, Work&& work) noexcept {
  if (error != nullptr) *error = nullptr;
  Call call;
  try {
    std::forward<Work>(work)(call);
    return PGDUMPCORE_OK;
  } catch (...) {
    return report(call, error);
  }
}

}  // namespace c_binding
