#include "kinds/operator.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"
#include "kinds/type.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_operator;

namespace {

// Another operator, by schema and name: its operands follow from this one's.
struct Partner {
  std::string schema{};
  std::string name{};  // empty: there is none
};

struct Operator {
  const catalog::Store* store = nullptr;  // that knows the types
  char kind = '\0';                       // l(eft unary), b(inary); r(ight unary) until 13
  Oid left = 0;
  Oid right = 0;
  std::string left_name{};
  std::string right_name{};
  std::string function{};   // empty: a shell, which another operator named but nobody defined
  std::string restrict {};  // selectivity estimators; empty: none
  std::string join{};
  Partner commutator{};
  Partner negator{};
  bool merges = false;
  bool hashes = false;
};

constexpr std::string_view operator_query = R"(
  SELECT o.oid, o.oprname, o.oprnamespace, pg_catalog.pg_get_userbyid(o.oprowner) AS owner, o.oprkind,
         o.oprleft, o.oprright,
         o.oprleft::pg_catalog.regtype AS left_name, o.oprright::pg_catalog.regtype AS right_name,
         o.oprcode::pg_catalog.regprocedure AS function,
         o.oprrest::pg_catalog.regprocedure AS restrict, o.oprjoin::pg_catalog.regprocedure AS join,
         commutator_schema.nspname AS commutator_schema, commutator.oprname AS commutator,
         negator_schema.nspname AS negator_schema, negator.oprname AS negator,
         o.oprcanmerge, o.oprcanhash
    FROM pg_catalog.pg_operator o
    LEFT JOIN pg_catalog.pg_operator commutator ON commutator.oid = o.oprcom
    LEFT JOIN pg_catalog.pg_namespace commutator_schema ON commutator_schema.oid = commutator.oprnamespace
    LEFT JOIN pg_catalog.pg_operator negator ON negator.oid = o.oprnegate
    LEFT JOIN pg_catalog.pg_namespace negator_schema ON negator_schema.oid = negator.oprnamespace
   WHERE o.oid >= 16384
   ORDER BY o.oid)";

// A regprocedure without its argument types, which CREATE OPERATOR does not take; empty for "-", none.
std::string routine_name(std::string_view regprocedure) {
  if (regprocedure == "-") return {};
  bool quoted = false;
  for (std::size_t i = 0; i < regprocedure.size(); ++i) {
    if (regprocedure[i] == '"') quoted = !quoted;
    if (regprocedure[i] == '(' && !quoted) return std::string(regprocedure.substr(0, i));
  }
  return std::string(regprocedure);
}

Operator operator_record(const pg::Row& row, const catalog::Store& store) {
  return {.store = &store,
          .kind = row["oprkind"].character(),
          .left = row["oprleft"].oid(),
          .right = row["oprright"].oid(),
          .left_name = row["left_name"].str(),
          .right_name = row["right_name"].str(),
          .function = routine_name(row["function"].view()),
          .restrict = routine_name(row["restrict"].view()),
          .join = routine_name(row["join"].view()),
          .commutator = {row["commutator_schema"].str(), row["commutator"].str()},
          .negator = {row["negator_schema"].str(), row["negator"].str()},
          .merges = row["oprcanmerge"].flag(),
          .hashes = row["oprcanhash"].flag()};
}

void read_operator(Reader& reader) {
  reader.ask(operator_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object =
          reader.add(operator_, {pg_operator, row["oid"].oid()}, row["oprname"].str(), row["oprnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = operator_record(row, reader.store());
    }
  });
}

// Unary operators before binary ones, then by their operands.
std::strong_ordering compare_operator_names(const Object& a, const Object& b) {
  const Operator& one = catalog::record<Operator>(a);
  const Operator& other = catalog::record<Operator>(b);
  if (const auto order = other.kind <=> one.kind; order != 0) return order;
  if (const auto order = compare_types(*one.store, one.left, other.left); order != 0) return order;
  return compare_types(*one.store, one.right, other.right);
}

// Names of operators are never quoted.
std::string partner(const Renderer& renderer, const Partner& other) {
  return fmt::format("OPERATOR({}.{})", renderer.id(other.schema), other.name);
}

std::string create_operator(const Renderer& renderer, const std::string& name, const Operator& record) {
  std::string out = fmt::format("CREATE OPERATOR {} (\n    FUNCTION = {}", name, record.function);
  const auto add = [&](std::string_view clause) { out += fmt::format(",\n    {}", clause); };
  if (record.kind != 'l') add("LEFTARG = " + record.left_name);
  if (record.kind != 'r') add("RIGHTARG = " + record.right_name);
  if (!record.commutator.name.empty()) add("COMMUTATOR = " + partner(renderer, record.commutator));
  if (!record.negator.name.empty()) add("NEGATOR = " + partner(renderer, record.negator));
  if (record.merges) add("MERGES");
  if (record.hashes) add("HASHES");
  if (!record.restrict.empty()) add("RESTRICT = " + record.restrict);
  if (!record.join.empty()) add("JOIN = " + record.join);
  return out + "\n);\n";
}

// A shell comes back with the operator that names it.
void render_operator(const Object& object, Renderer& renderer) {
  const Operator& record = catalog::record<Operator>(object);
  if (record.function.empty()) return;
  const std::string schema = renderer.id(schema_name(object)) + '.';
  const std::string signature = fmt::format("{} ({}, {})", object.name, record.kind == 'l' ? "NONE" : record.left_name,
                                            record.kind == 'r' ? "NONE" : record.right_name);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "OPERATOR");
    statement.create = create_operator(renderer, schema + object.name, record);
    statement.drop = fmt::format("DROP OPERATOR {}{};\n", schema, signature);
    renderer.emit(std::move(statement));
  }
  CommentTarget about = labelled(renderer, object, "OPERATOR");
  about.name = signature;
  render_comment(renderer, object, about);
}

}  // namespace

const catalog::Kind operator_ = {.name = "OPERATOR",
                                 .selection_rule = catalog::SelectionRule::in_schema,
                                 .read = read_operator,
                                 .render = render_operator,
                                 .compare_equal_names = compare_operator_names};

}  // namespace pgdumpcore::kinds
