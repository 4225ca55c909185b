#include "select/filter_file.hpp"

#include "base/ascii.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace pgdumpcore::select {

namespace {

struct ObjectType {
  std::string_view keyword;
  std::string_view words;
};

constexpr std::array<ObjectType, 11> object_types = {{{"table_data", "table data"},
                                                      {"table_data_and_children", "table data and children"},
                                                      {"database", "database"},
                                                      {"extension", "extension"},
                                                      {"foreign_data", "foreign data"},
                                                      {"function", "function"},
                                                      {"index", "index"},
                                                      {"schema", "schema"},
                                                      {"table", "table"},
                                                      {"table_and_children", "table and children"},
                                                      {"trigger", "trigger"}}};

bool same_keyword(std::string_view a, std::string_view b) {
  return lower(a) == lower(b);
}

// The file, line by line.
class Lines {
 public:
  explicit Lines(const std::string& path) : path_(path), from_stdin_(path == "-") {
    if (from_stdin_) return;
    file_.reset(std::fopen(path.c_str(), "re"));
    if (file_ == nullptr)
      throw Error(Fault::io, fmt::format("could not open filter file \"{}\": {}", path, std::strerror(errno)));
  }

  // False at the end of the file. What stands behind a NUL is no part of the line.
  bool next() {
    std::FILE* const file = from_stdin_ ? stdin : file_.get();
    line_.clear();
    int c = 0;
    while ((c = std::getc(file)) != EOF && c != '\n') line_ += static_cast<char>(c);
    if (std::ferror(file) != 0)
      throw Error(Fault::io, fmt::format("could not read from filter file \"{}\": {}", path_, std::strerror(errno)));
    if (c == EOF && line_.empty()) return false;
    line_.resize(std::min(line_.size(), line_.find('\0')));
    ++number_;
    return true;
  }

  [[nodiscard]] const std::string& line() const { return line_; }

  [[noreturn]] void refuse(const std::string& what) const {
    const std::string from = from_stdin_ ? "standard input" : fmt::format("file \"{}\"", path_);
    throw Error(Fault::usage, fmt::format("invalid format in filter read from {} on line {}: {}", from, number_, what));
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  bool from_stdin_;
  std::unique_ptr<std::FILE, Close> file_{};
  std::string line_{};
  int number_ = 0;
};

class RuleReader {
 public:
  explicit RuleReader(Lines& lines) : lines_(lines) {}

  // False for a line that is empty or a comment.
  bool read(FilterRule& rule) {
    at_ = 0;
    skip_spaces();
    if (at_end() || here() == '#') return false;
    rule.include = command();
    rule.object = object();
    skip_spaces();
    if (at_end()) lines_.refuse("missing object name pattern");
    rule.pattern = pattern();
    return true;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= lines_.line().size(); }
  [[nodiscard]] char here() const { return at_end() ? '\0' : lines_.line()[at_]; }

  bool skip_spaces() {
    const std::size_t start = at_;
    while (!at_end() && is_space(here())) ++at_;
    return at_ > start;
  }

  std::string keyword() {
    skip_spaces();
    std::string out;
    for (; !at_end() && !is_space(here()); ++at_) out += here();
    return out;
  }

  bool command() {
    const std::string word = keyword();
    if (same_keyword(word, "include")) return true;
    if (same_keyword(word, "exclude")) return false;
    lines_.refuse("invalid filter command (expected \"include\" or \"exclude\")");
  }

  std::string_view object() {
    const std::string word = keyword();
    if (word.empty()) lines_.refuse("missing filter object type");
    for (const ObjectType& type : object_types)
      if (same_keyword(word, type.keyword)) return type.words;
    lines_.refuse(fmt::format("unsupported filter object type: \"{}\"", word));
  }

  // Spaces between words become one, those beside punctuation go, and a comma has one behind it: so the server writes
  // names and argument types.
  std::string pattern() {
    std::string out;
    bool spaced = false;      // a space stood before this token
    bool after_name = false;  // a space would part this token from a word or a quoted name before it
    while (!at_end() && here() != '#') {
      const char c = here();
      if (c == '"') {
        if (spaced) out += ' ';
        quoted(out);
      } else if (c == ',') {
        out += ", ";
        ++at_;
      } else if (c == '.' || c == '(' || c == ')') {
        out += c;
        ++at_;
      } else {
        if (spaced && after_name) out += ' ';
        for (; !at_end() && !is_space(here()) && !std::strchr("#,.()\"", here()); ++at_) out += here();
      }
      after_name = c != ',' && c != '.' && c != '(' && c != ')';
      spaced = skip_spaces();
    }
    return out;
  }

  // A quoted name goes on over the ends of lines, and knows \n and \\.
  void quoted(std::string& out) {
    out += '"';
    ++at_;
    for (;;) {
      if (at_end()) {
        if (!lines_.next()) lines_.refuse("unexpected end of file");
        out += '\n';
        at_ = 0;
        continue;
      }
      const char c = lines_.line()[at_++];
      if (c == '\\') {
        escape(out);
      } else if (c != '\r') {
        out += c;
        if (c == '"' && here() != '"') return;
        if (c == '"') out += lines_.line()[at_++];
      }
    }
  }

  void escape(std::string& out) {
    if (at_end()) return;
    const char c = lines_.line()[at_++];
    if (c == 'n') out += '\n';
    if (c == '\\') out += '\\';
  }

  Lines& lines_;
  std::size_t at_ = 0;
};

}  // namespace

void read_filter_file(const std::string& path, const std::function<bool(FilterRule&&)>& take) {
  Lines lines(path);
  RuleReader reader(lines);
  while (lines.next()) {
    FilterRule rule;
    if (!reader.read(rule)) continue;
    const bool include = rule.include;
    const std::string_view object = rule.object;
    if (!take(std::move(rule)))
      lines.refuse(fmt::format("{} filter for \"{}\" is not allowed", include ? "include" : "exclude", object));
  }
}

}  // namespace pgdumpcore::select
