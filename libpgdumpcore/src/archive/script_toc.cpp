// The story: token after token, from header to header; what stands between two of them becomes an entry.
#include "archive/script_toc.hpp"

#include "archive/script_dependencies.hpp"
#include "archive/script_drops.hpp"
#include "archive/script_entry.hpp"
#include "archive/script_order.hpp"
#include "archive/sql_words.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace pgdumpcore::archive {

namespace {

using std::string_view;
using Kind = ScriptToken::Kind;

constexpr string_view begin_mark = "-- PostgreSQL database dump";
constexpr string_view end_mark = "-- PostgreSQL database dump complete";
constexpr string_view server_mark = "-- Dumped from database version ";
constexpr string_view dumper_mark = "-- Dumped by ";

// Rows of a table are loaded with its triggers off, where only data is dumped.
bool switches_triggers(string_view statement) {
  return statement.starts_with("ALTER TABLE ") && statement.ends_with(" TRIGGER ALL;");
}

string_view without_return(string_view line) {
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  return line;
}

class Scanner {
 public:
  Scanner(std::unique_ptr<io::Source> script, const std::string& name, const KnownRows* known)
      : lexer_(std::move(script)), name_(name) {
    if (known != nullptr) lexer_.pass(*known);
  }

  ScriptContents scan() {
    for (ScriptToken token = lexer_.next(); token.kind != Kind::end; token = lexer_.next()) {
      const string_view text = lexer_.text(token.begin, token.end);
      if (token.kind == Kind::comment && take_comment(token, text)) continue;
      frame_.reset();
      take(token, text);
    }
    check_complete();
    return finished();
  }

 private:
  // --- comments

  // Whether the comment is no part of an entry. A header has a line of two hyphens before and behind it, and with -v
  // the entry's numbers between.
  bool take_comment(const ScriptToken& token, string_view text) {
    const string_view line = without_return(text);
    if (header_pending_) {
      if (line == "--") begin_entry(token);
      return line == "--";
    }
    if (line == "--") {
      if (!frame_) frame_ = token.begin;
      return true;
    }
    if (frame_) {
      if (line.starts_with("-- TOC entry ") || line.starts_with("-- Dependencies: ")) return true;
      if (line == begin_mark || line == end_mark) return take_mark(line == end_mark);
      if (is_script_header(text)) return take_header(token, text);
      frame_.reset();
    }
    return take_remark(token, line);
  }

  bool take_header(const ScriptToken& token, string_view text) {
    if (text.ends_with('\r')) refuse(token, "lines end with carriage returns");
    end_entry(*frame_);
    header_ = text;
    header_pending_ = true;
    return true;
  }

  bool take_mark(bool is_end) {
    end_entry(*frame_);
    frame_.reset();
    ++(is_end ? ended_ : begun_);
    return true;
  }

  bool take_remark(const ScriptToken& token, string_view line) {
    if (line.starts_with("-- Started on ") || line.starts_with("-- Completed on ")) {
      end_entry(token.begin);
      return true;
    }
    if (!entry_) {
      if (line.starts_with(server_mark)) toc_.server_version = line.substr(server_mark.size());
      if (line.starts_with(dumper_mark)) toc_.dumper_version = dumper(line.substr(dumper_mark.size()));
    }
    return !entry_;
  }

  // `pg_dump version 15.1` is 15.1 in an archive, `pgdump version 0.1` is `pgdump 0.1`.
  static std::string dumper(string_view text) {
    static constexpr string_view pg_dump = "pg_dump version ", version = " version ";
    if (text.starts_with(pg_dump)) return std::string(text.substr(pg_dump.size()));
    std::string out(text);
    if (const auto at = out.find(version); at != std::string::npos) out.replace(at, version.size(), " ");
    return out;
  }

  // --- entries

  struct Open {
    std::uint64_t begin = 0;  // behind the header
    bool is_data = false;
    std::vector<Span> statements{};
    std::optional<std::uint64_t> connected{};  // where the script goes to the database that the entry made
    ScriptSession new_session{};               // what is set there

    // of data
    std::string create{}, copy{};
    DataPlace place{};
    bool has_rows = false;
    std::optional<std::uint64_t> tail{};  // where what follows the rows begins
  };

  void begin_entry(const ScriptToken& header_end) {
    static constexpr std::uint64_t empty_lines = 2;
    header_pending_ = false;
    frame_.reset();
    entry_ = Open();
    entry_->begin = header_end.end + empty_lines;
    entry_->is_data = announces_data(header_);
    entry_->place = {.begin = entry_->begin, .end = entry_->begin};
    if (!maker_) begin_entries();
    if (!entry_->is_data) lexer_.keep_from(header_end.begin);
  }

  // Entries need to know what wrote them.
  void begin_entries() {
    if (begun_ == 0) throw Error(Fault::data, fmt::format("{} is a plain script that pg_dump did not write", name_));
    maker_.emplace(std::atoi(toc_.server_version.c_str()));
    maker_->session() = session_;
  }

  void end_entry(std::uint64_t end) {
    if (!entry_) return;
    Open entry = std::move(*entry_);
    entry_.reset();
    end = std::max(end, entry.begin);
    if (entry.is_data)
      end_data(entry, end);
    else
      end_definition(entry, end);
    lexer_.keep_nothing();
  }

  void end_definition(const Open& entry, std::uint64_t end) {
    const string_view text = lexer_.text(entry.begin, entry.connected.value_or(end));
    if (text.find('\0') != string_view::npos)
      throw Error(Fault::data,
                  fmt::format("{}, line {}: a null byte within a definition", name_, lexer_.line(entry.begin)));
    found_.push_back(maker_->definition(header_, text, entry.statements));
    if (entry.connected) maker_->session() = entry.new_session;
  }

  void end_data(Open& entry, std::uint64_t end) {
    if (entry.copy.empty()) entry.place.end = std::max(entry.tail.value_or(end), entry.place.begin);
    ScriptEntry made = maker_->data(header_, entry.create, entry.copy);
    made.data_begin = entry.place.begin;
    made.data_end = entry.place.end;
    found_.push_back(std::move(made));
  }

  // --- what is no comment, or one within an entry

  void take(const ScriptToken& token, string_view text) {
    if (header_pending_) refuse(token, "a comment that begins an entry is cut off");
    if (!entry_) return take_between(token, text);
    if (token.begin < entry_->begin) refuse(token, "no empty line stands behind the comment that begins an entry");
    if (token.kind == Kind::command) return take_command(token, text);
    if (entry_->connected) return take_setting(token, text);
    if (entry_->is_data) return take_data(token, text);
    if (token.kind == Kind::copy) refuse(token, "rows stand where a definition belongs");
    if (token.kind == Kind::statement)
      entry_->statements.emplace_back(token.begin - entry_->begin, token.end - entry_->begin);
  }

  // In the new database, until its first entry.
  void take_setting(const ScriptToken& token, string_view text) {
    if (token.kind == Kind::statement) entry_->new_session.take(text);
    if (token.kind == Kind::copy) refuse(token, "rows stand outside of an entry");
  }

  void take_between(const ScriptToken& token, string_view text) {
    if (token.kind == Kind::copy) refuse(token, "rows stand outside of an entry");
    if (token.kind != Kind::statement) return;
    session_.take(text);
    if (text.starts_with("SET client_encoding = ")) encoding_ = text;
    if (text.starts_with("SET standard_conforming_strings = ")) conforming_ = text.find("off") == string_view::npos;
    if (text.starts_with("SELECT pg_catalog.set_config('search_path'")) search_path_ = text;
  }

  void take_command(const ScriptToken& token, string_view text) {
    if (entry_->is_data || header_.find("; Type: DATABASE") == std::string::npos)
      refuse(token, fmt::format("psql's command {} stands within an entry", text.substr(0, text.find(' '))));
    if (!entry_->connected) entry_->connected = token.begin;
  }

  void take_data(const ScriptToken& token, string_view text) {
    Open& entry = *entry_;
    if (token.kind == Kind::copy) return take_rows(token, text);
    const bool is_remark = token.kind == Kind::comment;
    if (is_remark && !entry.has_rows) entry.create = text;
    if (is_remark || is_setting(text)) {
      maker_->session().take(text);
      if (!entry.has_rows)
        entry.place.begin = token.end + 2;
      else if (!entry.tail)
        entry.tail = token.begin;
      return;
    }
    if (!entry.copy.empty()) refuse(token, "a statement stands behind the rows of a table");
    entry.has_rows = true;
    entry.tail.reset();
  }

  // What a script's writer puts around data. Large objects have a transaction of their own.
  [[nodiscard]] bool is_setting(string_view text) const {
    const bool transaction = text == "BEGIN;" || text == "COMMIT;";
    if (transaction && header_.find("; Type: BLOBS; ") != std::string::npos) return false;
    return switches_triggers(text) || ScriptSession().take(text);
  }

  void take_rows(const ScriptToken& token, string_view text) {
    Open& entry = *entry_;
    if (entry.has_rows) refuse(token, "a table has rows twice");
    entry.has_rows = true;
    entry.copy = text;
    entry.place = {.begin = token.end, .end = lexer_.skip_rows()};
  }

  [[noreturn]] void refuse(const ScriptToken& token, string_view what) const {
    throw Error(Fault::data, fmt::format("{}, line {}: {}", name_, lexer_.line(token.begin), what))
        .hint("Restore the script as a whole, without options that choose or change parts of it.");
  }

  // --- the end

  void check_complete() const {
    if (begun_ == 0)
      throw Error(Fault::data, fmt::format("{} is a plain script without a table of contents", name_))
          .hint("Parts can be chosen of scripts that pg_dump or pgdump wrote. Restore it as a whole.");
    if (begun_ > 1)
      throw Error(Fault::data, fmt::format("{} holds {} dumps, one behind the other", name_, begun_))
          .hint("Parts can be chosen of one dump. Restore the script as a whole, or split it.");
    if (ended_ == 0 || entry_)
      throw Error(Fault::data, fmt::format("{} is incomplete: it ends before its dump does", name_));
  }

  Entry setting(const char* what, const std::string& create) {
    Entry entry;
    entry.description = what;
    entry.tag = what;
    entry.section = Section::pre_data;
    entry.create = create;
    return entry;
  }

  ScriptContents finished() {
    complete_drops(found_);
    std::vector<ScriptEntry> entries;
    entries.push_back({.entry = setting("ENCODING", encoding_ + "\n")});
    entries.push_back({.entry = setting("STDSTRINGS", fmt::format("SET standard_conforming_strings = '{}';\n",
                                                                  conforming_ ? "on" : "off"))});
    entries.push_back({.entry = setting("SEARCHPATH", search_path_ + "\n")});
    for (ScriptEntry& entry : in_archive_order(std::move(found_))) entries.push_back(std::move(entry));
    add_dependencies(entries);
    ScriptContents contents;
    for (ScriptEntry& found : entries) {
      if (found.entry.has_data) found.entry.offset = found.data_begin;
      if (found.entry.description == "DATABASE") toc_.database = found.entry.tag.str();
      contents.data.push_back({.begin = found.data_begin, .end = found.data_end});
      toc_.entries.push_back(std::move(found.entry));
    }
    contents.toc = std::move(toc_);
    return contents;
  }

  ScriptLexer lexer_;
  const std::string& name_;
  Toc toc_{.format = FormatCode::plain};
  ScriptSession session_{};
  std::optional<EntryMaker> maker_{};
  std::vector<ScriptEntry> found_{};
  std::optional<Open> entry_{};
  std::optional<std::uint64_t> frame_{};  // where the comment at work began, with a line of two hyphens
  std::string header_{};
  bool header_pending_ = false;
  std::string encoding_{}, search_path_{};
  bool conforming_ = true;
  int begun_ = 0, ended_ = 0;
};

}  // namespace

ScriptContents read_script(std::unique_ptr<io::Source> script, const std::string& name, const KnownRows* known) {
  return Scanner(std::move(script), name, known).scan();
}

}  // namespace pgdumpcore::archive
