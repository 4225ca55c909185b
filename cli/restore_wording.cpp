#include "restore_wording.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cli {

namespace {

constexpr std::string_view rows_of_table = "TABLE DATA ";

// As much of a statement as pg_restore shows, without half a character at its end.
std::string shown(const std::string& statement) {
  static constexpr std::size_t most = 1023;
  static constexpr std::string_view dots = "...";
  if (statement.size() <= most) return statement;
  std::size_t size = most - dots.size();
  while (size > 0 && (static_cast<unsigned char>(statement[size]) & 0xC0U) == 0x80U) --size;
  return statement.substr(0, size) + std::string(dots);
}

std::string message_of(const pgdumpcore::Error& error) {
  if (!error.statement().empty())
    return fmt::format("could not execute query: {}\nCommand was: {}", error.server_message(),
                       shown(error.statement()));
  if (error.object().starts_with(rows_of_table))
    return fmt::format("COPY failed for table \"{}\": {}", error.object().substr(rows_of_table.size()),
                       error.server_message());
  return error.what();
}

}  // namespace

std::string RestoreWording::text(const pgdumpcore::Error& error) {
  const bool of_entry = error.context().starts_with("from TOC entry ");
  const std::string phase = of_entry ? "while PROCESSING TOC:" : "while INITIALIZING:";
  std::string lines;
  if (phase != last_phase_) lines += fmt::format("pg_restore: {}\n", phase);
  if (of_entry && error.context() != last_entry_) lines += fmt::format("pg_restore: {}\n", error.context());
  last_phase_ = phase;
  last_entry_ = error.context();
  return lines + fmt::format("pg_restore: error: {}\n", message_of(error));
}

}  // namespace cli
