#include "restore/script_restore.hpp"

#include "base/ascii.hpp"
#include "pg/copy_in.hpp"
#include "restore/statement_reader.hpp"

#include <fmt/format.h>

#include <cctype>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

bool begins_or_ends_transaction(const std::string& statement) {
  std::string words = lower(statement);
  while (!words.empty() && std::isspace(static_cast<unsigned char>(words.back())) != 0) words.pop_back();
  return words == "begin" || words == "commit";
}

class ScriptRun {
 public:
  ScriptRun(std::unique_ptr<io::Source> script, TargetSession& session, bool as_one_transaction)
      : reader_(std::move(script)), session_(session), as_one_transaction_(as_one_transaction) {}

  void run() {
    while (true) {
      const ScriptItem item = reader_.next();
      if (item.kind == ScriptItem::Kind::end) return;
      session_.at(fmt::format("line {}", item.line));
      do_item(item);
    }
  }

 private:
  void do_item(const ScriptItem& item) {
    switch (item.kind) {
      case ScriptItem::Kind::statement:
        if (as_one_transaction_ && begins_or_ends_transaction(item.text)) return;
        session_.run(item.text);
        session_.report().object_done();
        return;
      case ScriptItem::Kind::copy:
        load(item);
        session_.report().object_done();
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

  void connect(const ScriptItem& item) {
    if (as_one_transaction_)
      throw Error(Fault::usage, fmt::format("line {}: the script connects to another database, which cannot be part of "
                                            "a single transaction",
                                            item.line));
    session_.connect(item.text);
  }

  void load(const ScriptItem& item) {
    std::optional<Error> refused;
    std::uint64_t rows = 0;
    try {
      pg::CopyIn copy(session_.connection(), item.text);
      for (auto part = reader_.copy_data(); !part.empty(); part = reader_.copy_data()) {
        copy.write(part);
        session_.report().loaded({}, part.size());
      }
      rows = copy.finish();
    } catch (const Error& error) {
      if (error.fault() != Fault::server && error.fault() != Fault::permission) throw;
      refused = error;
    }
    if (refused) return session_.fail(*refused, item.text);
    session_.report().table_done(rows);
  }

  StatementReader reader_;
  TargetSession& session_;
  bool as_one_transaction_;
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

void run_script(std::unique_ptr<io::Source> script, TargetSession& session, bool as_one_transaction) {
  ScriptRun(std::move(script), session, as_one_transaction).run();
}

void copy_script(std::unique_ptr<io::Source> script, Sink& out, Report& report) {
  StatementReader reader(std::make_unique<TeeSource>(std::move(script), out));
  while (reader.next().kind != ScriptItem::Kind::end) report.object_done();
}

}  // namespace pgdumpcore::restoring
