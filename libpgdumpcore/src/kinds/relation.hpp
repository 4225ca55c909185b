// What the kinds of pg_class share: one row of it and its columns. Tables, sequences, views and materialized views
// have their own files.
#pragma once

#include "base/rare_vector.hpp"
#include "base/shared_text.hpp"
#include "catalog/kind.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <any>
#include <cstdint>

namespace pgdumpcore::kinds {

// One pg_attribute row, attnum > 0; dropped ones are kept, so that columns[i] is attnum i+1. Read by kinds/column.cpp.
struct Column {
  base::SharedText name{};
  base::SharedText type{};  // format_type(atttypid, atttypmod)
  int number = 0;
  catalog::Oid type_oid = 0;
  int statistics_target = -1;  // -1: default
  bool dropped = false;
  bool local = true;                    // attislocal
  bool has_default = false;             // atthasdef
  char storage = '\0';                  // attstorage
  char type_storage = '\0';             // the type's own typstorage
  char compression = '\0';              // attcompression, 14 and later
  char identity = '\0';                 // a, d or none
  char generated = '\0';                // s, v (18) or none
  bool not_null = false;                // has a (valid) not-null constraint, inherited ones included
  bool not_null_local = false;          // it has to be written with this table: no parent brings it
  bool not_null_valid = true;           // 18; invalid ones are constraint objects, and not_null is false
  bool not_null_no_inherit = false;     // 18
  base::SharedText options{};           // attoptions as option list text "n_distinct=5", pg_attver left out
  base::SharedText foreign_options{};   // attfdwoptions as they stand in OPTIONS (…); read with foreign tables
  base::SharedText collation_schema{};  // both unquoted; empty: the type's own collation
  base::SharedText collation{};
  base::SharedText not_null_name{};  // 18: constraint name to write, empty when it is the default name
  std::optional<base::SharedText> not_null_comment{};  // 18: comment on that constraint
  catalog::Object* default_value = nullptr;            // attribute_default object
};

// Privileges on one column. System columns can have some, and so can columns of relations that are not interesting.
struct ColumnAcl {
  int number = 0;  // attnum; negative for system columns
  std::string name{};
  catalog::Acl acl{};
};

// There is one for each sequence too, of which there are as many as tables: small members stand together.
struct Relation {
  char relkind = '\0';
  char persistence = 'p';
  char replica_identity = 'd';
  bool has_index = false;
  bool has_rules = false;
  bool has_triggers = false;
  bool row_security = false;
  bool force_row_security = false;
  bool is_partition = false;  // relispartition
  bool populated = true;      // relispopulated
  bool is_identity_sequence = false;
  bool interesting = false;    // wanted for its definition or data, or an ancestor of such a relation: columns are read
  bool configuration = false;  // an extension's, and its rows are dumped (kinds/configuration_table.hpp)
  bool unsafe_partitions = false;     // hash partitions over enums: data goes through the root
  bool dummy_view = false;            // views in loops: first a dummy, the rule later
  bool postponed_definition = false;  // materialized views that need a late object
  int checks_declared = 0;            // relchecks
  catalog::Oid of_type_oid = 0;       // reloftype
  catalog::Oid foreign_server = 0;
  catalog::Oid owning_table = 0;  // of a sequence: pg_depend a or i
  int owning_column = 0;
  base::SharedText of_type{};  // of_type_oid formatted; empty: not typed
  base::SharedText tablespace{};
  base::SharedText access_method{};
  base::SharedText options{};        // reloptions without check_option, as array text: see option_list()
  base::SharedText toast_options{};  // the same of the TOAST table
  base::SharedText check_option{};   // LOCAL, CASCADED or empty
  std::vector<Column> columns{};
  base::RareVector<ColumnAcl> column_acls{};                  // by attnum; see kinds/relation_facets.hpp
  base::RareVector<catalog::Object*> parents{};               // inheritance, in inhseqno order
  base::RareVector<catalog::Object*> children{};              // the other way round
  base::RareVector<catalog::Object*> checks{};                // check constraints (kinds/constraint.hpp)
  base::RareVector<catalog::Object*> not_null_constraints{};  // 18: invalid or otherwise separate NOT NULLs
  std::vector<catalog::Object*> indexes{};
  base::RareVector<catalog::Object*> triggers{};
  base::SharedText partition_key{};            // pg_get_partkeydef
  base::SharedText partition_bound{};          // pg_get_expr(relpartbound)
  base::SharedText configuration_condition{};  // which rows of `configuration`: "WHERE …", or empty for all
  catalog::Object* data = nullptr;             // table_data object
  catalog::Object* view_rule = nullptr;        // a view's ON SELECT rule
  std::any extra{};                            // the kind's own details: sequence, view
};

// Reads pg_class (before locks) and adds each row as an object of its kind: table, foreign_table, sequence, view,
// materialized_view. Stand-alone composite types belong to the type family.
extern const catalog::Kind relation;

[[nodiscard]] inline Relation& as_relation(catalog::Object& object) {
  return catalog::record<Relation>(object);
}
[[nodiscard]] inline const Relation& as_relation(const catalog::Object& object) {
  return catalog::record<Relation>(object);
}

// All relations in the store, in OID order.
[[nodiscard]] std::vector<catalog::Object*> relations(const catalog::Store& store);

// "fillfactor='70', toast.autovacuum_enabled='false'": the elements of an array like pg_class.reloptions as a list for
// WITH (…), each name after `prefix`. Empty for an empty array.
[[nodiscard]] std::string option_list(const catalog::Renderer& renderer, std::string_view options,
                                      std::string_view prefix = "");
// "\nWITH (…)" with the relation's own and its TOAST table's options, or nothing.
[[nodiscard]] std::string with_options(const catalog::Renderer& renderer, const Relation& relation);
// What tables and materialized views can only be told by ALTER TABLE after their CREATE: replica identity (that by an
// index is set with the index) and FORCE ROW LEVEL SECURITY.
[[nodiscard]] std::string relation_settings(const catalog::Renderer& renderer, const catalog::Object& object);

}  // namespace pgdumpcore::kinds
