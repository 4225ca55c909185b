#include "restore/script_text.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace pgdumpcore::restoring {

ScriptText::ScriptText(std::unique_ptr<io::Source> source) : source_(std::move(source)), buffer_(capacity, '\0') {
  static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  fill(byte_order_mark.size());
  if (held().starts_with(byte_order_mark)) begin_ += byte_order_mark.size();
}

bool ScriptText::fill(std::size_t wanted) {
  if (end_ - begin_ >= wanted) return true;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  while (end_ < wanted && !exhausted_) {
    const std::size_t got = source_->read(std::as_writable_bytes(std::span(buffer_).subspan(end_)));
    exhausted_ = got == 0;
    end_ += got;
  }
  return end_ >= wanted;
}

int ScriptText::peek(std::size_t ahead) {
  if (end_ - begin_ <= ahead && !fill(ahead + 1)) return end_of_input;
  return static_cast<unsigned char>(buffer_[begin_ + ahead]);
}

void ScriptText::drop(std::size_t count) {
  const std::string_view dropped = held().substr(0, count);
  line_ += static_cast<std::uint64_t>(std::ranges::count(dropped, '\n'));
  begin_ += dropped.size();
}

}  // namespace pgdumpcore::restoring
