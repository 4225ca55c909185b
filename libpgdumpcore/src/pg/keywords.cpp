#include "pg/keywords.hpp"

#include <sstream>

namespace pgdumpcore::pg {

namespace {

// The words of pg_get_keywords() that are not unreserved: those of 13, and what came since.
constexpr const char* since_13 =
    "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean "
    "both case cast char character check coalesce collate collation column concurrently constraint create "
    "cross current_catalog current_date current_role current_schema current_time current_timestamp "
    "current_user dec decimal default deferrable desc distinct do else end except exists extract false "
    "fetch float for foreign freeze from full grant greatest group grouping having ilike in initially "
    "inner inout int integer intersect interval into is isnull join lateral leading least left like limit "
    "localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric "
    "offset on only or order out outer overlaps overlay placing position precision primary real "
    "references returning right row select session_user setof similar smallint some substring symmetric "
    "table tablesample then time timestamp to trailing treat trim true union unique user using values "
    "varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists "
    "xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable ";
constexpr const char* since_16 = "json_array json_arrayagg json_object json_objectagg system_user";
constexpr const char* since_17 =
    "json json_exists json_query json_scalar json_serialize json_table json_value merge_action";

}  // namespace

IdentifierQuoter quoter_for(int major) {
  std::set<std::string, std::less<>> words;
  const auto add = [&](const char* list) {
    std::istringstream stream(list);
    for (std::string word; stream >> word;) words.insert(word);
  };
  add(since_13);
  if (major >= 16) add(since_16);
  if (major >= 17) add(since_17);
  return {std::move(words), false};
}

}  // namespace pgdumpcore::pg
