// How a connection comes about: which host, until when, and what a server that is not up yet means.
#pragma once

#include <pgdumpcore/connect.hpp>

#include <memory>
#include <stop_token>
#include <string>

#include <libpq-fe.h>

namespace pgdumpcore::pg {

// How long a wait goes on before it looks at the stop token again.
inline constexpr int wait_slice_ms = 200;

using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// A connection to the first host that takes one, each of which gets all of connect_timeout; tried again for
// options.retry while none is up. Throws Error (connection) with every host's words, Error (cancelled).
[[nodiscard]] Handle connect(const ConnectOptions& options, const std::stop_token& stop);

// Whether a connection string says which database it leads to, or leaves that to a service. One that libpq does not
// take counts as one that does: the connection attempt reports what is wrong.
[[nodiscard]] bool names_database(const std::string& conninfo);

// What libpq says, in one piece; nothing of nullptr.
[[nodiscard]] std::string libpq_text(const char* text);

}  // namespace pgdumpcore::pg
