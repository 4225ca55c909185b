#include "archive/plain.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <string_view>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

// A \connect that reaches exactly this database: names psql could take for options or connection strings go
// in as a conninfo of their own.
std::string psql_connect(const std::string& database, const pg::IdentifierQuoter& quote) {
  bool plain = !database.empty();
  for (const char c : database)
    plain =
        plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.');
  if (plain) return fmt::format("\\connect {}\n", quote(database));
  std::string conninfo = "dbname='";
  for (const char c : database) {
    if (c == '\'' || c == '\\') conninfo += '\\';
    conninfo += c;
  }
  conninfo += '\'';
  if (database.find_first_of("\n\r") != std::string::npos)
    throw Error(Fault::unsupported,
                "a script cannot connect to a database whose name contains a newline or carriage return")
        .hint("Dump it without --create.");
  return fmt::format("\\encoding SQL_ASCII\n\\connect -reuse-previous=on {}\n", pg::double_quoted(conninfo));
}

class PlainText final : public ScriptOutput {
 public:
  PlainText(Sink& out, const PlainSettings& settings, const WriteData& write_data)
      : out_(out), settings_(settings), write_data_(write_data) {}

  void begin() {
    out_.write_text("--\n-- PostgreSQL database dump\n--\n\n");
    print("\\restrict {}\n\n", settings_.restrict_key);
    print("-- Dumped from database version {}\n-- Dumped by {}\n\n", settings_.server_version, settings_.writer);
  }

  void end() {
    out_.write_text("--\n-- PostgreSQL database dump complete\n--\n\n");
    print("\\unrestrict {}\n\n", settings_.restrict_key);
  }

  void begin_entry(const Entry&) override {}
  void comment(string_view text) override { out_.write_text(text); }
  void commands(string_view sql) override { out_.write_text(sql); }
  void each_line(string_view sql) override { out_.write_text(sql); }

  void connect(const std::string& database) override {
    print("\\unrestrict {}\n", settings_.restrict_key);
    out_.write_text(psql_connect(database, settings_.script.quote));
    print("\\restrict {}\n\n", settings_.restrict_key);
  }

  void data(const Entry& entry) override {
    out_.write_text(entry.copy);
    write_data_(entry, out_);
  }

 private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    out_.write_text(fmt::format(format, std::forward<Args>(args)...));
  }

  Sink& out_;
  const PlainSettings& settings_;
  const WriteData& write_data_;
};

// Transactions of so many entries each. A database is made outside of them.
class Transactions {
 public:
  Transactions(Sink& out, int size) : out_(out), size_(size) {}

  void begin() { write("BEGIN;\n\n"); }
  void commit() { write("COMMIT;\n\n"); }
  void write_entry(Script& script, const Wanted& item) {
    const bool alone = is_database(*item.entry);
    if (alone) commit();
    script.write(item);
    if (alone) begin();
    if (++entries_ < size_) return;
    write("COMMIT;\nBEGIN;\n\n");
    entries_ = 0;
  }

 private:
  void write(string_view sql) {
    if (size_ > 0) out_.write_text(sql);
  }

  Sink& out_;
  int size_;
  int entries_ = 0;
};

}  // namespace

void write_plain(Sink& out, std::span<const Entry> entries, std::span<const Wanted> wanted,
                 const PlainSettings& settings, const WriteData& write_data) {
  PlainText text(out, settings, write_data);
  Script script(text, settings.script, entries);
  Transactions transactions(out, settings.transaction_size);
  text.begin();
  if (settings.single_transaction) out.write_text("BEGIN;\n\n");
  script.begin_session();
  if (settings.script.options.clean) script.drop_all(wanted);
  transactions.begin();
  for (const Pass pass : passes)
    for (const Wanted& item : wanted)
      if (pass_of(*item.entry) == pass) transactions.write_entry(script, item);
  transactions.commit();
  if (settings.single_transaction) out.write_text("COMMIT;\n\n");
  text.end();
}

void write_entry(Sink& out, const Wanted& wanted, const PlainSettings& settings) {
  const WriteData no_data;
  PlainText text(out, settings, no_data);
  Script(text, settings.script, std::span(wanted.entry, 1)).write(wanted);
}

}  // namespace pgdumpcore::archive
