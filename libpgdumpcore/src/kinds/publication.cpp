#include "kinds/publication.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"

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

namespace {

struct Publication {
  bool all_tables = false;
  bool all_sequences = false;           // 19
  std::vector<const Object*> except{};  // 19: tables that all_tables leaves out
  std::string operations{};             // "insert, update"
  bool via_root = false;
  bool stored_columns = false;  // 18: stored generated columns too
};

constexpr std::string_view publication_query = R"(
  SELECT oid, pubname, pg_catalog.pg_get_userbyid(pubowner) AS owner, puballtables, ${all_sequences} AS all_sequences,
         pg_catalog.concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
                              CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END)
           AS operations,
         pubviaroot, ${stored_columns} AS stored_columns
    FROM pg_catalog.pg_publication
   ORDER BY oid)";

constexpr VersionedText publication_gates[] = {{"all_sequences", 19, "puballsequences", "false"},
                                               {"stored_columns", 18, "pubgencols = 's'", "false"}};

constexpr std::string_view except_query = R"(
  SELECT prpubid, prrelid FROM pg_catalog.pg_publication_rel WHERE prexcept ORDER BY prpubid, ctid)";

void take_exceptions(const catalog::Store& store, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object* const object = store.find(pg_publication, row["prpubid"].oid());
    const Object* const table = store.find(pg_class, row["prrelid"].oid());
    if (object != nullptr && table != nullptr) catalog::record<Publication>(*object).except.push_back(table);
  }
}

void take_publications(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object& object = reader.add(publication, {pg_publication, row["oid"].oid()}, row["pubname"].str());
    object.owner = reader.store().texts(row["owner"].view());
    object.record = Publication{.all_tables = row["puballtables"].flag(),
                                .all_sequences = row["all_sequences"].flag(),
                                .operations = row["operations"].str(),
                                .via_root = row["pubviaroot"].flag(),
                                .stored_columns = row["stored_columns"].flag()};
  }
}

void read_publication(Reader& reader) {
  if (reader.options().no_publications) return;
  reader.ask(publication_query, publication_gates,
             [&reader](const pg::Result& rows) { take_publications(reader, rows); });
  if (reader.major() >= 19)
    reader.ask(except_query, [&store = reader.store()](const pg::Result& rows) { take_exceptions(store, rows); });
}

std::string published(const Renderer& renderer, const Publication& record) {
  if (!record.all_tables) return record.all_sequences ? " FOR ALL SEQUENCES" : "";
  std::string out = " FOR ALL TABLES";
  for (const Object* table : record.except) {
    out += table == record.except.front() ? " EXCEPT (" : ", ";
    out += "TABLE ONLY " + renderer.qualified(*table);
  }
  if (!record.except.empty()) out += ')';
  if (record.all_sequences) out += ", ALL SEQUENCES";
  return out;
}

std::string create_publication(const Renderer& renderer, const std::string& name, const Publication& record) {
  std::string out =
      fmt::format("CREATE PUBLICATION {}{} WITH (publish = '{}'", name, published(renderer, record), record.operations);
  if (record.via_root) out += ", publish_via_partition_root = true";
  if (record.stored_columns) out += ", publish_generated_columns = stored";
  return out + ");\n";
}

void render_publication(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const std::string name = renderer.id(object.name);
    Statement statement = renderer.statement(object, "PUBLICATION");
    statement.create = create_publication(renderer, name, catalog::record<Publication>(object));
    statement.drop = fmt::format("DROP PUBLICATION {};\n", name);
    renderer.emit(std::move(statement));
  }
  const CommentTarget about = labelled(renderer, object, "PUBLICATION");
  render_comment(renderer, object, about);
  render_security_label(renderer, object, about);
}

}  // namespace

const catalog::Kind publication = {.name = "PUBLICATION",
                                   .selection_rule = catalog::SelectionRule::in_schema,
                                   .read = read_publication,
                                   .render = render_publication};

}  // namespace pgdumpcore::kinds
