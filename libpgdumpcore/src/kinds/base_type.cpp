#include "kinds/base_type.hpp"

#include "kinds/type.hpp"

#include <array>

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Reader;
using catalog::Renderer;

namespace {

// Functions are kept as regproc text: quoted, and qualified as far as needed; empty where there is none.
struct Base {
  std::string length{};
  std::string input{};
  std::string output{};
  std::string receive{};
  std::string send{};
  std::string typmod_in{};
  std::string typmod_out{};
  std::string analyze{};
  std::string subscript{};  // 14 and later
  bool collatable = false;
  std::optional<std::string> default_expression{};
  std::optional<std::string> default_literal{};
  std::string category{};
  bool preferred = false;
  std::string delimiter{};
  char alignment = '\0';
  char storage = '\0';
  bool by_value = false;
};

constexpr std::string_view bases_query = R"sql(
SELECT oid,
       typlen,
       typinput,
       typoutput,
       CASE WHEN typreceive <> 0 THEN typreceive END AS receive,
       CASE WHEN typsend <> 0 THEN typsend END AS send,
       CASE WHEN typmodin <> 0 THEN typmodin END AS typmod_in,
       CASE WHEN typmodout <> 0 THEN typmodout END AS typmod_out,
       CASE WHEN typanalyze <> 0 THEN typanalyze END AS analyze,
       ${subscript} AS subscript,
       typcollation <> 0 AS collatable,
       pg_catalog.pg_get_expr(typdefaultbin, 0) AS default_expression,
       typdefault,
       typcategory,
       typispreferred,
       typdelim,
       typalign,
       typstorage,
       typbyval
  FROM pg_catalog.pg_type
 WHERE oid = ANY ('%OIDS%'::pg_catalog.oid[])
)sql";

constexpr std::array<catalog::VersionedText, 1> bases_gates = {{
    {"subscript", 14, "CASE WHEN typsubscript <> 0 THEN typsubscript END", "NULL"},
}};

Base base_of(const pg::Row& row) {
  return {
      .length = row["typlen"].str(),
      .input = row["typinput"].str(),
      .output = row["typoutput"].str(),
      .receive = row["receive"].str(),
      .send = row["send"].str(),
      .typmod_in = row["typmod_in"].str(),
      .typmod_out = row["typmod_out"].str(),
      .analyze = row["analyze"].str(),
      .subscript = row["subscript"].str(),
      .collatable = row["collatable"].flag(),
      .default_expression = row["default_expression"].optional_text(),
      .default_literal = row["typdefault"].optional_text(),
      .category = row["typcategory"].str(),
      .preferred = row["typispreferred"].flag(),
      .delimiter = row["typdelim"].str(),
      .alignment = row["typalign"].character(),
      .storage = row["typstorage"].character(),
      .by_value = row["typbyval"].flag(),
  };
}

void read_base_type_details(Reader& reader) {
  add_shells(reader, base_type);
  const std::vector<Object*> bases = types_to_define(reader.store(), base_type);
  if (bases.empty()) return;
  reader.ask(catalog::with_oids(bases_query, bases), bases_gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* object = reader.store().find(catalog::class_id::pg_type, row["oid"].oid());
      catalog::record<Type>(*object).extra = base_of(row);
    }
  });
}

std::string_view alignment_name(char alignment) {
  switch (alignment) {
    case 'c':
      return "char";
    case 's':
      return "int2";
    case 'i':
      return "int4";
    case 'd':
      return "double";
    default:
      return "";
  }
}

std::string_view storage_name(char storage) {
  switch (storage) {
    case 'p':
      return "plain";
    case 'e':
      return "external";
    case 'x':
      return "extended";
    case 'm':
      return "main";
    default:
      return "";
  }
}

// One "NAME = value" after another; empty values are left out.
class Clauses {
 public:
  explicit Clauses(std::string head) : text_(std::move(head)) {}

  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    add(name);
    text_.append(" = ").append(value);
  }
  void add(std::string_view name) {
    text_.append(separator_).append(name);
    separator_ = ",\n    ";
  }
  [[nodiscard]] std::string finish() && { return std::move(text_) + "\n);\n"; }

 private:
  std::string text_;
  std::string_view separator_ = "\n    ";
};

std::string default_clause(const Base& base, const Renderer& renderer) {
  if (base.default_expression) return *base.default_expression;
  if (base.default_literal) return renderer.literal(*base.default_literal);
  return "";
}

std::string create_base_type(const Object& object, const Renderer& renderer) {
  const Type& shared = catalog::record<Type>(object);
  const Base& base = std::any_cast<const Base&>(shared.extra);
  Clauses clauses("CREATE TYPE " + renderer.qualified(object) + " (");
  clauses.add("INTERNALLENGTH", base.length == "-1" ? "variable" : base.length);
  clauses.add("INPUT", base.input);
  clauses.add("OUTPUT", base.output);
  clauses.add("RECEIVE", base.receive);
  clauses.add("SEND", base.send);
  clauses.add("TYPMOD_IN", base.typmod_in);
  clauses.add("TYPMOD_OUT", base.typmod_out);
  clauses.add("ANALYZE", base.analyze);
  if (base.collatable) clauses.add("COLLATABLE", "true");
  clauses.add("DEFAULT", default_clause(base, renderer));
  clauses.add("SUBSCRIPT", base.subscript);
  if (shared.element != 0) clauses.add("ELEMENT", formatted_type(renderer.store(), shared.element));
  if (base.category != "U") clauses.add("CATEGORY", renderer.literal(base.category));
  if (base.preferred) clauses.add("PREFERRED", "true");
  if (base.delimiter != ",") clauses.add("DELIMITER", renderer.literal(base.delimiter));
  clauses.add("ALIGNMENT", alignment_name(base.alignment));
  clauses.add("STORAGE", storage_name(base.storage));
  if (base.by_value) clauses.add("PASSEDBYVALUE");
  return std::move(clauses).finish();
}

void render_base_type(const Object& object, Renderer& renderer) {
  // A plain DROP would be refused: the type's own functions depend on it.
  if (object.wants(catalog::Component::definition))
    render_type_entry(renderer, object, "TYPE", create_base_type(object, renderer),
                      "DROP TYPE " + renderer.qualified(object) + " CASCADE;\n");
  render_type_facets(renderer, object, "TYPE");
}

}  // namespace

const catalog::Kind base_type = {.name = "TYPE",
                                 .read_details = read_base_type_details,
                                 .render = render_base_type,
                                 .break_loop = loosen_from_function};

}  // namespace pgdumpcore::kinds
