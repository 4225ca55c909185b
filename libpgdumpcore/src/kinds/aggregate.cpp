#include "kinds/aggregate.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/routine.hpp"
#include "kinds/security_label.hpp"

#include <optional>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_proc;

namespace {

// One way to compute the aggregate; the moving one, for window frames, is optional. Functions are "-" where there is
// none, and quoted and qualified where they need it.
struct Computation {
  std::string transition{};
  std::string inverse{};  // of moving ones only
  std::string final_function{};
  bool final_extra = false;
  char final_modify = '\0';  // r(ead only) s(hareable) w(rite)
  std::string state_type{};
  std::string state_space{};
  std::optional<std::string> initial{};
};

struct Aggregate {
  Routine routine{};
  std::string arguments{};
  std::string identity_arguments{};
  char aggkind = 'n';  // n(ormal) o(rdered set) h(ypothetical set)
  char parallel = 'u';
  Computation plain{};
  Computation moving{};
  std::string combine{};
  std::string serialize{};
  std::string deserialize{};
  std::string support{};  // never one before 19
  std::string sort_operator_schema{};
  std::string sort_operator{};  // empty: none
};

constexpr const char* aggregate_prokinds = "{a}";

void read_aggregate(Reader& reader) {
  read_routines(reader, aggregate, aggregate_prokinds,
                [](Object& object, Routine&& routine) { object.record = Aggregate{.routine = std::move(routine)}; });
}

constexpr std::string_view aggregate_detail_query = R"(
  SELECT p.oid, a.aggkind, p.proparallel,
         pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
         pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity_arguments,
         a.aggtransfn, a.aggfinalfn, a.aggfinalextra, a.aggfinalmodify,
         a.aggtranstype::pg_catalog.regtype AS state_type, a.aggtransspace, a.agginitval,
         a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, a.aggmfinalextra, a.aggmfinalmodify,
         a.aggmtranstype::pg_catalog.regtype AS moving_state_type, a.aggmtransspace, a.aggminitval,
         a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, p.prosupport, n.nspname, o.oprname
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_proc p ON p.oid = wanted.oid
    JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
    LEFT JOIN pg_catalog.pg_operator o ON o.oid = a.aggsortop
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace)";

void take_aggregate_detail(const pg::Row& row, Aggregate& out) {
  out.arguments = row["arguments"].str();
  out.identity_arguments = row["identity_arguments"].str();
  out.aggkind = row["aggkind"].character();
  out.parallel = row["proparallel"].character();
  out.plain = {.transition = row["aggtransfn"].str(),
               .final_function = row["aggfinalfn"].str(),
               .final_extra = row["aggfinalextra"].flag(),
               .final_modify = row["aggfinalmodify"].character(),
               .state_type = row["state_type"].str(),
               .state_space = row["aggtransspace"].str()};
  if (!row["agginitval"].is_null()) out.plain.initial = row["agginitval"].str();
  out.moving = {.transition = row["aggmtransfn"].str(),
                .inverse = row["aggminvtransfn"].str(),
                .final_function = row["aggmfinalfn"].str(),
                .final_extra = row["aggmfinalextra"].flag(),
                .final_modify = row["aggmfinalmodify"].character(),
                .state_type = row["moving_state_type"].str(),
                .state_space = row["aggmtransspace"].str()};
  if (!row["aggminitval"].is_null()) out.moving.initial = row["aggminitval"].str();
  out.combine = row["aggcombinefn"].str();
  out.serialize = row["aggserialfn"].str();
  out.deserialize = row["aggdeserialfn"].str();
  out.support = row["prosupport"].str();
  out.sort_operator_schema = row["nspname"].str();
  out.sort_operator = row["oprname"].str();
}

void read_aggregate_details(Reader& reader) {
  const catalog::Store& store = reader.store();
  std::vector<Object*> wanted;
  for (Object* object : store.of(aggregate))
    if (object->wanted.any()) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(aggregate_detail_query, wanted), [&store](const pg::Result& rows) {
    for (const pg::Row row : rows)
      take_aggregate_detail(row, catalog::record<Aggregate>(*store.find(pg_proc, row["oid"].oid())));
  });
}

std::strong_ordering compare_aggregate_names(const Object& a, const Object& b) {
  return compare_routines(catalog::record<Aggregate>(a).routine, catalog::record<Aggregate>(b).routine);
}

std::string option(const std::string& name, const std::string& function) {
  return function == "-" ? std::string() : ",\n    " + name + " = " + function;
}

// The clauses that both computations have; those of the moving one begin with M.
std::string state_clauses(const Renderer& renderer, const Computation& computation, const std::string& prefix) {
  std::string out;
  if (computation.state_space != "0") out += ",\n    " + prefix + "SSPACE = " + computation.state_space;
  if (computation.initial) out += ",\n    " + prefix + "INITCOND = " + renderer.literal(*computation.initial);
  return out;
}

std::string final_clauses(const Computation& computation, const std::string& prefix, char default_modify) {
  if (computation.final_function == "-") return {};
  std::string out = option(prefix + "FINALFUNC", computation.final_function);
  if (computation.final_extra) out += ",\n    " + prefix + "FINALFUNC_EXTRA";
  if (computation.final_modify == default_modify) return out;
  const std::string_view modify = computation.final_modify == 'r'   ? "READ_ONLY"
                                  : computation.final_modify == 's' ? "SHAREABLE"
                                                                    : "READ_WRITE";
  return out + ",\n    " + prefix + "FINALFUNC_MODIFY = " + std::string(modify);
}

std::string clauses(const Renderer& renderer, const Aggregate& definition) {
  const Computation& plain = definition.plain;
  const Computation& moving = definition.moving;
  const char default_modify = definition.aggkind == 'n' ? 'r' : 'w';

  std::string out = "    SFUNC = " + plain.transition + ",\n    STYPE = " + plain.state_type;
  out += state_clauses(renderer, plain, "");
  out += final_clauses(plain, "", default_modify);
  out += option("COMBINEFUNC", definition.combine);
  out += option("SERIALFUNC", definition.serialize);
  out += option("DESERIALFUNC", definition.deserialize);
  if (moving.transition != "-")
    out += option("MSFUNC", moving.transition) + ",\n    MINVFUNC = " + moving.inverse +
           ",\n    MSTYPE = " + moving.state_type;
  out += state_clauses(renderer, moving, "M");
  out += final_clauses(moving, "M", default_modify);
  if (!definition.sort_operator.empty())
    out += ",\n    SORTOP = OPERATOR(" + renderer.id(definition.sort_operator_schema) + '.' + definition.sort_operator +
           ')';
  out += option("SUPPORT", definition.support);
  if (definition.aggkind == 'h') out += ",\n    HYPOTHETICAL";
  if (definition.parallel == 's') out += ",\n    PARALLEL = safe";
  if (definition.parallel == 'r') out += ",\n    PARALLEL = restricted";
  return out;
}

void render_aggregate(const Object& object, Renderer& renderer) {
  const auto& definition = catalog::record<Aggregate>(object);
  const bool no_arguments = definition.routine.argument_types.empty();
  const std::string identity = '(' + (no_arguments ? "*" : definition.identity_arguments) + ')';
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "AGGREGATE");
    statement.tag = no_arguments ? object.name + "(*)" : routine_signature(object.name, definition.routine);
    statement.create = "CREATE AGGREGATE " + renderer.qualified(object) + '(' +
                       (no_arguments ? "*" : definition.arguments) + ") (\n" + clauses(renderer, definition) + "\n);\n";
    statement.drop = "DROP AGGREGATE " + renderer.qualified(object) + identity + ";\n";
    renderer.emit(std::move(statement));
  }
  CommentTarget target = labelled(renderer, object, "AGGREGATE");
  target.name += identity;
  render_comment(renderer, object, target);
  render_security_label(renderer, object, target);
  // GRANT knows no AGGREGATE: it is named like a function there.
  render_acl(renderer, object,
             {.type = "FUNCTION",
              .name = routine_signature(renderer.id(object.name), definition.routine),
              .schema = target.schema,
              .owner = object.owner});
}

}  // namespace

const catalog::Kind aggregate = {.name = "AGGREGATE",
                                 .selection_rule = catalog::SelectionRule::in_schema,
                                 .read = read_aggregate,
                                 .read_details = read_aggregate_details,
                                 .render = render_aggregate,
                                 .compare_equal_names = compare_aggregate_names};

}  // namespace pgdumpcore::kinds
