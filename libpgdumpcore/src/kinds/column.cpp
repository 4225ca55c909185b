#include "kinds/column.hpp"

#include "kinds/attribute_default.hpp"
#include "kinds/foreign_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::VersionedText;

namespace {

// pg_attver is the server's own note in attoptions (minors of November 2026); other servers would reject it.
constexpr std::string_view columns_query = R"sql(
SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(t.oid, a.atttypmod) AS type, a.atttypid,
       a.attisdropped, a.attislocal, a.atthasdef, a.attstorage, t.typstorage, ${compression} AS compression,
       a.attidentity, a.attgenerated, COALESCE(a.attstattarget, -1) AS statistics_target,
       CASE WHEN a.attoptions IS NOT NULL THEN pg_catalog.array_to_string(ARRAY(
         SELECT option.text FROM pg_catalog.unnest(a.attoptions) WITH ORDINALITY option(text, place)
          WHERE NOT pg_catalog.starts_with(option.text, 'pg_attver=') ORDER BY option.place), ', ') END AS options,
       collation_schema.nspname AS collation_schema, c.collname AS collation,
       ${not_null}
  FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) interesting(oid)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = interesting.oid AND a.attnum > 0
  LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation AND a.attcollation <> t.typcollation
  LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = c.collnamespace
  ${not_null_joins}
 ORDER BY a.attrelid, a.attnum)sql";

// Since 18 not-null constraints have rows of their own, with names and comments.
constexpr std::array<VersionedText, 3> columns_gates = {{
    {"compression", 14, "a.attcompression", "''"},
    {"not_null", 18,
     "n.conname AS not_null, n.convalidated AS not_null_valid, n.connoinherit AS not_null_no_inherit,\n"
     "       n.conislocal AS not_null_local, d.description AS not_null_comment",
     "CASE WHEN a.attnotnull THEN '' END AS not_null, true AS not_null_valid, false AS not_null_no_inherit,\n"
     "       true AS not_null_local, NULL AS not_null_comment"},
    {"not_null_joins", 18,
     "LEFT JOIN pg_catalog.pg_constraint n\n"
     "    ON n.conrelid = a.attrelid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum]\n"
     "  LEFT JOIN pg_catalog.pg_description d\n"
     "    ON d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objoid = n.oid",
     ""},
}};

// A name that the server would choose again needs no mention, unless a comment has to find the constraint.
void read_not_null(const pg::Row& row, const Object& table, Column& column) {
  if (row["not_null"].is_null()) return;
  column.not_null_valid = row["not_null_valid"].flag();
  if (!column.not_null_valid) return;
  column.not_null = true;
  column.not_null_local = row["not_null_local"].flag();
  column.not_null_no_inherit = row["not_null_no_inherit"].flag();
  const pg::Field comment = row["not_null_comment"];
  if (!comment.is_null()) column.not_null_comment = comment.str();
  const std::string_view name = row["not_null"].view();
  if (!comment.is_null() || name != fmt::format("{}_{}_not_null", table.name, column.name)) column.not_null_name = name;
}

Column column_record(const pg::Row& row, const Object& table, base::TextPool& texts) {
  Column out;
  out.number = row["attnum"].small();
  out.name = texts(row["attname"].view());
  out.type = texts(row["type"].view());
  out.type_oid = row["atttypid"].oid();
  out.dropped = row["attisdropped"].flag();
  out.local = row["attislocal"].flag();
  out.has_default = row["atthasdef"].flag();
  out.storage = row["attstorage"].character();
  out.type_storage = row["typstorage"].character();
  out.compression = row["compression"].character();
  out.identity = row["attidentity"].character();
  out.generated = row["attgenerated"].character();
  out.statistics_target = row["statistics_target"].small();
  out.options = texts(row["options"].view());
  out.collation_schema = texts(row["collation_schema"].view());
  out.collation = texts(row["collation"].view());
  read_not_null(row, table, out);
  return out;
}

std::string not_null_word(const Renderer& renderer, const Column& column) {
  if (column.not_null_name.empty()) return "NOT NULL";
  return "CONSTRAINT " + renderer.id(column.not_null_name) + " NOT NULL";
}

// DEFAULT or GENERATED, where it stands inside CREATE.
std::string value_clause(const Column& column) {
  if (column.default_value == nullptr) return "";
  const auto& value = catalog::record<AttributeDefault>(*column.default_value);
  if (value.separate || value.inherited) return "";
  if (column.generated == 's') return fmt::format(" GENERATED ALWAYS AS ({}) STORED", value.expression);
  if (column.generated == 'v') return fmt::format(" GENERATED ALWAYS AS ({})", value.expression);
  return " DEFAULT " + value.expression;
}

// Nothing where the type of a typed table says all there is to say.
std::string stated_column(const Renderer& renderer, const Relation& details, const Column& column) {
  const std::string value = value_clause(column);
  const bool not_null = column.not_null && (column.not_null_local || details.is_partition);
  const bool typed = details.of_type_oid != 0;
  if (typed && value.empty() && !not_null) return "";
  std::string out = renderer.id(column.name);
  if (!typed) out += ' ' + column.type;
  out += value;
  if (not_null) out += ' ' + not_null_word(renderer, column);
  if (not_null && column.not_null_no_inherit) out += " NO INHERIT";
  return out + collate_clause(renderer, column);
}

// A not-null constraint on a column that a parent brings. pg_dump writes its name as it is, so that
// --quote-all-identifiers does not reach it; a name that needs quotes has them here all the same.
std::string added_not_null(const Renderer& renderer, const Column& column) {
  std::string out;
  if (!column.not_null_name.empty())
    out = "CONSTRAINT " + renderer.dialect().quote.where_needed(column.not_null_name) + ' ';
  out += "NOT NULL " + renderer.id(column.name);
  if (column.not_null_no_inherit) out += " NO INHERIT";
  return out;
}

std::string_view storage_word(char storage) {
  switch (storage) {
    case 'p':
      return "PLAIN";
    case 'e':
      return "EXTERNAL";
    case 'x':
      return "EXTENDED";
    case 'm':
      return "MAIN";
    default:
      return "";
  }
}

std::string_view compression_word(char compression) {
  switch (compression) {
    case 'p':
      return "pglz";
    case 'l':
      return "lz4";
    default:
      return "";
  }
}

// Of so many relations at a time: one answer for all of them would be the largest thing in memory.
constexpr std::size_t relations_at_once = 4096;

void take_columns(Reader& reader, const pg::Result& rows) {
  for (int first = 0, last = 0; first < rows.rows(); first = last) {
    const std::string_view relation = rows.row(first)["attrelid"].view();
    while (last < rows.rows() && rows.row(last)["attrelid"].view() == relation) ++last;
    Object* const table = reader.store().find(class_id::pg_class, rows.row(first)["attrelid"].oid());
    std::vector<Column>& columns = as_relation(*table).columns;
    columns.reserve(static_cast<std::size_t>(last - first));
    for (int i = first; i < last; ++i) columns.push_back(column_record(rows.row(i), *table, reader.store().texts));
  }
}

}  // namespace

void read_columns(Reader& reader) {
  std::vector<Object*> interesting;
  for (Object* object : relations(reader.store())) {
    const Relation& details = as_relation(*object);
    if (details.interesting && details.relkind != 'S') interesting.push_back(object);
  }
  for (std::span<Object* const> left = interesting; !left.empty();) {
    const auto some = left.first(std::min(left.size(), relations_at_once));
    left = left.subspan(some.size());
    reader.ask(with_oids(columns_query, some), columns_gates,
               [&reader](const pg::Result& rows) { take_columns(reader, rows); });
  }
}

bool stated(const Relation& details, const Column& column) {
  return !column.dropped && (column.local || details.is_partition);
}

const Column* find_column(const Relation& details, std::string_view name) {
  const auto found =
      std::ranges::find(details.columns, name, [](const Column& column) -> std::string_view { return column.name; });
  return found == details.columns.end() ? nullptr : &*found;
}

std::vector<std::string> column_elements(const Renderer& renderer, const Relation& details) {
  std::vector<std::string> out;
  for (const Column& column : details.columns) {
    if (column.dropped) continue;
    if (stated(details, column)) {
      std::string text = stated_column(renderer, details, column);
      if (!text.empty()) out.push_back(std::move(text));
    } else if (renderer.major() >= 18 && column.not_null && column.not_null_local) {
      out.push_back(added_not_null(renderer, column));
    }
  }
  return out;
}

std::string collate_clause(const Renderer& renderer, const Column& column) {
  if (column.collation.empty()) return "";
  return fmt::format(" COLLATE {}.{}", renderer.id(column.collation_schema), renderer.id(column.collation));
}

std::string column_settings(const Renderer& renderer, const Object& object) {
  const Relation& details = as_relation(object);
  const std::string alter = fmt::format("ALTER {}TABLE ONLY {} ALTER COLUMN ", details.relkind == 'f' ? "FOREIGN " : "",
                                        renderer.qualified(object));
  std::string out;
  for (const Column& column : details.columns) {
    if (column.dropped) continue;
    const auto set = [&](std::string_view what) {
      out += fmt::format("{}{} SET {};\n", alter, renderer.id(column.name), what);
    };
    // Later majors have a clause for this inside CREATE TABLE.
    if (renderer.major() < 18 && !stated(details, column) && column.not_null && column.not_null_local) set("NOT NULL");
    if (column.statistics_target >= 0) set(fmt::format("STATISTICS {}", column.statistics_target));
    const std::string_view storage = storage_word(column.storage);
    if (column.storage != column.type_storage && !storage.empty()) set(fmt::format("STORAGE {}", storage));
    const std::string_view compression = compression_word(column.compression);
    if (!compression.empty() && !renderer.options().no_toast_compression)
      set(fmt::format("COMPRESSION {}", compression));
    if (!column.options.empty()) set(fmt::format("({})", column.options));
    if (!column.foreign_options.empty())
      out +=
          fmt::format("ALTER FOREIGN TABLE {}{} ALTER COLUMN {} {};\n", renderer.major() >= 17 ? "ONLY " : "",
                      renderer.qualified(object), renderer.id(column.name), options_clause("", column.foreign_options));
  }
  return out;
}

void render_not_null_comments(Renderer& renderer, const Object& object) {
  if (renderer.options().no_comments) return;
  for (const Column& column : as_relation(object).columns) {
    if (!column.not_null || !column.not_null_comment) continue;
    const std::string name = renderer.id(column.not_null_name);
    catalog::Statement comment;
    comment.tag = fmt::format("CONSTRAINT {} ON {}", name, renderer.id(object.name));
    comment.description = "COMMENT";
    comment.schema = schema_name(object);
    comment.owner = object.owner;
    comment.create = fmt::format("COMMENT ON CONSTRAINT {} ON {} IS {};\n", name, renderer.qualified(object),
                                 renderer.literal(*column.not_null_comment));
    comment.depends_on = {&object};
    renderer.emit(std::move(comment));
  }
}

}  // namespace pgdumpcore::kinds
