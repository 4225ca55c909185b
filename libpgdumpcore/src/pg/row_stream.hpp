// A query's rows one by one, so that memory does not grow with the result.
#pragma once

#include "pg/connection.hpp"

#include <optional>

namespace pgdumpcore::pg {

enum class RowFormat { text, binary };

class RowStream {
 public:
  RowStream(Connection& connection, const std::string& sql, RowFormat format = RowFormat::text);
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  // A result of one row; nullopt at the end, when the server's final word has been checked.
  std::optional<Result> next();
  // What the columns are, known after the first next(), also when there was no row.
  [[nodiscard]] const std::vector<Oid>& column_types() const { return types_; }

 private:
  Connection& connection_;
  std::vector<Oid> types_{};
  bool done_ = false;
};

}  // namespace pgdumpcore::pg
