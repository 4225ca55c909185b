// One table's or query's rows into a sink: the entry point is pgdumpcore::copy().
#include <pgdumpcore/copy.hpp>

#include "io/codec.hpp"
#include "io/ordered_output.hpp"
#include "io/parallel_frame.hpp"
#include "pg/pooler.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "stream/chunk_plan.hpp"
#include "stream/copy_rows.hpp"
#include "stream/table_sizes.hpp"
#include "stream/worker_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace pgdumpcore {

namespace {

constexpr std::uint64_t chunk_size = std::uint64_t{16} * 1024 * 1024;

// What of the rows has come in, from several threads.
class Counter {
 public:
  explicit Counter(const CopyProgress& on_progress) : on_progress_(on_progress) {}

  // Runs a COPY into `out`.
  void read(pg::Connection& connection, const std::string& statement, Sink& out) {
    stream::Counts seen;
    const auto add = [&](const stream::Counts& counts) {
      const std::lock_guard lock(mutex_);
      sum_.rows += counts.rows - seen.rows;
      sum_.bytes += counts.bytes - seen.bytes;
      seen = counts;
      if (on_progress_) on_progress_(sum_);
    };
    stream::copy_rows(connection, std::span(&statement, 1),
                      {.begin = [&](std::size_t) -> Sink& { return out; },
                       .end = [&](std::size_t, const stream::Counts& counts) { add(counts); }},
                      add);
  }

  [[nodiscard]] CopySummary sum() const { return sum_; }

 private:
  const CopyProgress& on_progress_;
  std::mutex mutex_{};
  CopySummary sum_{};
};

struct Table {
  stream::LockTarget lock{};
  char relkind = '\0';
  std::string columns{};  // quoted
};

class Copy {
 public:
  Copy(const ConnectOptions& connect, const CopyOptions& options, const std::stop_token& stop,
       const CopyProgress& on_progress)
      : connect_(connect),
        options_(options),
        session_{.encoding = options.encoding},
        leader_(pg::Connection::open(connect, stop)),
        connection_pool_(connect_, session_, no_log_),
        counter_(on_progress) {
    pg::prepare_session(leader_, session_);
    if (options.jobs > 1) pg::reject_transaction_pooling(leader_, connect);
  }

  CopySummary run(std::unique_ptr<Sink> out) {
    if (!options_.query.empty()) {
      pg::begin_snapshot(leader_, {.imported = options_.snapshot});
      read_alone(fmt::format("COPY ({}\n) TO STDOUT", options_.query), std::move(out));
      return counter_.sum();
    }
    // The snapshot comes first, as workers and --snapshot want it; lock_table() proves that it still holds.
    const std::string snapshot =
        pg::begin_snapshot(leader_, {.imported = options_.snapshot, .exported = options_.jobs > 1});
    const Table table = lock_table();
    const stream::TableSize size = stream::table_sizes(leader_, std::span(&table.lock.oid, 1))[table.lock.oid];
    const bool divisible =
        options_.jobs > 1 && table.relkind == 'r' && leader_.server().major() >= stream::first_major_with_ranges;
    const stream::ChunkPlan plan = divisible ? stream::ChunkPlan(size, std::min(chunk_size, size.total() / 4 + 1))
                                             : stream::ChunkPlan(size.total());
    if (plan.count() == 1)
      read_alone(whole(table), std::move(out));
    else
      read_chunks(table, plan, snapshot, std::move(out));
    return counter_.sum();
  }

 private:
  Table lock_table() {
    Table table;
    table.lock.name = pg::double_quoted(options_.schema, options_.table);
    leader_.execute(fmt::format("LOCK TABLE {} IN ACCESS SHARE MODE", table.lock.name));
    const pg::Result found =
        leader_.query(fmt::format("SELECT oid, relkind, relfilenode <> 0 AND"
                                  " pg_catalog.pg_relation_filenode(oid) IS DISTINCT FROM relfilenode AS replaced"
                                  " FROM pg_catalog.pg_class WHERE oid = {}::pg_catalog.regclass",
                                  pg::quote_literal(table.lock.name)));
    if (found.rows() == 0 || found.row(0)["replaced"].flag())
      throw Error(Fault::data,
                  fmt::format("table {} was rewritten or truncated after the snapshot was taken", table.lock.name))
          .hint("Try again, with a new snapshot.");
    table.lock.oid = found.row(0)["oid"].oid();
    table.relkind = found.row(0)["relkind"].character();
    table.columns = columns_of(table.lock.oid);
    return table;
  }

  std::string columns_of(pg::Oid table) {
    std::vector<std::string> names;
    for (const std::string& name : options_.columns) names.push_back(pg::double_quoted(name));
    if (!names.empty()) return fmt::format("{}", fmt::join(names, ", "));
    const pg::Result columns =
        leader_.query(fmt::format("SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = {} AND attnum > 0"
                                  " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                                  table));
    for (const pg::Row column : columns) names.push_back(pg::double_quoted(column["attname"].view()));
    return fmt::format("{}", fmt::join(names, ", "));
  }

  static std::string whole(const Table& table) {
    return fmt::format("COPY (SELECT {} FROM {} {}) TO STDOUT", table.columns, table.relkind == 'r' ? "ONLY" : "",
                       table.lock.name);
  }

  void read_alone(const std::string& statement, std::unique_ptr<Sink> target) {
    const std::unique_ptr<Sink> out = io::compress_to(std::move(target), options_.compression);
    counter_.read(leader_, statement, *out);
    out->finish();
  }

  void read_chunks(const Table& table, const stream::ChunkPlan& plan, const std::string& snapshot,
                   std::unique_ptr<Sink> out) {
    io::ParallelFrame frame(options_.compression);
    stream::WorkerPool pool(leader_, {.connection_pool = connection_pool_, .snapshot = snapshot}, options_.jobs);
    io::OrderedOutput slots(*out, chunk_size * static_cast<std::size_t>(options_.jobs), pool.stop_token());
    out->write_text(frame.beginning());
    for (std::uint64_t i = 0; i < plan.count(); ++i) {
      const std::string statement = fmt::format("COPY (SELECT {} FROM ONLY {} WHERE {}) TO STDOUT", table.columns,
                                                table.lock.name, plan.condition(i));
      pool.add([this, &table, own_slot = slots.open(), part = frame.part(), statement](stream::Worker& worker) mutable {
        io::Slot& slot = *own_slot;
        const std::unique_ptr<Sink> into = part(std::move(own_slot));
        worker.with_locks(std::span(&table.lock, 1), &slot,
                          [&](pg::Connection& connection) { counter_.read(connection, statement, *into); });
        into->finish();
      });
    }
    pool.finish();
    slots.finish();
    out->write_text(frame.ending());
    out->finish();
  }

  const ConnectOptions& connect_;
  const CopyOptions& options_;
  const pg::SessionSettings session_;
  const LogCallback no_log_{};
  pg::Connection leader_;
  stream::ConnectionPool connection_pool_;
  Counter counter_;
};

}  // namespace

CopySummary copy(const ConnectOptions& connect, const CopyOptions& options, std::unique_ptr<Sink> out,
                 const std::stop_token& stop, const CopyProgress& on_progress) {
  const bool a_table = !options.schema.empty() && !options.table.empty();
  if (options.query.empty() != a_table || (!options.query.empty() && !options.table.empty()))
    throw Error(Fault::usage, "a copy is of one table, with its schema, or of one query");
  if (options.jobs < 1) throw Error(Fault::usage, "the number of jobs must be at least 1");
  return Copy(connect, options, stop, on_progress).run(std::move(out));
}

}  // namespace pgdumpcore
