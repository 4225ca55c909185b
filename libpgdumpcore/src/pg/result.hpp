// A query's result: rows whose fields are read by column name.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::pg {

using Oid = std::uint32_t;

// One value. Views stay valid as long as the Result lives.
class Field {
 public:
  Field(const char* value, std::size_t length, bool null) : value_(value), length_(length), null_(null) {}

  [[nodiscard]] bool is_null() const noexcept { return null_; }
  [[nodiscard]] std::string_view view() const noexcept { return {value_, length_}; }
  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] std::optional<std::string> optional_text() const { return null_ ? std::nullopt : std::optional(str()); }
  [[nodiscard]] bool empty() const noexcept { return length_ == 0; }  // also true of null
  [[nodiscard]] bool flag() const noexcept { return length_ == 1 && value_[0] == 't'; }
  [[nodiscard]] char character() const noexcept { return length_ == 0 ? '\0' : value_[0]; }
  // Null and the empty string are 0; anything else that is no number is an internal error.
  [[nodiscard]] Oid oid() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] int small() const { return static_cast<int>(integer()); }

 private:
  const char* value_;
  std::size_t length_;
  bool null_;
};

class Result;

class Row {
 public:
  Row(const Result& result, int index) : result_(&result), index_(index) {}
  // An unknown column name is an internal error.
  [[nodiscard]] Field operator[](std::string_view column) const;
  [[nodiscard]] Field at(int column) const;

 private:
  const Result* result_;
  int index_;
};

class Result {
 public:
  explicit Result(PGresult* raw);

  [[nodiscard]] int rows() const noexcept;
  [[nodiscard]] int columns() const noexcept { return static_cast<int>(names_.size()); }
  [[nodiscard]] std::string_view column_name(int column) const { return names_[static_cast<std::size_t>(column)]; }
  [[nodiscard]] Oid column_type(int column) const { return PQftype(raw(), column); }
  [[nodiscard]] Row row(int index) const { return {*this, index}; }
  [[nodiscard]] int column(std::string_view name) const;  // -1 when there is none
  [[nodiscard]] PGresult* raw() const noexcept { return raw_.get(); }

  class Iterator {
   public:
    Iterator(const Result& result, int index) : result_(&result), index_(index) {}
    Row operator*() const { return {*result_, index_}; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Result* result_;
    int index_;
  };
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, rows()}; }

 private:
  struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> raw_;
  std::vector<std::string_view> names_;
};

}  // namespace pgdumpcore::pg
