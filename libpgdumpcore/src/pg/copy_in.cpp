#include "pg/copy_in.hpp"

#include <algorithm>

namespace pgdumpcore::pg {

namespace {

// libpq takes the length of a message as an int.
constexpr std::size_t longest_message = std::size_t{1} << 20U;

}  // namespace

CopyIn::CopyIn(Connection& connection, const std::string& sql) : connection_(connection) {
  connection_.start_copy_in(sql);
  // A blocking send would not see a stop request.
  PQsetnonblocking(connection_.raw(), 1);
}

CopyIn::~CopyIn() {
  if (!open_) return;
  try {
    end("abandoned by the client");
    while (PGresult* const result = PQgetResult(connection_.raw())) PQclear(result);
  } catch (const Error&) {
    // The connection is gone, and with it the COPY.
  }
}

void CopyIn::write(std::span<const std::byte> bytes) {
  connection_.check_stop();
  while (!bytes.empty()) {
    const std::span<const std::byte> part = bytes.first(std::min(bytes.size(), longest_message));
    const char* const text = reinterpret_cast<const char*>(part.data());
    if (PQputCopyData(connection_.raw(), text, static_cast<int>(part.size())) != 1)
      throw connection_.failure(nullptr, "sending rows failed");
    connection_.flush_output();
    bytes = bytes.subspan(part.size());
  }
}

void CopyIn::end(const char* reason) {
  open_ = false;
  PGconn* const raw = connection_.raw();
  const int queued = PQputCopyEnd(raw, reason);
  if (queued == 1) connection_.flush_output();
  PQsetnonblocking(raw, 0);
  if (queued != 1) throw connection_.failure(nullptr, "");
}

std::uint64_t CopyIn::finish() {
  end(nullptr);
  return connection_.copy_in_result();
}

}  // namespace pgdumpcore::pg
