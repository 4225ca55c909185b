#include "pg/row_stream.hpp"

namespace pgdumpcore::pg {

RowStream::RowStream(Connection& connection, const std::string& sql, RowFormat format) : connection_(connection) {
  PGconn* const raw = connection_.raw();
  const int binary = format == RowFormat::binary ? 1 : 0;
  if (PQsendQueryParams(raw, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, binary) == 0)
    throw connection_.failure(nullptr, "could not send a query");
  PQsetSingleRowMode(raw);
}

std::optional<Result> RowStream::next() {
  if (done_) return std::nullopt;
  PGconn* const raw = connection_.raw();
  while (PQisBusy(raw) == 1) connection_.wait_for_input();
  PGresult* const received = PQgetResult(raw);
  if (received == nullptr) {
    done_ = true;
    return std::nullopt;
  }
  Result result(received);
  if (types_.empty())
    for (int i = 0; i < result.columns(); ++i) types_.push_back(result.column_type(i));
  if (PQresultStatus(received) == PGRES_SINGLE_TUPLE) return result;
  if (PQresultStatus(received) == PGRES_TUPLES_OK) return next();
  throw connection_.failure(received, "");
}

}  // namespace pgdumpcore::pg
