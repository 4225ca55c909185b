// The sending side of COPY … FROM STDIN.
#pragma once

#include "pg/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pgdumpcore::pg {

// Rows count only after finish(): destruction without it makes the server forget them.
class CopyIn {
 public:
  // Starts `sql`, a COPY … FROM STDIN. Throws Error when the server refuses it.
  CopyIn(Connection& connection, const std::string& sql);
  CopyIn(const CopyIn&) = delete;
  CopyIn& operator=(const CopyIn&) = delete;
  ~CopyIn();

  // Any part of the rows' text, without an end mark. Waits until the server has taken it.
  void write(std::span<const std::byte> bytes);
  // Waits for the server's word and returns how many rows it took. Throws Error when it refuses one.
  std::uint64_t finish();

 private:
  void end(const char* reason);

  Connection& connection_;
  bool open_ = true;
};

}  // namespace pgdumpcore::pg
