#include "pg/copy_out.hpp"

#include <utility>

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
  if (at_end_) return {};
  PGconn* const raw = connection_.raw();
  int length = 0;
  while ((length = PQgetCopyData(raw, &buffer_, 1)) == 0) connection_.wait_for_input();
  if (length > 0) return std::as_bytes(std::span(buffer_, static_cast<std::size_t>(length)));
  at_end_ = true;
  if (length == -2) throw connection_.failure(nullptr, "reading rows failed");
  finish_statement();
  return {};
}

std::unique_ptr<PGresult, void (*)(PGresult*)> CopyOut::next_result() {
  PGconn* const raw = connection_.raw();
  while (PQisBusy(raw) == 1) connection_.wait_for_input();
  return {PQgetResult(raw), &PQclear};
}

// Looks at what comes after it, too: only at the very end is the connection free for other queries.
void CopyOut::finish_statement() {
  const auto result = next_result();
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw connection_.failure(result.get(), "");
  const auto next = next_result();
  if (next == nullptr) return;
  has_next_ = true;
  if (PQresultStatus(next.get()) != PGRES_COPY_OUT) next_failed_ = connection_.failure(next.get(), "");
}

bool CopyOut::next_statement() {
  if (next_failed_) throw Error(*next_failed_);
  at_end_ = !std::exchange(has_next_, false);
  return !at_end_;
}

}  // namespace pgdumpcore::pg
