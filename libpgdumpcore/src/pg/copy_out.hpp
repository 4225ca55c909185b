// The receiving side of COPY … TO STDOUT.
#pragma once

#include "pg/connection.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace pgdumpcore::pg {

class CopyOut {
 public:
  // Starts `sql`: a COPY … TO STDOUT, or several with semicolons between them, which then cost one round trip.
  CopyOut(Connection& connection, const std::string& sql);
  CopyOut(const CopyOut&) = delete;
  CopyOut& operator=(const CopyOut&) = delete;
  ~CopyOut();

  // The next row, its newline included; empty at the end of the statement. Valid until the next call. At the end the
  // server's final word has been checked: an error there is thrown, so that a stream cut short never looks whole.
  std::span<const std::byte> next();

  // Goes on to the rows of the next statement, when those of the one before have come to their end; throws if the
  // server refuses it. False if there is none.
  bool next_statement();

 private:
  void finish_statement();
  [[nodiscard]] std::unique_ptr<PGresult, void (*)(PGresult*)> next_result();

  Connection& connection_;
  char* buffer_ = nullptr;
  bool at_end_ = false;                 // of the statement
  std::optional<Error> next_failed_{};  // the next statement's error
  bool has_next_ = false;
};

}  // namespace pgdumpcore::pg
