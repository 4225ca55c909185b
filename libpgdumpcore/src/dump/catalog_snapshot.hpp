// The first half of a dump: what a database holds at one moment, from the first query to the entries.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "dump/entries.hpp"
#include "kinds/table_data.hpp"
#include "pg/connection.hpp"
#include "pg/query_batch.hpp"
#include "select/selection.hpp"
#include "stream/connection_pool.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::dumping {

// What the entries are made for: an archive's say more of the session, and nothing that its reader could not ask for.
enum class OutputKind { script, archive };

// The catalogs of one database in one snapshot. The steps are called once each, in the order in which they stand here.
class CatalogSnapshot {
 public:
  // All of them must outlive it. `connection` is in the snapshot's transaction.
  //   connection_pool: lends connections to read with besides the first if options.jobs says so, until read_rest() is
  //                    over; null: there are none
  CatalogSnapshot(pg::Connection& connection, const std::string& snapshot, stream::ConnectionPool* connection_pool,
                  const DumpOptions& options, const LogCallback& on_log);

  // Finds schemas, extensions, relations and types, selects, and locks what was selected. Returns the name of a table
  // that was replaced meanwhile; this snapshot is of no use then.
  [[nodiscard]] std::optional<std::string> find_and_lock();
  void read_rest();
  void dismiss_workers();
  void order();
  // The entries refer to this.
  [[nodiscard]] Entries render(OutputKind form);

  // How the rows of a table in the entries are read. May be called by several threads.
  [[nodiscard]] kinds::RowStatements row_statements(const catalog::Object& table) const;

  // The tables whose rows are selected, and left out all the same because they are unlogged. After read_rest().
  [[nodiscard]] std::vector<std::string> unlogged_tables() const;

  // How the server quotes is known after find_and_lock().
  [[nodiscard]] const catalog::Dialect& dialect() const { return dialect_; }

 private:
  void ask_for(std::span<const catalog::Kind* const> list);
  template <class Function>
  void for_each_kind(const Function& function);
  [[nodiscard]] std::vector<catalog::Object*> tables_to_lock();
  [[nodiscard]] catalog::Section section_of(const catalog::Kind& kind) const;
  void render_session(Entries& entries) const;
  void render(const catalog::Object& object, catalog::Section section, Entries& entries) const;
  void forward_notices();

  const DumpOptions& options_;
  const LogCallback& on_log_;
  catalog::Dialect dialect_{};
  stream::ConnectionPool* const connection_pool_;
  std::vector<pg::CatalogWorker> workers_;
  catalog::Store store_{};
  catalog::Reader reader_;
  std::vector<catalog::DumpRank> shelves_;
  std::optional<select::Selection> selection_{};
  std::vector<catalog::Object*> ordered_{};
};

// Prepares the session, pins a snapshot, finds and locks; with a new snapshot if a table was replaced before it could
// be locked.
//   snapshot: takes its name
[[nodiscard]] std::unique_ptr<CatalogSnapshot> read_under_locks(pg::Connection& connection,
                                                                stream::ConnectionPool* connection_pool,
                                                                const DumpOptions& options, const LogCallback& on_log,
                                                                std::string& snapshot);

}  // namespace pgdumpcore::dumping
