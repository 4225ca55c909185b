// The receiving side of COPY … TO STDOUT.
#pragma once

#include "pg/connection.hpp"

#include <span>

namespace pgdumpcore::pg {

class CopyOut {
 public:
  // Starts `sql`, a COPY … TO STDOUT.
  CopyOut(Connection& connection, const std::string& sql);
  CopyOut(const CopyOut&) = delete;
  CopyOut& operator=(const CopyOut&) = delete;
  ~CopyOut();

  // The next row, its newline included; empty at the end. Valid until the next call. After the end the
  // server's final word has been checked: an error there is thrown, so that a stream cut short never looks whole.
  std::span<const std::byte> next();

 private:
  void finish();

  Connection& connection_;
  char* buffer_ = nullptr;
  bool done_ = false;
};

}  // namespace pgdumpcore::pg
