#include "restore/script_restore.hpp"

#include "pg/copy_in.hpp"
#include "pg/quote.hpp"
#include "restore/row_reader.hpp"
#include "restore/script_guard.hpp"
#include "restore/script_statement.hpp"
#include "restore/statement_reader.hpp"
#include "restore/trigger_modes.hpp"

#include <fmt/format.h>

#include <map>
#include <span>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

// How much SQL is held back at most. What a script creates first is among it.
constexpr std::size_t most_held = std::size_t{16} * 1024 * 1024;

// ALTER TABLE [ONLY] name DISABLE TRIGGER ALL, and ENABLE.
struct TriggerSwitch {
  std::string table{};  // as SQL names it; empty: it is another statement
  bool enables = false;
};
TriggerSwitch trigger_switch(const std::string& sql) {
  static constexpr std::size_t few = 12;
  const std::vector<StatementToken> tokens = statement_tokens(sql, few);
  const auto is = [&](std::size_t at, const char* word) {
    return at < tokens.size() && tokens[at].kind == StatementToken::Kind::word && tokens[at].text == word;
  };
  const std::size_t size = tokens.size();
  if (size < 6 || !is(0, "alter") || !is(1, "table") || !is(size - 2, "trigger") || !is(size - 1, "all")) return {};
  TriggerSwitch found{.enables = is(size - 3, "enable")};
  if (!found.enables && !is(size - 3, "disable")) return {};
  for (std::size_t i = is(2, "only") ? 3 : 2; i < size - 3; ++i)
    found.table += tokens[i].kind == StatementToken::Kind::other ? tokens[i].text : pg::double_quoted(tokens[i].text);
  return found;
}

class ScriptRun {
 public:
  ScriptRun(std::unique_ptr<io::Source> script, TargetSession& session, const RestoreOptions& options)
      : reader_(std::move(script)), session_(session), options_(options), holds_back_(!options.force) {}

  void run() {
    try {
      run_items();
    } catch (...) {
      put_back_after_failure(disabled_, session_, options_.role);
      throw;
    }
  }

 private:
  void run_items() {
    session_.note_kept();
    while (true) {
      ScriptItem item = reader_.next();
      if (item.kind == ScriptItem::Kind::end) return end();
      const StatementFacts facts =
          item.kind == ScriptItem::Kind::statement ? statement_facts(item.text) : StatementFacts{};
      if (options_.single_transaction) keep_within_transaction(item, facts);
      if (!options_.force) guard_.note(facts);
      if (holds_back_ && may_wait(item, facts)) {
        // Settings of the session change nothing else, and names are read in its client encoding.
        if (held_.empty() && (facts.kind == Kind::sets_parameter || item.kind == ScriptItem::Kind::encoding)) {
          run_ahead(item, facts);
          continue;
        }
        held_size_ += item.text.size();
        held_.emplace_back(std::move(item), facts);
        if (held_size_ > most_held) release();
        continue;
      }
      release();
      do_item(item, facts);
    }
  }

  using Kind = StatementFacts::Kind;

  static bool may_wait(const ScriptItem& item, const StatementFacts& facts) {
    if (item.kind == ScriptItem::Kind::encoding) return true;
    return item.kind == ScriptItem::Kind::statement && facts.kind != Kind::changes_rows;
  }

  // The script's own transactions are part of the one that is around all of it, which none of them may end.
  void keep_within_transaction(const ScriptItem& item, const StatementFacts& facts) {
    const bool ends = facts.kind == Kind::commits_transaction && !has_begun_;
    if (ends || facts.kind == Kind::leaves_transaction)
      throw Error(Fault::data,
                  fmt::format("line {}: the script ends the transaction that it is to be restored in", item.line))
          .detail("Nothing was changed.\nStatement: " + item.text)
          .hint("Take the statement out of the script, or restore it without -1/--single-transaction.");
    if (facts.kind == Kind::begins_transaction) has_begun_ = true;
    if (facts.kind == Kind::commits_transaction) has_begun_ = commits_and_begins(item.text);
  }

  // COMMIT AND CHAIN
  static bool commits_and_begins(const std::string& statement) {
    static constexpr std::size_t most = 4;
    const std::vector<StatementToken> tokens = statement_tokens(statement, most);
    const std::size_t size = tokens.size();
    return size > 2 && tokens[size - 2].text == "and" && tokens[size - 1].text == "chain";
  }

  // What is in a transaction that the script leaves open is lost.
  void end() {
    release();
    if (options_.single_transaction || PQtransactionStatus(session_.connection().raw()) == PQTRANS_IDLE) return;
    throw Error(Fault::data, "the script ends within a transaction")
        .detail("What it did in the transaction was rolled back.")
        .hint("Add a COMMIT to the script, or restore it with -1/--single-transaction.");
  }

  // It counts when the script has begun.
  void run_ahead(const ScriptItem& item, const StatementFacts& facts) {
    session_.set_error_context(fmt::format("line {}", item.line));
    if (item.kind == ScriptItem::Kind::encoding) return do_item(item, facts);
    if (!leaves_out(facts)) session_.run(item.text);
    ++run_ahead_;
  }

  void release() {
    const bool untouched = std::exchange(holds_back_, false);
    if (!options_.force) guard_.check(session_.connection(), untouched);
    for (; run_ahead_ > 0; --run_ahead_) session_.report().object_done();
    for (const auto& [item, facts] : held_) do_item(item, facts);
    held_.clear();
    held_size_ = 0;
  }

  void do_item(const ScriptItem& item, const StatementFacts& facts) {
    run_item(item, facts);
    if (PQtransactionStatus(session_.connection().raw()) == PQTRANS_IDLE) session_.note_kept();
  }

  void run_item(const ScriptItem& item, const StatementFacts& facts) {
    session_.set_error_context(fmt::format("line {}", item.line));
    switch (item.kind) {
      case ScriptItem::Kind::statement:
        if (!leaves_out(facts)) run_statement(item.text);
        if (session_.failed()) return;
        session_.report().object_done();
        session_.report().inserted_into(facts.name_of_rows());
        return;
      case ScriptItem::Kind::copy:
        load(item);
        if (!session_.failed()) session_.report().object_done();
        return;
      case ScriptItem::Kind::connect:
        connect(item);
        return;
      case ScriptItem::Kind::encoding:
        if (PQsetClientEncoding(session_.connection().raw(), item.text.c_str()) != 0)
          session_.fail(Error(Fault::server, fmt::format("invalid client encoding \"{}\"", item.text)), "\\encoding");
        return;
      case ScriptItem::Kind::end:
        return;
    }
  }

  // A dump of rows alone disables the triggers of a table around them. They get the modes that they had.
  void run_statement(const std::string& sql) {
    const TriggerSwitch triggers = reader_.is_dump() ? trigger_switch(sql) : TriggerSwitch{};
    if (!triggers.table.empty() && !triggers.enables) disabled_.emplace_back(session_, std::span(&triggers.table, 1));
    session_.run(sql);
    if (triggers.table.empty() || !triggers.enables || session_.failed()) return;
    for (const TriggerModes& modes : disabled_) modes.put_back(session_);
    disabled_.clear();
  }

  bool leaves_out(const StatementFacts& facts) {
    if (options_.no_owner && facts.kind == Kind::sets_owner) return true;
    if (options_.no_privileges && facts.kind == Kind::sets_privileges) return true;
    if (options_.no_tablespaces && facts.kind == Kind::sets_parameter && facts.name.name == "default_tablespace")
      return true;
    if (options_.single_transaction &&
        (facts.kind == Kind::begins_transaction || facts.kind == Kind::commits_transaction))
      return true;
    return facts.kind == Kind::sets_parameter && reader_.is_dump() && !is_known(facts.name.name);
  }

  // A dump sets parameters for the session it is restored by, those of newer servers too. A parameter of an extension
  // is known to be one by its dot only.
  bool is_known(const std::string& parameter) {
    if (parameter.find('.') != std::string::npos) return true;
    const auto [found, is_new] = known_parameters_.try_emplace(parameter, true);
    if (is_new) {
      const std::string sql =
          "SELECT pg_catalog.current_setting(" + pg::quote_literal(parameter) + ", true) IS NOT NULL";
      found->second = session_.connection().query(sql).row(0).at(0).flag();
      if (!found->second)
        session_.report().log(LogLevel::info,
                              fmt::format("parameter \"{}\" is not set: this server does not know it", parameter));
    }
    return found->second;
  }

  void connect(const ScriptItem& item) {
    if (options_.single_transaction)
      throw Error(Fault::usage, fmt::format("line {}: the script connects to another database, which cannot be part of "
                                            "a single transaction",
                                            item.line));
    session_.connect(item.text);
    guard_.change_database();
    holds_back_ = !options_.force;
  }

  void load(const ScriptItem& item) {
    std::optional<Error> refused;
    std::uint64_t rows = 0, sent = 0;
    try {
      pg::CopyIn copy(session_.connection(), item.text);
      for (auto part = reader_.copy_data(); !part.empty(); part = reader_.copy_data()) {
        copy.write(part);
        sent += count_rows({reinterpret_cast<const char*>(part.data()), part.size()});
        session_.report().loaded({}, part.size());
      }
      rows = copy.finish();
    } catch (const Error& error) {
      if (error.fault() != Fault::server && error.fault() != Fault::permission) throw;
      refused = error;
    }
    if (refused) return session_.fail(*refused, item.text);
    if (reader_.is_dump()) session_.compare_rows(sent, rows, {});
    session_.report().table_done(rows);
  }

  StatementReader reader_;
  TargetSession& session_;
  const RestoreOptions& options_;
  ScriptGuard guard_{};
  bool holds_back_;
  bool has_begun_ = false;  // a transaction of the script's own
  std::vector<std::pair<ScriptItem, StatementFacts>> held_{};
  std::size_t held_size_ = 0;
  std::size_t run_ahead_ = 0;
  std::map<std::string, bool> known_parameters_{};
  std::vector<TriggerModes> disabled_{};  // of tables whose triggers the script has not enabled again
};

class TeeSource final : public io::Source {
 public:
  TeeSource(std::unique_ptr<io::Source> source, Sink& copy) : source_(std::move(source)), copy_(copy) {}

  std::size_t read(std::span<std::byte> buffer) override {
    const std::size_t got = source_->read(buffer);
    if (got > 0) copy_.write(buffer.first(got));
    return got;
  }

 private:
  std::unique_ptr<io::Source> source_;
  Sink& copy_;
};

}  // namespace

void run_script(std::unique_ptr<io::Source> script, TargetSession& session, const RestoreOptions& options) {
  ScriptRun(std::move(script), session, options).run();
}

void copy_script(std::unique_ptr<io::Source> script, Sink& out, Report& report) {
  StatementReader reader(std::make_unique<TeeSource>(std::move(script), out));
  for (ScriptItem item = reader.next(); item.kind != ScriptItem::Kind::end; item = reader.next()) {
    report.object_done();
    if (item.kind == ScriptItem::Kind::statement) report.inserted_into(statement_facts(item.text).name_of_rows());
    if (item.kind != ScriptItem::Kind::copy) continue;
    for (auto rows = reader.copy_data(); !rows.empty(); rows = reader.copy_data()) report.loaded({}, rows.size());
    report.table_done(0);
  }
}

}  // namespace pgdumpcore::restoring
