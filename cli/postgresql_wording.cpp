#include "postgresql_wording.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cli {

namespace {

constexpr std::string_view table = "TABLE ";
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

// Of `TABLE DATA public.orders`.
std::string table_name(const std::string& object) {
  const std::string name = object.substr(rows_of_table.size());
  return name.substr(name.find('.') + 1);
}

// Several tables may be read with one query; pg_dump reads one at a time, and ends the command with a semicolon.
std::string query_of(const pgdumpcore::Error& error) {
  const std::string& all = error.statement();
  if (!all.starts_with("COPY ") || !error.object().starts_with(table)) return all;
  const std::string beginning = "COPY " + error.object().substr(table.size()) + " ";
  const std::size_t at = all.starts_with(beginning) ? 0 : all.find("\n" + beginning) + 1;
  const std::string one = all.substr(at, all.find('\n', at) - at);
  return one.ends_with(';') ? one : one + ";";
}

std::string message_of(const pgdumpcore::Error& error) {
  if (!error.statement().empty())
    return fmt::format("could not execute query: {}\nCommand was: {}", error.server_message(),
                       shown(error.statement()));
  if (error.object().starts_with(rows_of_table))
    return fmt::format("COPY failed for table \"{}\": {}", table_name(error.object()), error.server_message());
  return error.what();
}

}  // namespace

std::string PostgresqlWording::text(const std::string& program, const pgdumpcore::Error& error, bool verbose) {
  if (error.server_message().empty()) return {};
  if (program == "pg_restore") return restore_text(error, verbose);
  if (program != "pg_dump" || error.statement().empty()) return {};
  return fmt::format("pg_dump: error: query failed: {}\npg_dump: detail: Query was: {}\n", error.server_message(),
                     query_of(error));
}

std::string PostgresqlWording::restore_text(const pgdumpcore::Error& error, bool verbose) {
  const bool of_entry = error.context().starts_with("from TOC entry ");
  const std::string phase = of_entry ? "while PROCESSING TOC:" : "while INITIALIZING:";
  std::string lines;
  if (verbose && phase != last_phase_) lines += fmt::format("pg_restore: {}\n", phase);
  if (verbose && of_entry && error.context() != last_entry_) lines += fmt::format("pg_restore: {}\n", error.context());
  last_phase_ = phase;
  last_entry_ = error.context();
  std::string message = message_of(error);
  if (message.ends_with('\n')) message.pop_back();
  return lines + fmt::format("pg_restore: error: {}\n", message);
}

}  // namespace cli
