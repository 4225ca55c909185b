#include "dump/data.hpp"

#include "pg/session.hpp"
#include "stream/insert_rows.hpp"

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore::dumping {

namespace {

// In one round trip: few enough that the statement stays short and the server's memory small.
constexpr std::size_t copies_per_query = 100;

std::string readable_name(const catalog::Object& table) {
  return catalog::schema_name(table) + "." + table.name;
}

// `select` for the rows of this piece alone.
std::string within_range(const std::string& select, const Piece& piece) {
  if (piece.condition.empty()) return select;
  return fmt::format("{} {} {}", select, !piece.table->conditional ? "WHERE" : "AND", piece.condition);
}

bool as_inserts(const DumpOptions& options) {
  return options.inserts || options.column_inserts || options.rows_per_insert > 1;
}

stream::InsertShape insert_shape(const Piece& piece, const kinds::RowStatements& data, const DumpOptions& options,
                                 const catalog::Dialect& dialect) {
  stream::InsertShape shape;
  shape.select = within_range(data.select, piece);
  shape.prefix = fmt::format("INSERT INTO {} ", data.insert_target);
  shape.no_columns = data.columns.empty();
  if (options.column_inserts && !shape.no_columns) shape.prefix += fmt::format("({}) ", fmt::join(data.columns, ", "));
  if (data.overriding_system_value) shape.prefix += "OVERRIDING SYSTEM VALUE ";
  shape.is_default = data.generated;
  shape.rows_per_insert = options.rows_per_insert;
  shape.on_conflict_do_nothing = options.on_conflict_do_nothing;
  shape.standard_conforming_strings = dialect.standard_conforming_strings;
  return shape;
}

// What the message of an error lacks: whose rows they were. Errors of the output have nothing to do with that.
Error about(const Error& error, const Piece& piece) {
  const std::string name = readable_name(*piece.table->table);
  return error.within(fmt::format("dumping the contents of table \"{}\" failed", name)).object("TABLE " + name);
}

template <class Output>
stream::LargeObjectReceiver receiver_of(Output& out) {
  return {.open = [&out](std::uint32_t oid) { out.open(oid); },
          .write = [&out](std::span<const std::byte> bytes) { out.write(bytes); },
          .close = [&out] { out.close(); }};
}

// A foreign table's rows need a session that lets them in.
template <class Action>
void with_rows_let_in(pg::Connection& connection, const catalog::TableData& table, const Action& action) {
  if (table.foreign) pg::restrict_nonsystem_relations(connection, pg::NonsystemRelations::foreign_tables);
  action();
  if (table.foreign) pg::restrict_nonsystem_relations(connection, pg::NonsystemRelations::tables);
}

bool speaks_for_itself(const Error& error) {
  return error.fault() == Fault::io || error.fault() == Fault::cancelled ||
         dynamic_cast<const io::OutputAborted*>(&error) != nullptr;
}

}  // namespace

Data::Data(pg::Connection& leader, const Entries& entries, const DumpOptions& options, const CatalogSnapshot& reading,
           const ProgressCallback& on_progress, DumpSummary& summary)
    : entries_(entries), options_(options), reading_(reading), tracker_(on_progress, summary) {
  std::vector<pg::Oid> oids;
  for (const archive::Entry& entry : entries.list()) {
    if (const catalog::TableData* data = table(entry)) {
      oids.push_back(data->table->address.objid);
      has_work_ |= data->foreign;
    }
    has_work_ |= !large_objects(entry).empty();
  }
  sizes_ = stream::table_sizes(leader, oids);
  for (const pg::Oid oid : oids) {
    const stream::TableSize size = sizes_[oid];
    total_size_ += size.total();
    has_work_ |= !size.surely_empty();
  }
  tracker_.expect(oids.size(), total_size_);
}

const catalog::TableData* Data::table(const archive::Entry& entry) const {
  return std::get_if<catalog::TableData>(&entries_.source(entry));
}

OidList Data::large_objects(const archive::Entry& entry) const {
  const auto* const objects = std::get_if<catalog::LargeObjects>(&entries_.source(entry));
  return objects == nullptr ? OidList() : OidList(objects->oids);
}

stream::TableSize Data::size(const catalog::TableData& table) const {
  const auto found = sizes_.find(table.table->address.objid);
  return found == sizes_.end() ? stream::TableSize() : found->second;
}

std::uint64_t Data::size(const archive::Entry& entry) const {
  const catalog::TableData* const data = table(entry);
  return data == nullptr ? 0 : size(*data).total();
}

// Statements of several rows would end at other rows.
bool Data::can_be_divided(const catalog::TableData& table) const {
  return !options_.no_chunks && dialect().server.major() >= stream::first_major_with_ranges && table.divisible &&
         options_.rows_per_insert == 1;
}

std::vector<Piece> Data::pieces(const archive::Entry& entry, std::uint64_t chunk) {
  const catalog::TableData& data = *table(entry);
  const stream::TableSize whole = size(data);
  const bool divide = chunk > 0 && can_be_divided(data);
  const stream::ChunkPlan plan = divide ? stream::ChunkPlan(whole, chunk) : stream::ChunkPlan(whole.total());
  const std::size_t place = tracker_.add_table(catalog::schema_name(*data.table), data.table->name, plan.count());
  std::vector<Piece> pieces;
  for (std::uint64_t i = 0; i < plan.count(); ++i)
    pieces.push_back({.entry = &entry,
                      .table = &data,
                      .condition = plan.condition(i),
                      .empty = whole.surely_empty() && !data.foreign,
                      .first = i == 0,
                      .last = i + 1 == plan.count(),
                      .weight = plan.weight(),
                      .place = place});
  return pieces;
}

std::string Data::copy_statement(const Piece& piece) const {
  const kinds::RowStatements rows = reading_.row_statements(*piece.table->table);
  if (piece.condition.empty()) return rows.copy_out;
  return fmt::format("COPY ({}) TO stdout", within_range(rows.copy_select, piece));
}

void Data::read(pg::Connection& connection, std::span<const Piece> pieces, const PieceReceiver& receiver) {
  const Piece* at_work = nullptr;
  try {
    if (!as_inserts(options_)) {
      read_copies(connection, pieces, receiver, at_work);
      return;
    }
    for (const Piece& piece : pieces) {
      at_work = &piece;
      read_inserts(connection, piece, receiver);
    }
  } catch (const Error& error) {
    if (at_work == nullptr || speaks_for_itself(error)) throw;
    throw about(error, *at_work);
  }
}

void Data::read(stream::Worker& worker, io::Slot* slot, std::span<const Piece> pieces, const PieceReceiver& receiver) {
  std::vector<stream::LockTarget> tables;
  for (const Piece& piece : pieces)
    if (!piece.empty)
      tables.push_back(
          {.oid = piece.table->table->address.objid,
           .name = dialect().quote.qualified(catalog::schema_name(*piece.table->table), piece.table->table->name)});
  bool locked = false;
  try {
    worker.with_locks(tables, slot, [&](pg::Connection& connection) {
      locked = true;
      read(connection, pieces, receiver);
    });
  } catch (const Error& error) {
    if (locked || speaks_for_itself(error)) throw;
    throw about(error, pieces.front());
  }
}

//   seen: what of a statement's bytes has been told already
stream::OnProgress Data::progress(std::uint64_t& seen) {
  seen = 0;
  return
      [this, &seen](const stream::Counts& counts) { tracker_.moved(counts.bytes - std::exchange(seen, counts.bytes)); };
}

void Data::read_copies(pg::Connection& connection, std::span<const Piece> pieces, const PieceReceiver& receiver,
                       const Piece*& at_work) {
  std::vector<const Piece*> asked;  // of the query at work
  std::size_t next = 0;             // the first piece that has not begun
  Sink* out = nullptr;
  std::uint64_t seen = 0;
  const auto begin = [&](const Piece& piece) -> Sink& {
    at_work = &piece;
    seen = 0;
    tracker_.begin(piece.place);
    ++next;
    out = &receiver.begin(piece);
    return *out;
  };
  const auto end = [&](const Piece& piece, const stream::Counts& counts) {
    if (piece.last) out->write_text("\\.\n\n\n");
    receiver.end(piece);
    tracker_.end(piece.place, counts, piece.weight);
  };
  // Pieces without rows are done when those before them are.
  const auto pass_empty = [&] {
    while (next < pieces.size() && pieces[next].empty) {
      const Piece& piece = pieces[next];
      begin(piece);
      end(piece, {});
    }
  };
  pass_empty();
  while (next < pieces.size()) {
    asked.clear();
    std::vector<std::string> statements;
    for (std::size_t i = next; i < pieces.size() && statements.size() < copies_per_query; ++i) {
      if (pieces[i].empty) continue;
      if (pieces[i].table->foreign && !asked.empty()) break;
      asked.push_back(&pieces[i]);
      statements.push_back(copy_statement(pieces[i]));
      if (pieces[i].table->foreign) break;
    }
    with_rows_let_in(connection, *asked.front()->table, [&] {
      stream::copy_rows(connection, statements,
                        {.begin = [&](std::size_t i) -> Sink& { return begin(*asked[i]); },
                         .end =
                             [&](std::size_t i, const stream::Counts& counts) {
                               end(*asked[i], counts);
                               pass_empty();
                             }},
                        progress(seen));
    });
  }
}

void Data::read_inserts(pg::Connection& connection, const Piece& piece, const PieceReceiver& receiver) {
  tracker_.begin(piece.place);
  Sink& out = receiver.begin(piece);
  stream::Counts counts;
  std::uint64_t seen = 0;
  if (!piece.empty)
    with_rows_let_in(connection, *piece.table, [&] {
      counts = stream::insert_rows(
          connection, insert_shape(piece, reading_.row_statements(*piece.table->table), options_, dialect()), out,
          progress(seen));
    });
  if (piece.last) out.write_text("\n\n");
  receiver.end(piece);
  tracker_.end(piece.place, counts, piece.weight);
}

void Data::read_large_objects(pg::Connection& connection, OidList oids, archive::LargeObjectScript& out) {
  read_large_objects(connection, oids, receiver_of(out));
}

void Data::read_large_objects(pg::Connection& connection, OidList oids, archive::LargeObjectWriter& out) {
  read_large_objects(connection, oids, receiver_of(out));
}

void Data::read_large_objects(pg::Connection& connection, OidList oids, const stream::LargeObjectReceiver& receiver) {
  std::uint64_t seen = 0;
  try {
    tracker_.end_large_objects(stream::read_large_objects(connection, oids, receiver, progress(seen)));
  } catch (const Error& error) {
    if (speaks_for_itself(error)) throw;
    throw error.within("dumping large objects failed").object("LARGE OBJECTS");
  }
}

}  // namespace pgdumpcore::dumping
