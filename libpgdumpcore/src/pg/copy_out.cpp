#include "pg/copy_out.hpp"

namespace pgdumpcore::pg {

CopyOut::CopyOut(Connection& connection, const std::string& sql) : connection_(connection) {
  connection_.start_copy_out(sql);
}

CopyOut::~CopyOut() {
  if (buffer_ != nullptr) PQfreemem(buffer_);
}

std::span<const std::byte> CopyOut::next() {
  if (buffer_ != nullptr) {
    PQfreemem(buffer_);
    buffer_ = nullptr;
  }
  if (done_) return {};
  PGconn* const raw = connection_.raw();
  int length = 0;
  while ((length = PQgetCopyData(raw, &buffer_, 1)) == 0) connection_.wait_for_input();
  if (length > 0) return std::as_bytes(std::span(buffer_, static_cast<std::size_t>(length)));
  done_ = true;
  if (length == -2) throw connection_.failure(nullptr, "reading rows failed");
  finish();
  return {};
}

void CopyOut::finish() {
  PGconn* const raw = connection_.raw();
  while (PQisBusy(raw) == 1) connection_.wait_for_input();
  while (PGresult* const result = PQgetResult(raw)) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> owned(result, &PQclear);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) throw connection_.failure(result, "");
  }
}

}  // namespace pgdumpcore::pg
