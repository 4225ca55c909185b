#include "restore/row_reader.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <utility>

namespace pgdumpcore::restoring {

std::size_t find_end_mark(std::string_view text, bool at_row_start) {
  for (std::size_t at = 0; (at = text.find("\\.", at)) != std::string_view::npos; ++at) {
    const bool begins_row = at == 0 ? at_row_start : text[at - 1] == '\n';
    std::string_view rest = text.substr(at + 2);
    if (rest.starts_with('\r')) rest.remove_prefix(1);
    if (begins_row && (rest.empty() || rest.front() == '\n')) return at;
  }
  return std::string_view::npos;
}

std::uint64_t count_rows(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

RowReader::RowReader(std::unique_ptr<io::Source> source, std::size_t block_size)
    : source_(std::move(source)), block_size_(block_size) {}

bool RowReader::next(std::string& block) {
  const bool more = read(block);
  if (more) rows_ += count_rows(block);
  return more;
}

bool RowReader::read(std::string& block) {
  block.clear();
  if (ended_) return false;
  std::swap(block, rest_);
  std::size_t rows = std::string::npos;
  // Until there are rows enough, and at least one.
  while (block.size() < block_size_ || rows == std::string::npos) {
    const std::size_t held = block.size();
    const std::size_t room = held < block_size_ ? block_size_ - held : block_size_;
    block.resize(held + room);
    const std::size_t got = source_->read(std::as_writable_bytes(std::span(block).subspan(held)));
    block.resize(held + got);
    if (got == 0) {
      ended_ = true;
      rows = block.size();
      break;
    }
    if (const auto newline = std::string_view(block).substr(held).rfind('\n'); newline != std::string::npos)
      rows = held + newline + 1;
  }
  rest_.assign(block, rows);
  block.resize(rows);
  if (const std::size_t mark = find_end_mark(block, true); mark != std::string::npos) {
    block.resize(mark);
    // What follows belongs to the script that the rows could stand in; reading it finds damage behind the rows.
    std::string passed(4096, '\0');
    while (!ended_) ended_ = source_->read(std::as_writable_bytes(std::span(passed))) == 0;
    return !block.empty();
  }
  if (ended_) throw Error(Fault::data, "the rows of the table end without their end mark");
  return true;
}

}  // namespace pgdumpcore::restoring
