#include "age/armor.hpp"

#include "age/base64.hpp"
#include "age/crypto.hpp"
#include "io/peeked_source.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view armor_begin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view armor_end = "-----END AGE ENCRYPTED FILE-----";
constexpr std::size_t armor_columns = 64;

bool is_white(std::byte byte) {
  return byte == std::byte{' '} || byte == std::byte{'\t'} || byte == std::byte{'\r'} || byte == std::byte{'\n'};
}

Error malformed_armor(std::string_view what) {
  return {Fault::data, fmt::format("the age armor is malformed: {}", what)};
}

class ArmorSource final : public io::Source {
 public:
  explicit ArmorSource(std::unique_ptr<io::Source> source) : source_(std::move(source)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    if (!is_begun_) begin();
    if (position_ == content_.size() && !is_ended_) next_line();
    const std::size_t given = std::min(buffer.size(), content_.size() - position_);
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(position_), given, buffer.begin());
    position_ += given;
    return given;
  }

 private:
  void begin() {
    is_begun_ = true;
    while (fill() && is_white(held_.front())) held_ = held_.subspan(1);
    if (line() != armor_begin) throw malformed_armor("its first line is not the one of an age file");
  }

  void next_line() {
    const std::string text = line();
    if (text == armor_end) {
      end();
      return;
    }
    if (is_last_line_) throw malformed_armor("a line that is not full is not the last one");
    auto content = decode_base64(text, Padding::required);
    if (!content || content->empty()) throw malformed_armor("a line is not in canonical base64");
    is_last_line_ = content->size() < armor_columns / 4 * 3;
    content_ = std::move(*content);
    position_ = 0;
  }

  void end() {
    is_ended_ = true;
    content_.clear();
    position_ = 0;
    for (; fill(); held_ = held_.subspan(1))
      if (!is_white(held_.front())) throw malformed_armor("something follows its last line");
  }

  // Without its end, which is a line feed, a carriage return before it, or the file's end.
  std::string line() {
    std::string text;
    while (fill()) {
      const char c = static_cast<char>(held_.front());
      held_ = held_.subspan(1);
      if (c == '\n') break;
      text += c;
      if (text.size() > armor_columns + 1) throw malformed_armor("a line is too long");
    }
    if (text.ends_with('\r')) text.pop_back();
    if (text.size() > armor_columns) throw malformed_armor("a line is too long");
    if (text.empty()) throw malformed_armor("a line is empty or its last line is missing");
    return text;
  }

  bool fill() {
    if (!held_.empty()) return true;
    buffer_.resize(std::size_t{16} * 1024);
    held_ = Bytes(buffer_).first(source_->read(buffer_));
    return !held_.empty();
  }

  std::unique_ptr<io::Source> source_;
  std::vector<std::byte> buffer_{};
  Bytes held_{};
  std::vector<std::byte> content_{};  // of one line
  std::size_t position_ = 0;
  bool is_begun_ = false;
  bool is_last_line_ = false;
  bool is_ended_ = false;
};

}  // namespace

bool is_armored(std::span<const std::byte> first_bytes) {
  const auto begin = std::find_if_not(first_bytes.begin(), first_bytes.end(), is_white);
  const Bytes mark = bytes_of(armor_begin);
  return first_bytes.end() - begin >= static_cast<std::ptrdiff_t>(mark.size()) &&
         std::equal(mark.begin(), mark.end(), begin);
}

std::unique_ptr<io::Source> without_armor(std::unique_ptr<io::Source> source) {
  auto peeked = std::make_unique<io::PeekedSource>(std::move(source), armor_prefix_size);
  if (!is_armored(peeked->first_bytes())) return peeked;
  return std::make_unique<ArmorSource>(std::move(peeked));
}

}  // namespace pgdumpcore::age
