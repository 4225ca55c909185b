#include "restore/script_restore.hpp"

#include "base/ascii.hpp"
#include "pg/copy_in.hpp"
#include "pg/quote.hpp"
#include "restore/row_reader.hpp"
#include "restore/script_guard.hpp"
#include "restore/script_statement.hpp"
#include "restore/statement_reader.hpp"

#include <fmt/format.h>

#include <cctype>
#include <map>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

bool begins_or_ends_transaction(const std::string& statement) {
  std::string words = lower(statement);
  while (!words.empty() && std::isspace(static_cast<unsigned char>(words.back())) != 0) words.pop_back();
  return words == "begin" || words == "commit";
}

// How much SQL is held back at most. What a script creates first is among it.
constexpr std::size_t most_held = std::size_t{16} * 1024 * 1024;

class ScriptRun {
 public:
  ScriptRun(std::unique_ptr<io::Source> script, TargetSession& session, const RestoreOptions& options)
      : reader_(std::move(script)), session_(session), options_(options), holds_back_(!options.force) {}

  void run() {
    while (true) {
      ScriptItem item = reader_.next();
      if (item.kind == ScriptItem::Kind::end) return end();
      const StatementFacts facts =
          item.kind == ScriptItem::Kind::statement ? statement_facts(item.text) : StatementFacts{};
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

 private:
  using Kind = StatementFacts::Kind;

  static bool may_wait(const ScriptItem& item, const StatementFacts& facts) {
    if (item.kind == ScriptItem::Kind::encoding) return true;
    return item.kind == ScriptItem::Kind::statement && facts.kind != Kind::changes_rows;
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
    if (!leaves_out(item, facts)) session_.run(item.text);
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
    session_.set_error_context(fmt::format("line {}", item.line));
    switch (item.kind) {
      case ScriptItem::Kind::statement:
        if (!leaves_out(item, facts)) session_.run(item.text);
        if (!session_.failed()) session_.report().object_done();
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

  bool leaves_out(const ScriptItem& item, const StatementFacts& facts) {
    if (options_.no_owner && facts.kind == Kind::sets_owner) return true;
    if (options_.no_privileges && facts.kind == Kind::sets_privileges) return true;
    if (options_.no_tablespaces && facts.kind == Kind::sets_parameter && facts.name.name == "default_tablespace")
      return true;
    if (options_.single_transaction && begins_or_ends_transaction(item.text)) return true;
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
  std::vector<std::pair<ScriptItem, StatementFacts>> held_{};
  std::size_t held_size_ = 0;
  std::size_t run_ahead_ = 0;
  std::map<std::string, bool> known_parameters_{};
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
  while (reader.next().kind != ScriptItem::Kind::end) report.object_done();
}

}  // namespace pgdumpcore::restoring
