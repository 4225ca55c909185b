#include "restore/database_output.hpp"

#include "pg/copy_in.hpp"
#include "pg/quote.hpp"
#include "restore/row_reader.hpp"
#include "restore/statement_reader.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;

constexpr std::size_t rows_block_size = std::size_t{256} * 1024;
// How much SQL is sent at once where many small statements may go together.
constexpr std::size_t batch_size = std::size_t{256} * 1024;
constexpr std::size_t batch_statements = 1000;

// Runs something that may fail as a statement may; what else it throws goes on.
std::optional<Error> refusal_of(const Report& report, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    if (!report.may_pass_over(error)) throw;
    return error;
  }
  return std::nullopt;
}

// Writes large objects with as few round trips as it takes. They exist already.
class LargeObjectLoader {
 public:
  LargeObjectLoader(TargetSession& session, bool standard_conforming_strings)
      : session_(session), prefix_(standard_conforming_strings ? "'\\x" : "'\\\\x") {}

  void open(std::uint32_t oid) {
    oid_ = oid;
    offset_ = 0;
  }

  void write(std::span<const std::byte> bytes) {
    static constexpr std::size_t most = std::size_t{128} * 1024;
    static constexpr std::string_view digits = "0123456789abcdef";
    session_.report().loaded("large objects", bytes.size());
    while (!bytes.empty()) {
      const auto part = bytes.first(std::min(bytes.size(), most));
      sql_ += fmt::format("SELECT pg_catalog.lo_put('{}', {}, {}", oid_, offset_, prefix_);
      for (const std::byte byte : part) {
        sql_ += digits[std::to_integer<std::size_t>(byte >> 4U)];
        sql_ += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
      }
      sql_ += "');\n";
      offset_ += part.size();
      bytes = bytes.subspan(part.size());
      if (sql_.size() >= batch_size) flush();
    }
  }

  void flush() {
    if (!sql_.empty()) session_.connection().execute(std::exchange(sql_, {}));
  }

 private:
  TargetSession& session_;
  std::string prefix_;
  std::string sql_{};
  std::uint32_t oid_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace

std::string entry_object(const Entry& entry) {
  return entry.description + " " + (entry.schema.empty() ? entry.tag.str() : entry.schema + "." + entry.tag);
}

std::string entry_context(const Entry& entry) {
  return fmt::format("from TOC entry {}; {} {} {} {} {}", entry.dump_id, entry.table_oid, entry.oid, entry.description,
                     pg::comment_safe(entry.tag), pg::comment_safe(entry.owner));
}

CopiedRows copy_rows(const std::string& copy, const Entry& entry, std::unique_ptr<io::Source> rows,
                     TargetSession& session) {
  pg::CopyIn into(session.connection(), copy);
  RowReader reader(std::move(rows), rows_block_size);
  for (std::string block; reader.next(block);) {
    into.write(std::as_bytes(std::span(block)));
    session.report().loaded(entry_object(entry), block.size());
  }
  const std::uint64_t taken = into.finish();
  return {.sent = reader.rows(), .taken = taken};
}

void DatabaseOutput::begin_entry(const Entry& entry) {
  session_.set_error_context(entry_context(entry), entry_object(entry));
  session_.report().begin(entry_object(entry));
}

void DatabaseOutput::commands(std::string_view sql) {
  // Changes of a table's partitions side by side can lock them in each other's way; one of the two always goes on.
  static constexpr int attempts = 10;
  // A definition that is only a remark is nothing to run.
  if (sql.find_first_not_of(" \n") != std::string_view::npos) session_.run(std::string(sql), attempts);
}

void DatabaseOutput::each_line(std::string_view sql) {
  std::vector<std::string> commands;
  while (!sql.empty()) {
    const auto end = std::min(sql.find('\n'), sql.size());
    if (end > 0) commands.emplace_back(sql.substr(0, end));
    sql.remove_prefix(std::min(end + 1, sql.size()));
    if (commands.size() == batch_statements || sql.empty()) session_.run_each(std::exchange(commands, {}));
  }
}

void DatabaseOutput::data(const Entry& entry) {
  if (entry.description == "BLOBS")
    load_large_objects(entry);
  else if (entry.copy.empty())
    load_inserts(entry);
  else
    load_rows(entry);
}

void DatabaseOutput::load_large_objects(const Entry& entry) {
  const bool own_transaction = !session_.in_transaction();
  if (own_transaction) session_.begin();
  const std::optional<Error> refused = refusal_of(session_.report(), [&] {
    LargeObjectLoader loader(session_, standard_conforming_strings_);
    archive::LargeObjectConsumer consumer = {.open = [&](std::uint32_t oid) { loader.open(oid); },
                                             .write = [&](std::span<const std::byte> bytes) { loader.write(bytes); },
                                             .close = [] {}};
    consumer.damaged = [&](const Error& error) {
      if (!session_.report().may_pass_over(error)) throw error;
      session_.fail(error, "");
    };
    reader_.large_objects(entry, consumer);
    loader.flush();
  });
  if (own_transaction) session_.end(!refused);
  if (refused) session_.fail(*refused, "");
}

void DatabaseOutput::load_inserts(const Entry& entry) {
  if (const auto refused = refusal_of(session_.report(), [&] { run_inserts(entry); })) session_.fail(*refused, "");
}

void DatabaseOutput::run_inserts(const Entry& entry) {
  StatementReader statements(reader_.table_data(entry), standard_conforming_strings_);
  std::vector<std::string> batch;
  std::size_t size = 0;
  while (true) {
    ScriptItem item = statements.next();
    const bool ended = item.kind == ScriptItem::Kind::end;
    if (!ended && item.kind != ScriptItem::Kind::statement)
      throw Error(Fault::data, entry_context(entry) + ": something else than INSERT stands among the rows");
    size += item.text.size();
    if (!ended) batch.push_back(std::move(item.text));
    if (!ended && size < batch_size && batch.size() < batch_statements) continue;
    session_.run_each(std::exchange(batch, {}));
    session_.report().loaded(entry_object(entry), std::exchange(size, 0));
    if (ended) break;
  }
  session_.report().table_done(0, entry.dump_id);
}

void DatabaseOutput::load_rows(const Entry& entry) {
  std::uint64_t count = 0;
  const std::optional<Error> refused = refusal_of(session_.report(), [&] {
    const std::optional<std::uint64_t> loaded = loader_ ? loader_(entry) : std::nullopt;
    if (loaded) {
      count = *loaded;
      return;
    }
    const CopiedRows rows = copy_rows(entry.copy.str(), entry, reader_.table_data(entry), session_);
    count = rows.taken;
    session_.compare_rows(rows.sent, rows.taken, entry_object(entry));
  });
  if (refused)
    session_.fail(*refused, entry.copy.str());
  else
    session_.report().table_done(count, entry.dump_id);
}

}  // namespace pgdumpcore::restoring
