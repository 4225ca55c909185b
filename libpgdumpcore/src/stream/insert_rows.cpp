#include "stream/insert_rows.hpp"

#include "pg/quote.hpp"
#include "pg/row_stream.hpp"

#include <string_view>

namespace pgdumpcore::stream {

namespace {

using pg::Oid;

// pg_type OIDs of the built-in types whose constants need no quotes, or special ones.
namespace type {
constexpr Oid boolean = 16, int8 = 20, int2 = 21, int4 = 23, oid = 26, float4 = 700, float8 = 701, bit = 1560,
              varbit = 1562, numeric = 1700;
}  // namespace type

bool is_number(Oid oid) {
  switch (oid) {
    case type::int2:
    case type::int4:
    case type::int8:
    case type::oid:
    case type::float4:
    case type::float8:
    case type::numeric:
      return true;
    default:
      return false;
  }
}

std::string constant(const pg::Field& field, Oid type_oid, bool standard_conforming_strings) {
  if (field.is_null()) return "NULL";
  const std::string_view text = field.view();
  if (is_number(type_oid)) {
    // NaN and Infinity are no numeric constants; they go in quotes.
    if (text.find_first_not_of("0123456789 +-eE.") == std::string_view::npos) return std::string(text);
    return "'" + std::string(text) + "'";
  }
  if (type_oid == type::bit || type_oid == type::varbit) return "B'" + std::string(text) + "'";
  if (type_oid == type::boolean) return text == "t" ? "true" : "false";
  return pg::quote_literal(text, standard_conforming_strings);
}

class Inserts {
 public:
  Inserts(const InsertShape& shape, Sink& out) : shape_(shape), out_(out) {}

  void add(const pg::Row& row, const std::vector<Oid>& types) {
    if (shape_.no_columns) {
      // Without columns nothing can conflict.
      text_ += shape_.prefix + "DEFAULT VALUES;\n";
    } else {
      start_row();
      for (std::size_t i = 0; i < types.size(); ++i) {
        if (i > 0) text_ += ", ";
        const bool is_default = i < shape_.is_default.size() && shape_.is_default[i];
        text_ += is_default ? "DEFAULT"
                            : constant(row.at(static_cast<int>(i)), types[i], shape_.standard_conforming_strings);
      }
      text_ += ')';
      if (++rows_ >= shape_.rows_per_insert) close();
    }
    ++counts_.rows;
    if (text_.size() >= block_size) flush();
  }

  Counts finish() {
    if (rows_ > 0) close();
    flush();
    return counts_;
  }
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  static constexpr std::size_t block_size = std::size_t{128} * 1024;

  [[nodiscard]] std::string ending() const {
    return shape_.on_conflict_do_nothing ? " ON CONFLICT DO NOTHING;\n" : ";\n";
  }
  void start_row() {
    if (rows_ > 0) {
      text_ += ",\n\t(";
      return;
    }
    text_ += shape_.prefix;
    text_ += shape_.rows_per_insert > 1 ? "VALUES\n\t(" : "VALUES (";
  }
  void close() {
    text_ += ending();
    rows_ = 0;
  }
  void flush() {
    counts_.bytes += text_.size();
    out_.write(std::as_bytes(std::span(text_)));
    text_.clear();
  }

  const InsertShape& shape_;
  Sink& out_;
  std::string text_{};
  Counts counts_{};
  int rows_ = 0;  // in the statement at work
};

}  // namespace

Counts insert_rows(pg::Connection& connection, const InsertShape& shape, Sink& out, const OnProgress& on_progress) {
  Inserts inserts(shape, out);
  pg::RowStream rows(connection, shape.select);
  for (auto result = rows.next(); result; result = rows.next()) {
    inserts.add(result->row(0), rows.column_types());
    if (inserts.counts().rows % 4096 == 0) {
      connection.check_stop();
      if (on_progress) on_progress(inserts.counts());
    }
  }
  return inserts.finish();
}

}  // namespace pgdumpcore::stream
