// A table's rows as INSERT statements.
#pragma once

#include "pg/connection.hpp"
#include "stream/counts.hpp"

#include <pgdumpcore/sink.hpp>

#include <string>
#include <vector>

namespace pgdumpcore::stream {

struct InsertShape {
  std::string select{};            // yields one column per inserted value, none for tables without columns
  std::string prefix{};            // "INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE "
  std::vector<bool> is_default{};  // columns written as DEFAULT: generated ones
  bool no_columns = false;         // INSERT … DEFAULT VALUES
  int rows_per_insert = 1;
  bool on_conflict_do_nothing = false;
  bool standard_conforming_strings = true;
};

Counts insert_rows(pg::Connection& connection, const InsertShape& shape, Sink& out, const OnProgress& on_progress);

}  // namespace pgdumpcore::stream
