#include "kinds/publication_table.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_class;
using catalog::class_id::pg_publication;
using catalog::class_id::pg_publication_rel;

namespace {

struct PublicationTable {
  const Object* publication = nullptr;
  const Object* table = nullptr;
  std::vector<std::string> columns{};  // 15; empty: all
  std::string row_filter{};            // 15
};

constexpr std::string_view publication_table_query = R"(
  SELECT oid, prpubid, prrelid FROM pg_catalog.pg_publication_rel WHERE ${included} ORDER BY oid)";

// What FOR ALL TABLES leaves out is told by the publication itself.
constexpr VersionedText publication_table_gates[] = {{"included", 19, "NOT prexcept", "true"}};

constexpr std::string_view publication_table_detail_query = R"(
  SELECT r.oid, pg_catalog.pg_get_expr(r.prqual, r.prrelid) AS row_filter,
         ARRAY(SELECT a.attname
                 FROM pg_catalog.unnest(r.prattrs) WITH ORDINALITY AS list(number, place)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = list.number
                ORDER BY list.place) AS columns
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_publication_rel r ON r.oid = wanted.oid)";

void read_publication_table(Reader& reader) {
  const catalog::Store& store = reader.store();
  reader.ask(publication_table_query, publication_table_gates, [&store, &reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      const Object* const publication = store.find(pg_publication, row["prpubid"].oid());
      const Object* const table = store.find(pg_class, row["prrelid"].oid());
      if (publication == nullptr || table == nullptr) continue;
      // Until 17 a table's memberships went with its definition; an extension makes the one but not the other.
      if (reader.major() < 18 && !table->wants(Component::definition)) continue;
      Object& object = reader.add(publication_table, {pg_publication_rel, row["oid"].oid()}, table->name);
      object.schema = table->schema;
      object.owner = publication->owner;  // who has to run the command
      object.record = PublicationTable{.publication = publication, .table = table};
    }
  });
}

void read_publication_table_details(Reader& reader) {
  if (reader.major() < 15) return;
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(publication_table))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(publication_table_detail_query, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = *reader.store().find(pg_publication_rel, row["oid"].oid());
      PublicationTable& record = catalog::record<PublicationTable>(object);
      record.row_filter = row["row_filter"].str();
      record.columns = pg::parse_text_array(row["columns"].view());
    }
  });
}

std::strong_ordering compare_publication_table_names(const Object& a, const Object& b) {
  return catalog::record<PublicationTable>(a).publication->name <=>
         catalog::record<PublicationTable>(b).publication->name;
}

std::string published_columns(const Renderer& renderer, const PublicationTable& record) {
  std::string out;
  for (const std::string& column : record.columns) out += (out.empty() ? " (" : ", ") + renderer.id(column);
  return out.empty() ? out : out + ')';
}

// No DROP: the membership goes with the table or the publication.
void render_publication_table(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::definition)) return;
  const PublicationTable& record = catalog::record<PublicationTable>(object);
  Statement statement = renderer.statement(object, "PUBLICATION TABLE");
  statement.tag = record.publication->name + ' ' + record.table->name;
  statement.create = fmt::format("ALTER PUBLICATION {} ADD TABLE ONLY {}{}", renderer.id(record.publication->name),
                                 renderer.qualified(*record.table), published_columns(renderer, record));
  if (!record.row_filter.empty()) statement.create += fmt::format(" WHERE ({})", record.row_filter);
  statement.create += ";\n";
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind publication_table = {.name = "PUBLICATION TABLE",
                                         .selection_rule = catalog::SelectionRule::whole_database,
                                         .read = read_publication_table,
                                         .read_details = read_publication_table_details,
                                         .render = render_publication_table,
                                         .compare_equal_names = compare_publication_table_names};

}  // namespace pgdumpcore::kinds
