// COPY text in blocks of whole rows.
#pragma once

#include "io/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace pgdumpcore::restoring {

// Where the line `\.` begins that ends COPY text; npos if it is not in `text`.
//   at_row_start: whether a row begins where the text does
[[nodiscard]] std::size_t find_end_mark(std::string_view text, bool at_row_start);

// How many rows there are in COPY text.
[[nodiscard]] std::uint64_t count_rows(std::string_view text);

// The rows of one table as an archive holds them.
class RowReader {
 public:
  // Blocks are about `block_size` long, longer only for a row that is.
  RowReader(std::unique_ptr<io::Source> source, std::size_t block_size);

  // Puts the next rows into `block`; false at the end mark. Throws Error (data) if the text ends without it.
  bool next(std::string& block);
  // How many rows there were so far.
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

 private:
  bool read(std::string& block);

  std::unique_ptr<io::Source> source_;
  std::size_t block_size_;
  std::string rest_{};  // the beginning of a row whose end has not been read
  std::uint64_t rows_ = 0;
  bool ended_ = false;
};

}  // namespace pgdumpcore::restoring
