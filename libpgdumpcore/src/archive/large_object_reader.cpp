#include "archive/large_object_reader.hpp"

#include "archive/script_lexer.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

class Reading {
 public:
  Reading(const std::string& context, const LargeObjectConsumer& consumer) : context_(context), consumer_(consumer) {}

  void take(string_view statement) {
    if (statement == "BEGIN;" || statement == "COMMIT;") return;
    if (const string_view rest = behind(statement, "SELECT pg_catalog.lo_open('"); !rest.empty()) return open(rest);
    if (const string_view rest = behind(statement, "SELECT pg_catalog.lowrite(0, '"); !rest.empty()) return write(rest);
    if (statement != "SELECT pg_catalog.lo_close(0);" || !is_open_) throw unexpected(statement);
    consumer_.close();
    is_open_ = false;
  }

  void end() const {
    if (is_open_) throw Error(Fault::data, fmt::format("{}: it ends within a large object", context_));
  }

 private:
  static string_view behind(string_view statement, string_view beginning) {
    return statement.starts_with(beginning) ? statement.substr(beginning.size()) : string_view();
  }

  void open(string_view rest) {
    std::uint32_t oid = 0;
    const auto [stop, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), oid);
    if (problem != std::errc{} || oid == 0 || is_open_ ||
        !rest.substr(static_cast<std::size_t>(stop - rest.data())).starts_with("',"))
      throw unexpected(rest);
    consumer_.open(oid);
    is_open_ = true;
  }

  // \x and digits, the backslash twice where constants have escapes.
  void write(string_view rest) {
    static constexpr string_view end = "');";
    if (!is_open_ || !rest.ends_with(end)) throw unexpected(rest);
    rest.remove_suffix(end.size());
    while (rest.starts_with('\\')) rest.remove_prefix(1);
    if (!rest.starts_with('x') || rest.size() % 2 == 0) throw unexpected(rest);
    rest.remove_prefix(1);
    bytes_.clear();
    for (std::size_t i = 0; i < rest.size(); i += 2) {
      std::uint8_t byte = 0;
      const auto [stop, problem] = std::from_chars(rest.data() + i, rest.data() + i + 2, byte, 16);
      if (problem != std::errc{} || stop != rest.data() + i + 2) throw unexpected(rest);
      bytes_.push_back(static_cast<std::byte>(byte));
    }
    consumer_.write(bytes_);
  }

  [[nodiscard]] Error unexpected(string_view text) const {
    constexpr std::size_t enough = 60;
    return {Fault::data, fmt::format("{}: something else than a large object: \"{}\"", context_,
                                     on_one_line(std::string(text.substr(0, enough))))};
  }

  const std::string& context_;
  const LargeObjectConsumer& consumer_;
  std::vector<std::byte> bytes_{};
  bool is_open_ = false;
};

}  // namespace

void read_large_objects(std::unique_ptr<io::Source> statements, const std::string& context,
                        const LargeObjectConsumer& consumer) {
  ScriptLexer lexer(std::move(statements));
  Reading reading(context, consumer);
  for (ScriptToken token = lexer.next(); token.kind != ScriptToken::Kind::end; token = lexer.next())
    reading.take(lexer.text(token.begin, token.end));
  reading.end();
}

}  // namespace pgdumpcore::archive
