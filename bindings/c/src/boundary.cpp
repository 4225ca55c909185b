#include "boundary.hpp"

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <system_error>

namespace c_binding {
namespace {

pgdumpcore_status status_of(pgdumpcore::Fault fault) {
  switch (fault) {
    case pgdumpcore::Fault::usage:
      return PGDUMPCORE_USAGE;
    case pgdumpcore::Fault::connection:
      return PGDUMPCORE_CONNECTION;
    case pgdumpcore::Fault::server:
      return PGDUMPCORE_SERVER;
    case pgdumpcore::Fault::permission:
      return PGDUMPCORE_PERMISSION;
    case pgdumpcore::Fault::data:
      return PGDUMPCORE_DATA;
    case pgdumpcore::Fault::io:
      return PGDUMPCORE_IO;
    case pgdumpcore::Fault::cancelled:
      return PGDUMPCORE_CANCELLED;
    case pgdumpcore::Fault::unsupported:
      return PGDUMPCORE_UNSUPPORTED;
    case pgdumpcore::Fault::internal:
      break;
  }
  return PGDUMPCORE_INTERNAL;
}

pgdumpcore_error plain(pgdumpcore_status status, std::string message) {
  pgdumpcore_error error;
  error.status = status;
  error.message = std::move(message);
  return error;
}

pgdumpcore_error describe_current(const Call& call) {
  try {
    throw;
  } catch (const pgdumpcore::Error& thrown) {
    pgdumpcore_error error = error_of(thrown);
    if (error.status == PGDUMPCORE_IO) error.system_code = call.system_code;
    return error;
  } catch (const Incomplete& incomplete) {
    return plain(PGDUMPCORE_INCOMPLETE, incomplete.message);
  } catch (const Stopped& stopped) {
    return plain(PGDUMPCORE_CANCELLED, std::string("cancelled by ") + stopped.callback);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::length_error&) {
    throw std::bad_alloc();
  } catch (const std::system_error& thrown) {
    return plain(PGDUMPCORE_IO, thrown.what());
  } catch (const std::exception& thrown) {
    return plain(PGDUMPCORE_INTERNAL, std::string("unexpected exception: ") + thrown.what());
  } catch (...) {
    return plain(PGDUMPCORE_INTERNAL, "unexpected exception of an unknown type");
  }
}

// There is no memory to make it when it is needed. Its text fits into the string itself.
pgdumpcore_error* out_of_memory() {
  static pgdumpcore_error error{.status = PGDUMPCORE_NO_MEMORY, .message = "out of memory"};
  return &error;
}

}  // namespace

pgdumpcore_error error_of(const pgdumpcore::Error& error) {
  return {.status = status_of(error.fault()),
          .message = error.what(),
          .sqlstate = error.sqlstate(),
          .object = error.object(),
          .detail = error.detail(),
          .hint = error.hint()};
}

pgdumpcore_status report(const Call& call, pgdumpcore_error** error) noexcept {
  try {
    pgdumpcore_error described = describe_current(call);
    const pgdumpcore_status status = described.status;
    if (error != nullptr) *error = new pgdumpcore_error(std::move(described));
    return status;
  } catch (...) {
    if (error != nullptr) *error = out_of_memory();
    return PGDUMPCORE_NO_MEMORY;
  }
}

}  // namespace c_binding

pgdumpcore_status pgdumpcore_error_status(const pgdumpcore_error* error) {
  return error == nullptr ? PGDUMPCORE_OK : error->status;
}

const char* pgdumpcore_error_message(const pgdumpcore_error* error) {
  return error == nullptr ? "" : error->message.c_str();
}

const char* pgdumpcore_error_sqlstate(const pgdumpcore_error* error) {
  return error == nullptr ? "" : error->sqlstate.c_str();
}

const char* pgdumpcore_error_object(const pgdumpcore_error* error) {
  return error == nullptr ? "" : error->object.c_str();
}

const char* pgdumpcore_error_detail(const pgdumpcore_error* error) {
  return error == nullptr ? "" : error->detail.c_str();
}

const char* pgdumpcore_error_hint(const pgdumpcore_error* error) {
  return error == nullptr ? "" : error->hint.c_str();
}

int pgdumpcore_error_system_code(const pgdumpcore_error* error) {
  return error == nullptr ? 0 : error->system_code;
}

void pgdumpcore_error_free(pgdumpcore_error* error) {
  if (error != c_binding::out_of_memory()) delete error;
}

const char* pgdumpcore_status_name(pgdumpcore_status status) {
  static constexpr const char* names[] = {"ok", "usage",     "connection",  "server",   "permission", "data",
                                          "io", "cancelled", "unsupported", "internal", "no_memory",  "incomplete"};
  const auto index = static_cast<std::size_t>(status);
  return index < std::size(names) ? names[index] : "unknown";
}

void pgdumpcore_text_free(char* text) {
  std::free(text);
}
