#include "pg/result.hpp"

#include <pgdumpcore/error.hpp>

#include <charconv>

namespace pgdumpcore::pg {

namespace {

template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  if (text.empty()) return value;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size())
    throw Error(Fault::internal, "expected a number from the server, got \"" + std::string(text) + "\"");
  return value;
}

}  // namespace

Oid Field::oid() const {
  return number<Oid>(view());
}
std::int64_t Field::integer() const {
  return number<std::int64_t>(view());
}

Field Row::operator[](std::string_view column) const {
  const int index = result_->column(column);
  if (index < 0) throw Error(Fault::internal, "a catalog query has no column \"" + std::string(column) + "\"");
  return at(index);
}

Field Row::at(int column) const {
  PGresult* const raw = result_->raw();
  return {PQgetvalue(raw, index_, column), static_cast<std::size_t>(PQgetlength(raw, index_, column)),
          PQgetisnull(raw, index_, column) == 1};
}

Result::Result(PGresult* raw) : raw_(raw) {
  const int columns = PQnfields(raw);
  names_.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) names_.emplace_back(PQfname(raw, i));
}

int Result::rows() const noexcept {
  return PQntuples(raw_.get());
}

int Result::column(std::string_view name) const {
  // A dozen short names: comparing lengths and bytes beats PQfnumber, which folds case for every call.
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (names_[i] == name) return static_cast<int>(i);
  return -1;
}

}  // namespace pgdumpcore::pg
